import CivilTime

/// The snapshots of a data set: the first of every month (or every Monday) with enough history before it, and the
/// scoring snapshot.
package struct SnapshotCalendar: Sendable, Equatable {
  /// Firsts of months (or Mondays) from `minHistoryDays` after the first line's day to the last line's day; ascending.
  package let regular: [Snapshot]
  /// The day after the last line, on which customers are scored.
  package let scoring: Snapshot
  /// Time of the first line, in microseconds since 1970-01-01.
  package let dataStart: Int64
  /// Time of the last line, in microseconds since 1970-01-01.
  package let dataEnd: Int64

  /// All snapshots of the feature store, ascending; the scoring one is last.
  package var all: [Snapshot] { regular + [scoring] }

  /// - Parameters:
  ///   - dataStart: time of the first line in microseconds.
  ///   - dataEnd: time of the last line in microseconds.
  ///   - minHistoryDays: days between the first line's date and the first snapshot.
  ///   - scoring: overrides the day after the last line (`--as-of`).
  ///   - frequency: of the snapshots before the scoring one.
  package init(
    dataStart: Int64, dataEnd: Int64, minHistoryDays: Int,
    frequency: FeatureSettings.SnapshotFrequency = .monthly, scoring: Snapshot? = nil
  ) {
    self.dataStart = dataStart
    self.dataEnd = dataEnd
    let scoring = scoring ?? Snapshot(day: Microseconds.day(of: dataEnd) + 1)
    self.scoring = scoring
    let earliest = Microseconds.day(of: dataStart) + Int32(minHistoryDays)
    let latest = min(Microseconds.day(of: dataEnd), scoring.day - 1)
    switch frequency {
    case .monthly: regular = firstsOfMonths(from: earliest, through: latest).map(Snapshot.init)
    case .weekly: regular = mondays(from: earliest, through: latest).map(Snapshot.init)
    }
  }

  /// The snapshots that the settings ask for.
  package init(dataStart: Int64, dataEnd: Int64, settings: FeatureSettings, scoring: Snapshot? = nil) {
    self.init(
      dataStart: dataStart, dataEnd: dataEnd, minHistoryDays: settings.minHistoryDays,
      frequency: settings.snapshotFrequency, scoring: scoring)
  }

  /// Snapshots whose label window [S, S + `horizonDays`) lies inside the data, ascending.
  package func labelled(horizonDays: Int) -> [Snapshot] {
    regular.filter { $0.adding(days: horizonDays).time <= dataEnd }
  }
}
