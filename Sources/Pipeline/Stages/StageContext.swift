package import CivilTime
package import Foundation
import Hashing
package import Numerics
package import PluginHost
package import Retention
import Runs
package import Settings
import Synchronization

/// What a stage needs besides its inputs.
package struct StageContext: Sendable {
  /// Settings that the stage uses.
  package let configuration: Configuration
  /// Settings written to `config.yaml`.
  package let recordedConfiguration: Configuration
  /// The settings of `configuration`, decoded and checked.
  package let settings: RetentionSettings
  package let plugins: PluginRegistry
  /// Threads, cancellation and progress.
  package let execution: ExecutionContext
  package let source: LineSource
  /// How many lines may be held in memory, and where more of them go.
  let memory: LineMemory
  /// The date of the run, in UTC; order lines of later days are implausible.
  package let today: CivilDate
  package let journal: StageJournal
  package let artefacts: ArtefactWriter
  /// What happens where there is too little data.
  let thinData: ThinData
  /// Published runs beside this one; nil in a dry run.
  var runs: RunStore? { artefacts.outputFolder.map { RunStore(output: $0) } }

  package var parallelism: Parallelism { execution.parallelism }
  package var seed: UInt64 { settings.run.seed }
  var preparation: LinePreparation { LinePreparation(settings: settings, today: today) }
}

/// Where a run's order lines come from.
package struct LineSource: Sendable {
  /// nil if the run starts from the artifacts of another one.
  var files: InputFiles?
  /// The base run, to which the lines are added.
  var base: PublishedRun?
  /// The base run, or the one whose artifacts the run starts from.
  var parent: PublishedRun?

  init(files: InputFiles?, base: PublishedRun?, parent: PublishedRun? = nil) {
    self.files = files
    self.base = base
    self.parent = parent ?? base
  }
}

/// Records a stage's messages in the log, and its warnings also in the results.
package struct StageJournal: Sendable {
  let stage: StageName
  let log: EventLog
  let warnings: WarningCollector
  let verdicts: VerdictCollector

  /// Logs progress or a result.
  package func info(_ message: String) { log.info(message, stage: stage) }

  /// Logs a detail for troubleshooting.
  package func debug(_ message: String) { log.debug(message, stage: stage) }

  /// Warns in the log, in the report and in the result of the run.
  package func warn(_ message: String) {
    warnings.add(RunWarning(stage: stage.rawValue, message: message))
    log.warning(message, stage: stage)
  }

  /// Says what the data is too thin for, where the stage does the rest of its work.
  ///
  /// - Parameters:
  ///   - reason: see `StageVerdict.reason`.
  ///   - isEmpty: whether nothing is left of what the stage makes.
  package func verdict(_ reason: String, isEmpty: Bool = false) {
    verdicts.add(reason, of: stage, isSkipped: isEmpty)
    if isEmpty { verdicts.fails(stage) }
    log.warning(reason, stage: stage)
  }

  /// Warns in the log only, about what concerns the user now but not readers of the results.
  func warnOnce(_ message: String) { log.warning(message, stage: stage) }
}

/// Collects the warnings of all stages, in order.
final class WarningCollector: Sendable {
  private let collected = Mutex<[RunWarning]>([])

  func add(_ warning: RunWarning) { collected.withLock { $0.append(warning) } }

  var all: [RunWarning] { collected.withLock { $0 } }
}

/// Writes artifacts of the current run; writes nothing in a dry run.
package struct ArtefactWriter: Sendable {
  let directory: RunDirectory?

  /// Whether nothing is written.
  package var isDryRun: Bool { directory == nil }
  /// The folder that holds the runs; nil in a dry run.
  var outputFolder: URL? { directory?.output }
  /// Name that the run has once published; empty in a dry run.
  var runName: String { directory?.id.description ?? "" }

  /// Writes an artifact with `body`, at a path relative to the run's folder.
  ///
  /// - Parameter body: writes the file; not called in a dry run.
  package func write(_ path: String, _ body: (URL) throws -> Void) throws {
    guard let directory else { return }
    try body(try directory.url(for: path))
  }

  /// Where the artifact at a path relative to the run's folder is written; nil in a dry run.
  func url(for path: String) throws -> URL? { try directory?.url(for: path) }

  /// Writes a JSON artifact, indented.
  ///
  /// - Throws: `FileError`; `EncodingError` for a number that is not finite.
  package func write(json value: @autoclosure () throws -> some Encodable, to path: String) throws {
    try directory?.write(json: value(), to: path)
  }

  /// Writes a text artifact.
  package func write(text: @autoclosure () throws -> String, to path: String) throws {
    try directory?.write(text(), to: path)
  }

  func write(bytes: @autoclosure () throws -> [UInt8], to path: String) throws {
    try write(path) { try FileSystem.writeAtomically(bytes(), to: $0) }
  }
}
