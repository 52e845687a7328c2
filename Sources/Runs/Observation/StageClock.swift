import Foundation
import Synchronization

/// Measures how long each stage takes. Can be called from any thread.
package final class StageClock: Sendable {
  private let now: @Sendable () -> Duration
  private let began: Duration
  private let seconds = Mutex<[StageName: Double]>([:])

  /// Starts `total`.
  ///
  /// - Parameter now: a monotonic clock.
  package init(now: @escaping @Sendable () -> Duration = ProgressReporter.uptime) {
    self.now = now
    began = now()
  }

  /// Times `body`, even if it throws. The times of a stage that runs more than once add up.
  package func measure<Value>(_ stage: StageName, _ body: () throws -> Value) rethrows -> Value {
    let start = now()
    defer {
      let elapsed = (now() - start).seconds
      seconds.withLock { $0[stage, default: 0] += elapsed }
    }
    return try body()
  }

  /// Seconds spent in a stage; nil if it has not run.
  package func seconds(of stage: StageName) -> Double? { seconds.withLock { $0[stage] } }

  /// Seconds since this clock was made.
  package var total: Double { (now() - began).seconds }

  /// `timings_s` of `metrics.json`: seconds by stage, and `total`, to the millisecond.
  package var timings: [String: Double] {
    var timings = seconds.withLock { seconds in
      Dictionary(uniqueKeysWithValues: seconds.map { ($0.key.rawValue, Self.rounded($0.value)) })
    }
    timings["total"] = Self.rounded(total)
    return timings
  }

  private static func rounded(_ seconds: Double) -> Double { (seconds * 1000).rounded() / 1000 }
}
