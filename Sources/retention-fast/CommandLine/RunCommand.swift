import Foundation
import Pipeline
import Retention
import Settings

/// What the subcommands that make a run share.
struct RunCommand {
  let invocation: Invocation
  let stages: [StageName]
  private let clock = StageClock()
  private var options: CommonOptions { invocation.common }

  init(_ invocation: Invocation, stages: [StageName]) {
    self.invocation = invocation
    self.stages = stages
  }

  /// From files of order lines, which may be added to those of another run.
  func fromData() throws {
    let files = options.data.map(\.relativePath)
    guard let name = options.appendTo else { return try perform(.files(files), configuration: options.configuration()) }
    let output = try options.configuration()[RunParameters.output]
    let base = try RunStore(output: URL(fileURLWithPath: output)).resolve(name)
    let configuration = try options.configuration(addingTo: base)
    // How new files are to be read says nothing about files to come.
    let recorded = try configuration.taking("ingest", from: base.configuration())
    try perform(.addition(files, to: base), configuration: configuration, recorded: recorded, output: output)
  }

  /// From the artefacts of a run.
  func fromRun() throws {
    let output = try options.configuration()[RunParameters.output]
    let parent = try RunStore(output: URL(fileURLWithPath: output)).resolve(options.run)
    try perform(.run(parent), configuration: options.configuration(over: parent), output: output)
  }

  /// Checks files of order lines and publishes nothing.
  ///
  /// - Throws: `ValidationFailure` after the report was written, where a check of severity `error` failed.
  func validate() throws {
    let execution = try execution(.files(options.data.map(\.relativePath)), configuration: options.configuration())
    let report = try execution.validate()
    try StandardOutput.write(options.format == .json ? report.json.text() : report.text)
    if !report.errors.isEmpty { throw ValidationFailure(findings: report.errors, report: nil) }
  }

  private func execution(
    _ source: RunRequest.Source, configuration: Configuration, recorded: Configuration? = nil, output: String? = nil
  ) throws -> RunExecution {
    let request = RunRequest(
      source: source, stages: stages, configuration: configuration, recordedConfiguration: recorded,
      output: URL(fileURLWithPath: output ?? configuration[RunParameters.output]), commandLine: CommandLine.arguments)
    let console = options.console
    return try RunExecution(
      request, log: options.log(on: console), progress: options.progress(on: console), clock: clock)
  }

  private func perform(
    _ source: RunRequest.Source, configuration: Configuration, recorded: Configuration? = nil, output: String? = nil
  ) throws {
    let execution = try execution(source, configuration: configuration, recorded: recorded, output: output)
    switch (options.effect, options.format) {
    case (.dryRun, .text): try StandardOutput.write(try execution.rehearse().rehearsalText)
    case (.dryRun, .json): try StandardOutput.write(try execution.rehearse().rehearsalJSON.text())
    case (.write, .text): try StandardOutput.write(try execution.perform().summary)
    case (.write, .json): try StandardOutput.write(try execution.perform().json.text())
    }
  }
}
