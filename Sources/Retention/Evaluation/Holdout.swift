import CivilTime

/// What a model is tested on: later time, or other customers if the history is too short for that.
package enum Holdout: Sendable, Equatable {
  /// The label windows of training snapshots end before the test snapshot. There are at least `leastSnapshots`, the
  /// latest with at least `leastObservedDays` of data before it: fewer see no season change, and customers are younger
  /// there than at the test.
  case time(train: [Snapshot], test: Snapshot)
  /// Five folds of customers; each is tested at `test` by a model that saw none of its customers at any snapshot.
  case customers(train: [Snapshot], test: Snapshot)
  /// No snapshot has a label yet: the data ends `missingDays` too early.
  case none(missingDays: Int)

  /// - Parameters:
  ///   - calendar: the data's snapshots.
  ///   - horizonDays: length of the label window.
  package init(_ calendar: SnapshotCalendar, horizonDays: Int) {
    let labelled = calendar.labelled(horizonDays: horizonDays)
    guard let test = labelled.last else {
      let first = calendar.regular.first ?? calendar.scoring
      let short = first.adding(days: horizonDays).time - calendar.dataEnd
      self = .none(missingDays: Int((short + Microseconds.day - 1) / Microseconds.day))
      return
    }
    let train = labelled.filter { $0.adding(days: horizonDays) <= test }
    let latest = train.last.map { ($0.time - calendar.dataStart) / Microseconds.day } ?? 0
    if train.count >= Self.leastSnapshots, latest >= Self.leastObservedDays {
      self = .time(train: train, test: test)
    } else {
      self = .customers(train: labelled, test: test)
    }
  }

  /// Fewest training snapshots of a holdout by time.
  static let leastSnapshots = 3
  /// Fewest days of data before the last of them.
  static let leastObservedDays = 120

  /// `time` or `customer`, as in `metrics.json`; nil without a labelled snapshot.
  package var kind: String? {
    switch self {
    case .time: "time"
    case .customers: "customer"
    case .none: nil
    }
  }

  /// The test snapshot; nil without a labelled snapshot.
  package var test: Snapshot? {
    switch self {
    case .time(_, let test), .customers(_, let test): test
    case .none: nil
    }
  }
}
