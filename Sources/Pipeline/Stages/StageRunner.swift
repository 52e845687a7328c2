public import Foundation
import Numerics
import PluginHost
import Retention
public import Settings

/// What a run shall do.
public struct RunRequest: Sendable {
  public enum Source: Sendable, Hashable {
    /// Order lines: files, folders and patterns, as they were given.
    case files([String])
    /// Order lines, as above, that are added to those of a published run.
    case addition([String], to: PublishedRun)
    /// The artefacts of a published run.
    case run(PublishedRun)
  }

  public var source: Source
  /// Stages to run, in the order of `StageName`.
  public var stages: [StageName]
  public var configuration: Configuration
  /// What `config.yaml` says.
  public var recordedConfiguration: Configuration
  public var output: URL
  public var commandLine: [String]

  /// - Parameter recordedConfiguration: where it differs from what the stages go by.
  public init(
    source: Source, stages: [StageName], configuration: Configuration, recordedConfiguration: Configuration? = nil,
    output: URL, commandLine: [String]
  ) {
    self.source = source
    self.stages = stages
    self.configuration = configuration
    self.recordedConfiguration = recordedConfiguration ?? configuration
    self.output = output
    self.commandLine = commandLine
  }
}

extension RunRequest.Source {
  /// The run that this one starts from.
  var parent: PublishedRun? {
    switch self {
    case .files: nil
    case .addition(_, let run), .run(let run): run
    }
  }

  /// The run whose lines come first.
  var base: PublishedRun? {
    if case .addition(_, let run) = self { run } else { nil }
  }
}

/// Runs stages in order over one state, and writes what each of them makes.
struct StageRunner {
  let request: RunRequest
  /// nil for a run that starts from another one.
  let inputs: InputFiles?
  let settings: RetentionSettings
  let registry: PluginRegistry
  let parallelism: Parallelism
  let memory: LineMemory
  let log: EventLog
  let interruption: Interruption
  /// nil for a dry run, which writes nothing.
  let directory: RunDirectory?
  var state = RunState()
  /// What was found in each input file that was read, by its path.
  var readings: [String: FileReading] = [:]

  init(
    _ request: RunRequest, inputs: InputFiles?, settings: RetentionSettings, registry: PluginRegistry,
    parallelism: Parallelism,
    log: EventLog, interruption: Interruption, directory: RunDirectory?
  ) {
    self.request = request
    self.inputs = inputs
    self.settings = settings
    self.registry = registry
    self.parallelism = parallelism
    memory = LineMemory(settings.run, folder: directory == nil ? nil : request.output.path)
    self.log = log
    self.interruption = interruption
    self.directory = directory
  }

  var seed: UInt64 { settings.run.seed }
  var context: ExecutionContext { ExecutionContext(parallelism: parallelism, cancellation: interruption.flag) }
  var scoringOverride: Snapshot? { settings.run.asOf.map { Snapshot(day: Int32($0.daysSince1970)) } }

  mutating func run(_ stage: StageName, progress: ProgressReporter) throws {
    switch stage {
    case .ingest: try ingest(progress)
    case .validate: try validate()
    case .clean: try clean()
    case .features: try computeFeatures()
    case .segment: try segment()
    case .churn: try predictChurn()
    case .clv: try predictLifetimeValue()
    case .allocate: try allocate()
    case .report: try report()
    case .generate: preconditionFailure("generate is not a stage of a run")
    }
  }

  /// A fact that the log, the report and the caller should see.
  mutating func warn(_ message: String, _ stage: StageName) {
    state.warnings.append(RunState.Warning(stage: stage, message: message))
    log.warning(message, stage: stage)
  }

  func write(_ path: String, _ body: (URL) throws -> Void) throws {
    guard let directory else { return }
    try body(try directory.url(for: path))
  }

  func write(_ path: String, _ value: JSONValue) throws {
    try directory?.write(value, to: path)
  }

  func write(_ path: String, text: String) throws {
    try directory?.write(text, to: path)
  }
}
