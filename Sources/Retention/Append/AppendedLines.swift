import CivilTime
package import Numerics

/// How lines that were appended to those of an earlier run lie in time.
package struct AppendedLines: Sendable, Equatable {
  /// Appended lines with a plausible time.
  package let count: Int
  /// Of these, how many lie before the last line of the earlier run.
  package let early: Int
  /// The day of the last line of the earlier run, at midnight.
  package let lastDay: Snapshot
}

extension SourceLines {
  /// Compares the times of appended lines with those before them.
  ///
  /// - Parameters:
  ///   - firstRow: of the appended lines.
  ///   - times: that an order can have; lines at others do not count.
  /// - Returns: nil where no line was appended, or none has a plausible time before.
  package func appended(
    from firstRow: Int, within times: Range<Int64>, context: ExecutionContext
  ) throws(Cancelled) -> AppendedLines? {
    let lasts = try mapBlocks(context) { range, rows in
      var last = Int64.min
      for row in range where row < firstRow && times.contains(rows.time[row]) { last = max(last, rows.time[row]) }
      return last
    }
    guard let last = lasts.max(), last > .min else { return nil }
    let counts = try mapBlocks(context) { range, rows in
      var counts = SIMD2<Int>.zero
      for row in range where row >= firstRow && times.contains(rows.time[row]) {
        counts &+= SIMD2(1, rows.time[row] < last ? 1 : 0)
      }
      return counts
    }.reduce(SIMD2<Int>.zero, &+)
    guard counts.x > 0 else { return nil }
    return AppendedLines(count: counts.x, early: counts.y, lastDay: Snapshot(day: Microseconds.day(of: last)))
  }
}
