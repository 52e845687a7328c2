import Foundation
import Learning
import Numerics
import PluginHost
public import Retention
import Settings
import Tables

/// Runs what a `RunRequest` asks for, from reading the input to publishing the run.
public struct RunExecution: Sendable {
  public let request: RunRequest
  private let settings: RetentionSettings
  private let registry: PluginRegistry
  private let parallelism: Parallelism
  private let log: EventLog
  private let progress: ProgressReporter
  private let interruption: Interruption
  private let clock: StageClock

  /// Checks settings and the names of plugins, before anything is read.
  ///
  /// - Throws: `SettingsError`, `PluginError`.
  public init(
    _ request: RunRequest, log: EventLog = EventLog(), progress: ProgressReporter = .silent,
    interruption: Interruption = .process, clock: StageClock = StageClock()
  ) throws {
    self.request = request
    self.log = log
    self.progress = progress
    self.interruption = interruption
    self.clock = clock
    settings = try RetentionSettings(request.configuration)
    parallelism = settings.run.threads.map { Parallelism(threads: $0) } ?? .allCores
    registry = try .project(settings.plugins)
    try registry.check(request.configuration, settings)
  }
}

/// What a run made.
public struct RunResult: Sendable {
  /// nil for a dry run.
  public let run: PublishedRun?
  public let metrics: JSONObject
  /// `cleaning_stats.json`; null where cleaning did not run.
  public let cleaningStats: JSONValue
  public let warnings: [String]
  /// Whether there was nothing to add, so that `run` is the one that was there before.
  public var isUnchanged = false
}

extension RunExecution {
  /// Runs the stages and publishes the run.
  public func perform() throws -> RunResult {
    var result: RunResult?
    let inputs = try inputFiles()
    if let result = try unchanged(inputs) { return result }
    let plan = RunPlan(
      store: RunStore(output: request.output), parent: try parent?.manifest().runID, commandLine: request.commandLine,
      seed: settings.run.seed, parallelism: parallelism, versions: .linked,
      configText: request.recordedConfiguration.canonicalYAML(.results), inputs: try records(of: inputs))
    let published = try plan.run(log: log, progress: progress, interruption: interruption, clock: clock) {
      session, manifest in
      var runner = runner(session.directory, inputs)
      if case .run(let parent) = request.source {
        (manifest.ingest, manifest.madeWith) = (try parent.manifest().ingest, try parent.manifest().madeWith)
        try runner.resume(from: parent, into: session.directory)
        try runner.readArtefacts(of: parent)
      }
      for stage in request.stages {
        try session.stage(stage) { try runner.run(stage, progress: progress) }
      }
      if !request.stages.contains(.report) { try runner.report() }
      runner.warnOfMemory()
      if let findings = runner.state.findings { manifest.ingest = findings }
      var made = manifest.madeWith ?? Manifest.MadeWith()
      if request.stages.contains(.clean) { made.clean = runner.madeWith.clean }
      if request.stages.contains(.features) { made.features = runner.madeWith.features }
      manifest.madeWith = made
      manifest.plugins = registry.used(by: request.configuration, settings)
      for index in manifest.inputs.indices {
        guard let reading = runner.readings[manifest.inputs[index].path] else { continue }
        manifest.inputs[index].rows = reading.rows
        manifest.inputs[index].readAs = reading.description
      }
      manifest.inputs.removeAll { $0.rows == 0 }
      let metrics = runner.metrics(clock)
      try session.directory.write(.object(metrics), to: ArtefactPath.metrics)
      result = RunResult(
        run: nil, metrics: metrics, cleaningStats: runner.state.cleaningStats,
        warnings: runner.state.warnings.map(\.message))
    }
    guard let result else { preconditionFailure("a published run has a result") }
    return RunResult(
      run: published, metrics: result.metrics, cleaningStats: result.cleaningStats, warnings: result.warnings)
  }

  /// Reads, validates and cleans, and writes nothing: what would be kept and removed.
  public func rehearse() throws -> RunResult {
    let inputs = try inputFiles()
    if let result = try unchanged(inputs) { return result }
    var runner = runner(nil, inputs)
    for stage in request.stages where [.ingest, .validate, .clean].contains(stage) {
      try interruption.check()
      progress.begin(stage)
      defer { progress.end() }
      try clock.measure(stage) { try runner.run(stage, progress: progress) }
    }
    return RunResult(
      run: nil, metrics: runner.metrics(clock), cleaningStats: runner.state.cleaningStats,
      warnings: runner.state.warnings.map(\.message))
  }

  /// Reads and validates only. A missing column is a failed check here, unless its severity lets it be.
  public func validate() throws -> ValidationReport {
    var runner = runner(nil, try inputFiles())
    progress.begin(.ingest)
    defer { progress.end() }
    do {
      try runner.run(.ingest, progress: progress)
    } catch {
      let isMissing = (error as? MappingError)?.isMissingColumn ?? (error as? InputError)?.isMissingColumn ?? false
      guard isMissing, settings.validation[.missingColumns].severity == .error else { throw error }
      return runner.validator.report(missing: "\(error)")
    }
    return try runner.validationReport()
  }

  private var parent: PublishedRun? { request.source.parent }

  /// Where every file was read before, and the run has all that is asked for, it is the result; else nil.
  private func unchanged(_ inputs: InputFiles?) throws -> RunResult? {
    guard let run = request.source.base, inputs?.files.isEmpty == true else { return nil }
    let manifest = try run.manifest()
    let made = Set(manifest.artefacts.compactMap { ArtefactPath.stage(of: $0.path) })
    let isComplete = request.stages.allSatisfy { $0 == .ingest || made.contains($0) }
    let isAlike =
      try run.configuration().canonicalYAML(.results) == request.recordedConfiguration.canonicalYAML(.results)
      && manifest.versions.retentionFast == Versions.retentionFast
    guard isComplete, isAlike else { return nil }
    for note in inputs?.notes ?? [] { log.info(note, stage: .ingest) }
    log.info("there is nothing to add to the run \(run.name), so it stays as it is", stage: .ingest)
    return RunResult(
      run: run, metrics: try run.json(ArtefactPath.metrics),
      cleaningStats: .object(try run.json(ArtefactPath.cleaningStats)), warnings: try run.warnings().map(\.message),
      isUnchanged: true)
  }

  private func runner(_ directory: RunDirectory?, _ inputs: InputFiles?) -> StageRunner {
    StageRunner(
      request, inputs: inputs, settings: settings, registry: registry, parallelism: parallelism, log: log,
      interruption: interruption,
      directory: directory)
  }

  /// nil for a run that reads no order lines.
  private func inputFiles() throws -> InputFiles? {
    switch request.source {
    case .files(let paths): return try InputFiles(paths, parallelism: parallelism)
    case .addition(let paths, let run):
      var files = try InputFiles(paths, parallelism: parallelism)
      try files.leaveOut(run.manifest().inputs, of: run, parallelism)
      return files
    case .run: return nil
    }
  }

  private func records(of inputs: InputFiles?) throws -> [Manifest.InputFile] {
    try (parent?.manifest().inputs ?? []) + (inputs?.records(parallelism) ?? [])
  }
}

extension Versions {
  /// Of the libraries that this process runs with.
  static var linked: Versions { Versions(arrow: arrowVersion, openBLAS: openBLASConfiguration) }
}
