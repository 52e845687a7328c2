import CivilTime
public import Numerics

/// How lines that were added to others lie in time.
public struct AddedLines: Sendable, Equatable {
  /// With a readable time.
  public let count: Int
  /// Of these, how many lie before the last of the others.
  public let early: Int
  /// The day of the last of the others, at midnight.
  public let lastDay: Snapshot
}

extension SourceLines {
  /// nil where no line was added, or none has a readable time before.
  ///
  /// - Parameters:
  ///   - firstRow: of the added lines.
  ///   - times: that an order can have; others do not count.
  public func added(from firstRow: Int, within times: Range<Int64>, parallelism: Parallelism) -> AddedLines? {
    let lasts = mapBlocks(parallelism) { range, rows in
      var last = Int64.min
      for row in range where row < firstRow && times.contains(rows.time[row]) { last = max(last, rows.time[row]) }
      return last
    }
    guard let last = lasts.max(), last > .min else { return nil }
    let counts = mapBlocks(parallelism) { range, rows in
      var counts = SIMD2<Int>.zero
      for row in range where row >= firstRow && times.contains(rows.time[row]) {
        counts &+= SIMD2(1, rows.time[row] < last ? 1 : 0)
      }
      return counts
    }.reduce(SIMD2<Int>.zero, &+)
    guard counts.x > 0 else { return nil }
    return AddedLines(count: counts.x, early: counts.y, lastDay: Snapshot(day: Microseconds.day(of: last)))
  }
}
