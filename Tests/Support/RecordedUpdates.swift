package import Numerics
import Synchronization

/// Adds up the progress that some work reports, and can react to each update.
package final class RecordedUpdates: Sendable {
  private struct Sums {
    var expected = 0
    var largest: [String: Int] = [:]
    var byUnit: [String: Int] = [:]
    var done = 0
    var count = 0
    var units: [String] = []
  }

  private let sums = Mutex(Sums())
  private let react: @Sendable (_ count: Int) -> Void

  /// - Parameter react: called after each update with the number of updates so far, from any thread.
  package init(react: @escaping @Sendable (_ count: Int) -> Void = { _ in }) {
    self.react = react
  }

  /// Where the work reports.
  package var sink: ProgressSink {
    ProgressSink { update in
      let count = self.sums.withLock { sums in
        switch update {
        case .expect(let count, let unit):
          sums.expected += count
          sums.byUnit[unit, default: 0] += count
          sums.largest[unit] = max(sums.largest[unit] ?? 0, sums.byUnit[unit]!)
          if sums.units.last != unit { sums.units.append(unit) }
        case .advance(let count): sums.done += count
        }
        sums.count += 1
        return sums.count
      }
      self.react(count)
    }
  }

  /// Units that were announced, of all kinds.
  package var expected: Int { sums.withLock { $0.expected } }
  /// The largest number of one unit that was announced at any time.
  package func largestExpected(_ unit: String) -> Int { sums.withLock { $0.largest[unit] ?? 0 } }
  /// Units that were done, of all kinds.
  package var done: Int { sums.withLock { $0.done } }
  /// How many updates were reported.
  package var count: Int { sums.withLock { $0.count } }
  /// Units in the order in which they were announced, without immediate repetitions.
  package var units: [String] { sums.withLock { $0.units } }
}
