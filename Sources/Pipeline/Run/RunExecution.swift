import Foundation
import Hashing
import Learning
import Numerics
package import PluginHost
package import Retention
import Runs
import Settings
import Tables

/// Executes a `RunRequest`, from reading the input to publishing the run.
package struct RunExecution: Sendable {
  package let request: RunRequest
  let stages: StageList
  let control: RunControl
  let settings: RetentionSettings
  let plugins: PluginRegistry
  let parallelism: Parallelism

  /// Checks settings, stage names and plugin names before anything is read.
  ///
  /// - Parameters:
  ///   - stages: all stages there are; the request chooses among them.
  ///   - builtIns: the built-in plugins.
  /// - Throws: `SettingsError`, `StageError`, `PluginError`.
  package init(
    _ request: RunRequest, stages: StageList = .standard, builtIns: [BuiltInPlugin] = BuiltInPlugin.all,
    control: RunControl = RunControl()
  ) throws {
    self.request = request
    self.stages = stages
    self.control = control
    try stages.require(request.stages)
    settings = try RetentionSettings(request.configuration)
    parallelism = settings.run.parallelism
    plugins = try PluginRegistry(
      builtIns: builtIns, project: request.projectFolder, paths: settings.plugins.paths)
    try plugins.check(request.configuration, settings)
  }

  /// Runs the stages and publishes the run.
  ///
  /// - Throws: `RunError`, `InputError`, `Cancelled`, and the errors of the stages; nothing is published then.
  package func perform() throws -> RunResult {
    let inputs = try inputFiles()
    if let result = try unchanged(inputs) { return result }
    let parent = request.source.parent
    let plan = RunPlan(
      store: RunStore(output: request.output), parent: try parent?.manifest().runID, commandLine: request.commandLine,
      seed: settings.run.seed, parallelism: parallelism, versions: .linked,
      configText: request.recordedConfiguration.canonicalYAML(.results), inputs: try records(of: inputs))
    var result: RunResult?
    let published = try plan.run(
      log: control.log, progress: control.progress, cancellation: control.cancellation, clock: control.clock
    ) { session, manifest in
      let pass = try StagePass(self, files: inputs, directory: session.directory, context: session.context)
      if case .run(let parent) = request.source { try pass.resume(from: parent) }
      try pass.run { stage, body in try session.stage(stage.name) { try body() } }
      pass.warnOfMemory()
      manifest.plugins = plugins.used(by: request.configuration, settings)
      pass.complete(&manifest)
      let metrics = RunMetrics(
        report: pass.report, timings: control.clock.timings, peakMegabytes: ProcessMemory.peakMegabytes)
      try session.directory.write(json: metrics, to: ArtefactPath.metrics)
      result = RunResult(run: nil, metrics: metrics, cleaning: pass.cleaning)
      return try pass.facts()
    }
    guard var result else { preconditionFailure("a published run has a result") }
    result.run = published
    return result
  }

  /// Reads, validates and cleans without publishing anything. The result shows what would be kept and removed.
  package func dryRun() throws -> RunResult {
    let inputs = try inputFiles()
    if let result = try unchanged(inputs) { return result }
    let pass = try StagePass(self, files: inputs, directory: nil, context: context)
    try pass.run(only: stages.names(through: .clean)) { stage, body in
      try control.cancellation.check()
      control.progress.begin(stage.name)
      defer { control.progress.end() }
      try control.clock.measure(stage.name, body)
    }
    let metrics = RunMetrics(
      report: pass.report, timings: control.clock.timings, peakMegabytes: ProcessMemory.peakMegabytes)
    return RunResult(run: nil, metrics: metrics, cleaning: pass.cleaning)
  }

  /// Reads and validates only. A missing column is a failed check here if the severity of that check is `error`;
  /// otherwise it is thrown as in a run.
  package func validate() throws -> ValidationReport {
    let pass = try StagePass(self, files: try inputFiles(), directory: nil, context: context)
    control.progress.begin(.ingest)
    defer { control.progress.end() }
    do {
      return try pass.validationReport()
    } catch {
      let isMissing = (error as? MappingError)?.isMissingColumn ?? (error as? InputError)?.isMissingColumn ?? false
      guard isMissing, settings.validation[.missingColumns].severity == .error else { throw error }
      return pass.validator.report(missing: "\(error)")
    }
  }

  private var context: ExecutionContext {
    ExecutionContext(
      parallelism: parallelism, cancellation: control.cancellation, progress: control.progress.sink)
  }

  /// The base run as the result, if it has read every file, has the results of every requested stage, and was made with
  /// the same settings and version; else nil.
  private func unchanged(_ inputs: InputFiles?) throws -> RunResult? {
    guard let run = request.source.base, inputs?.files.isEmpty == true else { return nil }
    let manifest = try run.manifest()
    let made = Set(manifest.artefacts.compactMap { stages.stage(writing: $0.path)?.name })
    let leftOut = Set(try run.verdicts().map { StageName($0.stage) })
    let isComplete = request.stages.allSatisfy { name in
      made.contains(name) || (request.thinData == .leavesOut && leftOut.contains(name))
        || stages.stages.contains { $0.name == name && $0.writes.isEmpty }
    }
    let hasSameSetup =
      try run.configuration().canonicalYAML(.results) == request.recordedConfiguration.canonicalYAML(.results)
      && manifest.versions.retentionFast == Versions.retentionFast
    guard isComplete, hasSameSetup else { return nil }
    for note in inputs?.notes ?? [] { control.log.info(note, stage: .ingest) }
    control.log.info("there is nothing to add to the run \(run.name), so it stays as it is", stage: .ingest)
    return RunResult(
      run: run, metrics: try RunMetrics(of: run, stages),
      cleaning: try run.decode(CleaningReport.self, from: ArtefactPath.cleaningStats), isUnchanged: true)
  }

  /// The files to read; nil for a run that reads no order lines.
  private func inputFiles() throws -> InputFiles? {
    switch request.source {
    case .files(let paths): return try InputFiles(paths, context: context)
    case .append(let paths, let run):
      var files = try InputFiles(paths, context: context)
      try files.leaveOut(run.manifest().inputs, of: run, context)
      return files
    case .run: return nil
    }
  }

  private func records(of inputs: InputFiles?) throws -> [Manifest.InputFile] {
    try (request.source.parent?.manifest().inputs ?? []) + (inputs?.records(context) ?? [])
  }
}

extension Versions {
  /// Versions including those of the libraries this process has loaded.
  static var linked: Versions { Versions(arrow: arrowVersion, openBLAS: openBLASConfiguration) }
}
