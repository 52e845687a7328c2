package import Foundation
import Hashing
package import Numerics
import Text

/// What is known about a run before it begins.
package struct RunPlan: Sendable {
  package var store: RunStore
  /// Determines the run id.
  package var started: Date
  /// The run that this one starts from or adds lines to.
  package var parent: RunID?
  /// Arguments, the program's name first; empty if the run was not started from a command line.
  package var commandLine: [String]
  package var seed: UInt64
  package var parallelism: Parallelism
  package var versions: Versions
  /// The text of `config.yaml`, which is written first; the manifest records its digest.
  package var configText: String
  /// Files that the run reads, for the run id and the manifest.
  package var inputs: [Manifest.InputFile]

  package init(
    store: RunStore, started: Date = Date(), parent: RunID? = nil, commandLine: [String], seed: UInt64,
    parallelism: Parallelism, versions: Versions = Versions(), configText: String, inputs: [Manifest.InputFile]
  ) {
    self.store = store
    self.started = started
    self.parent = parent
    self.commandLine = commandLine
    self.seed = seed
    self.parallelism = parallelism
    self.versions = versions
    self.configText = configText
    self.inputs = inputs
  }
}

extension RunPlan {
  /// Takes the lock, writes a run with `body`, and publishes it. If `body` throws, the run is discarded and `latest`
  /// stays as it was.
  ///
  /// - Parameters:
  ///   - clock: started with the process, so that its total is the time the user waited.
  ///   - body: runs the stages; can complete the manifest (rows of the inputs, plugins), and returns the facts to store
  ///     beside it in `run.json`.
  /// - Throws: `RunError`, `FileError`, `Cancelled`, and what `body` throws.
  package func run<Facts: Encodable>(
    log: EventLog = EventLog(), progress: ProgressReporter = .silent,
    cancellation: CancellationFlag = CancellationFlag(), clock: StageClock = StageClock(),
    _ body: (RunSession, inout Manifest) throws -> Facts
  ) throws -> PublishedRun {
    try cancellation.check()
    let configHash = SHA256.digest(of: configText)
    let directory = try store.begin(
      started: started, configHash: configHash, inputHashes: inputs.map(\.sha256), lock: store.lock())
    // No other run may start before this one is published or discarded.
    defer { withExtendedLifetime(directory.lock) {} }
    do {
      var manifest = Manifest(
        runID: directory.id, parent: parent, started: Timestamp(started), commandLine: commandLine, seed: seed,
        threads: parallelism.threads, versions: versions, configHash: configHash, inputs: inputs)
      try directory.write(configText, to: "config.yaml")
      try log.open(directory.url(for: EventLog.path))
      log.debug("run \(directory.id) begins")
      let session = RunSession(
        directory: directory, log: log, progress: progress, clock: clock,
        context: ExecutionContext(parallelism: parallelism, cancellation: cancellation, progress: progress.sink))
      let facts = try body(session, &manifest)
      try cancellation.check()
      log.debug("run \(directory.id) is complete")
      try log.close()
      return try directory.publish(manifest, with: facts, context: session.context)
    } catch {
      try? log.close()
      directory.discard()
      throw error
    }
  }
}
