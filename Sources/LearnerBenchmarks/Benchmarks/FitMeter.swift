import Foundation
import Runs

/// What a fit costs.
struct FitCost: Sendable {
  /// From the matrix in memory to the model.
  let seconds: Double
  /// Of all threads together: says more than `seconds` on a machine that does other work too.
  let processorSeconds: Double
  /// Parts of `seconds`, in order, where the learner tells them.
  let phases: [(name: String, seconds: Double)]
  /// Most that was resident during the fit, and how much of it the fit added; in units of 1,000,000 bytes.
  let peakMegabytes: Double
  let addedMegabytes: Double
}

/// Measures one fit: starts when it is made.
struct FitMeter {
  private let memoryBefore: Int
  private let processorBefore: Double
  private let began: Duration
  private var phases: [(name: String, seconds: Double)] = []

  init() {
    ProcessMemory.restartPeak()
    memoryBefore = ProcessMemory.current
    processorBefore = Self.processorSeconds
    began = ProgressReporter.uptime()
  }

  /// Times a part of the fit.
  mutating func phase<Value>(_ name: String, _ body: () throws -> Value) rethrows -> Value {
    let start = ProgressReporter.uptime()
    let value = try body()
    phases.append((name, (ProgressReporter.uptime() - start).seconds))
    return value
  }

  /// Adds parts of the fit that the learner timed itself.
  mutating func add(_ parts: [(name: String, seconds: Double)]) { phases += parts }

  /// The model is there.
  func finish() -> FitCost {
    let seconds = (ProgressReporter.uptime() - began).seconds
    let processor = Self.processorSeconds - processorBefore
    let peak = ProcessMemory.peak
    return FitCost(
      seconds: seconds, processorSeconds: processor, phases: phases, peakMegabytes: Self.megabytes(peak),
      addedMegabytes: Self.megabytes(max(0, peak - memoryBefore)))
  }

  private static var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  private static func megabytes(_ bytes: Int) -> Double { (Double(bytes) / 1e5).rounded() / 10 }
}

/// Median seconds of five calls, after one that is not timed; and what a call returns.
func medianSeconds<Value>(_ body: () throws -> Value) rethrows -> (seconds: Double, value: Value) {
  var value = try body()
  let times = try (0..<5).map { _ in
    let start = ProgressReporter.uptime()
    value = try body()
    return (ProgressReporter.uptime() - start).seconds
  }
  return (times.sorted()[times.count / 2], value)
}
