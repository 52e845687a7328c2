import Foundation
import Runs

/// The cost of a fit.
struct FitCost: Sendable {
  /// Wall-clock time from the matrix in memory to the model.
  let seconds: Double
  /// Processor time of all threads, which is more reliable than `seconds` on a busy machine.
  let processorSeconds: Double
  /// Parts of `seconds`, in order, as far as the learner reports them.
  let phases: [(name: String, seconds: Double)]
  /// Peak resident memory during the fit, in units of 1,000,000 bytes.
  let peakMegabytes: Double
  /// How much of the peak the fit added.
  let addedMegabytes: Double
}

/// Measures one fit, from its own initialization on.
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

  /// Ends the measurement.
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

/// The median time of five calls, after one that is not timed, and the value of the last call.
func medianSeconds<Value>(_ body: () throws -> Value) rethrows -> (seconds: Double, value: Value) {
  var value = try body()
  let times = try (0..<5).map { _ in
    let start = ProgressReporter.uptime()
    value = try body()
    return (ProgressReporter.uptime() - start).seconds
  }
  return (times.sorted()[times.count / 2], value)
}
