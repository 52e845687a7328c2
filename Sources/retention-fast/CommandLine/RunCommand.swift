import CommandParsing
import Foundation
import Pipeline
import Retention
import Runs
import Settings

/// What the commands that make a run, or check its input, have in common.
struct RunCommand {
  let invocation: Invocation
  /// Stages to run.
  let stages: [StageName]
  let thinData: ThinData
  private let clock = StageClock()
  private var options: CommonOptions { invocation.common }

  init(_ invocation: Invocation, stages: [StageName], thinData: ThinData = .fails) {
    self.thinData = thinData
    self.invocation = invocation
    self.stages = stages
  }

  /// Runs the stages on files of order lines; with `--append-to`, on the lines of another run and these files.
  func fromData() throws { try perform(execution()) }

  /// Runs the stages on the files of another run.
  func fromRun() throws {
    let output = try RunSettings(options.configuration()).output
    let parent = try RunStore(output: URL(fileURLWithPath: output)).resolve(options.run)
    try perform(execution(.run(parent), options.configuration(over: parent), output: output))
  }

  /// Checks files of order lines, prints the report, and publishes nothing.
  ///
  /// - Throws: `ValidationFailure` after the report was printed, if a check of severity `error` failed.
  func validate() throws {
    let report = try execution().validate()
    if options.format == .json {
      try StandardOutput.write(json: report)
    } else {
      try StandardOutput.write(report.text)
    }
    if !report.errors.isEmpty { throw ValidationFailure(findings: report.errors, report: nil) }
  }

  private func execution() throws -> RunExecution {
    let files = options.data.map(\.relativePath)
    let own = try options.configuration()
    guard let name = options.appendTo else { return try execution(.files(files), own) }
    let output = try RunSettings(own).output
    let base = try RunStore(output: URL(fileURLWithPath: output)).resolve(name)
    let configuration = try options.configuration(addingTo: base)
    // Settings for reading these files must not apply to files that are added later.
    var recorded = try configuration.taking("ingest", from: base.configuration())
    for key in IngestSettings.settingsOfAllLines { recorded = recorded.taking(key, from: configuration) }
    return try execution(.append(files, to: base), configuration, recorded: recorded, output: output)
  }

  private func execution(
    _ source: RunRequest.Source, _ configuration: Configuration, recorded: Configuration? = nil, output: String? = nil
  ) throws -> RunExecution {
    let request = RunRequest(
      source: source, stages: stages, thinData: thinData, configuration: configuration, recordedConfiguration: recorded,
      output: try URL(fileURLWithPath: output ?? RunSettings(configuration).output),
      temporaryFolder: FileManager.default.temporaryDirectory, projectFolder: WorkingFolder.path,
      commandLine: CommandLine.arguments)
    let console = options.console
    return try RunExecution(
      request,
      control: RunControl(
        log: options.log(on: console), progress: options.progress(on: console),
        cancellation: ProcessSignals.cancellation, clock: clock))
  }

  private func perform(_ execution: RunExecution) throws {
    switch (options.effect, options.format) {
    case (.dryRun, .text): try StandardOutput.write(try execution.dryRun().dryRunText)
    case (.dryRun, .json): try StandardOutput.write(json: DryRunDocument(try execution.dryRun()))
    case (.write, .text): try StandardOutput.write(try execution.perform().summary)
    case (.write, .json): try StandardOutput.write(json: RunDocument(try execution.perform()))
    }
  }
}
