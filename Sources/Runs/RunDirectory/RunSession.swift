public import Numerics
import Text

/// All that a stage needs beside its tables and settings, while a run is being written.
public struct RunSession: Sendable {
  public let directory: RunDirectory
  public let log: EventLog
  public let progress: ProgressReporter
  public let clock: StageClock
  public let context: ExecutionContext
}

extension RunSession {
  /// Runs one stage: checks for a cancellation before and after, times it, and ends its progress.
  ///
  /// - Parameters:
  ///   - total: how many `unit`s the stage will count, where known.
  ///   - body: does the work; may report progress and check for cancellation through the context.
  public func stage<Value>(
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
