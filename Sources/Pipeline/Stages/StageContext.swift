public import CivilTime
public import Foundation
import Hashing
public import Numerics
public import PluginHost
public import Retention
import Runs
public import Settings
import Synchronization

/// What a stage needs beside its inputs.
public struct StageContext: Sendable {
  public let configuration: Configuration
  /// What `config.yaml` says.
  public let recordedConfiguration: Configuration
  public let settings: RetentionSettings
  public let plugins: PluginRegistry
  public let execution: ExecutionContext
  public let source: LineSource
  /// Where lines beyond what may be held in memory lie.
  let memory: LineMemory
  /// Today on the caller's calendar, in UTC.
  public let today: CivilDate
  public let journal: StageJournal
  public let artefacts: ArtefactWriter

  public var parallelism: Parallelism { execution.parallelism }
  public var seed: UInt64 { settings.run.seed }
  var preparation: LinePreparation { LinePreparation(settings: settings, today: today) }
}

/// Where a run's order lines come from.
public struct LineSource: Sendable {
  /// nil where the run starts from the artefacts of another one.
  var files: InputFiles?
  /// The run that the lines are added to.
  var base: PublishedRun?

  init(files: InputFiles?, base: PublishedRun?) {
    self.files = files
    self.base = base
  }
}

/// What a stage says: to the log, and to the readers of the results.
public struct StageJournal: Sendable {
  let stage: StageName
  let log: EventLog
  let warnings: WarningCollector

  /// A fact for the log.
  public func info(_ message: String) { log.info(message, stage: stage) }

  /// A fact for whoever looks closely.
  public func debug(_ message: String) { log.debug(message, stage: stage) }

  /// A fact that the log, the report and the caller should know.
  public func warn(_ message: String) {
    warnings.add(RunWarning(stage: stage.rawValue, message: message))
    log.warning(message, stage: stage)
  }

  /// A warning about this run alone, which is not kept with its results.
  func warnOnce(_ message: String) { log.warning(message, stage: stage) }
}

/// Warnings of all stages, in their order.
final class WarningCollector: Sendable {
  private let collected = Mutex<[RunWarning]>([])

  func add(_ warning: RunWarning) { collected.withLock { $0.append(warning) } }

  var all: [RunWarning] { collected.withLock { $0 } }
}

/// Writes artefacts into the run at hand; a dry run writes nothing.
public struct ArtefactWriter: Sendable {
  let directory: RunDirectory?

  public var isDryRun: Bool { directory == nil }
  /// The folder that holds the runs; nil in a dry run.
  var outputFolder: URL? { directory?.output }

  /// - Parameter body: writes the file.
  public func write(_ path: String, _ body: (URL) throws -> Void) throws {
    guard let directory else { return }
    try body(try directory.url(for: path))
  }

  public func write(json value: @autoclosure () throws -> some Encodable, to path: String) throws {
    try directory?.write(json: value(), to: path)
  }

  public func write(text: @autoclosure () throws -> String, to path: String) throws {
    try directory?.write(text(), to: path)
  }

  func write(bytes: @autoclosure () throws -> [UInt8], to path: String) throws {
    try write(path) { try FileSystem.writeAtomically(bytes(), to: $0) }
  }
}
