import CivilTime
import Tables

/// A midnight S at which customers are described by what was known before it, in [S − window, S).
package struct Snapshot: Sendable, Hashable, Comparable {
  /// Days since 1970-01-01.
  package let day: Int32

  /// - Parameter day: days since 1970-01-01.
  package init(day: Int32) { self.day = day }

  /// S in microseconds since 1970-01-01.
  package var time: Int64 { Int64(day) * Microseconds.day }

  /// The midnight `days` later, or earlier where negative.
  package func adding(days: Int) -> Snapshot { Snapshot(day: day + Int32(days)) }

  /// Whole days of 24 hours from an earlier time to S: what people are told of how long ago something was.
  ///
  /// - Parameter time: microseconds since 1970-01-01.
  package func wholeDays(since time: Int64) -> Int { Int((self.time - time) / Microseconds.day) }

  package static func < (first: Snapshot, second: Snapshot) -> Bool { first.day < second.day }
}

extension Snapshot: CustomStringConvertible {
  /// `yyyy-mm-dd`.
  package var description: String { dateString(day) }
}
