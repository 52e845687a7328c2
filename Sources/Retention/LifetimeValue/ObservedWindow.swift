import CivilTime

/// How much of a snapshot's observation window the data cover: early snapshots look back on less than a whole window, and
/// what customers spent in one month must not be taken for what they spend in six.
package struct ObservedWindow: Sendable, Hashable, Codable {
  package let windowDays: Int
  /// Day of the first line, in days since 1970-01-01.
  package let firstDay: Int32

  /// - Parameter dataStart: time of the first line in microseconds.
  package init(windowDays: Int, dataStart: Int64) {
    self.windowDays = windowDays
    firstDay = Microseconds.day(of: dataStart)
  }

  /// Factor that makes spend of the observed part spend of a whole window; at least 1.
  package func expansion(at snapshot: Snapshot) -> Double {
    Double(windowDays) / Double(min(max(Int(snapshot.day - firstDay), 1), windowDays))
  }
}
