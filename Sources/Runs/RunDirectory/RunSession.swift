package import Numerics
import Text

/// What a stage needs, besides its tables and settings, while a run is being written.
package struct RunSession: Sendable {
  package let directory: RunDirectory
  package let log: EventLog
  package let progress: ProgressReporter
  package let clock: StageClock
  package let context: ExecutionContext
}

extension RunSession {
  /// Runs one stage: checks for cancellation before and after it, times it, and begins and ends its progress.
  ///
  /// - Parameters:
  ///   - total: the number of units the stage will count, if known.
  ///   - body: does the work; can report progress and check for cancellation through the context.
  /// - Throws: `Cancelled`, and what `body` throws.
  package func stage<Value>(
    _ name: StageName, total: Int? = nil, unit: String = "rows", _ body: () throws -> Value
  ) throws -> Value {
    try context.checkCancellation()
    progress.begin(name, total: total, unit: unit)
    defer { progress.end() }
    let value = try clock.measure(name, body)
    try context.checkCancellation()
    log.debug(
      "took \(duration(clock.seconds(of: name) ?? 0))", stage: name,
      ["seconds": clock.seconds(of: name) ?? 0, "peak_rss_mb": ProcessMemory.peakMegabytes])
    return value
  }
}
