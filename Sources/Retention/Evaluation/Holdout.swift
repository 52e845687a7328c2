import CivilTime

/// What a model is tested on: later time, or other customers if the history is too short for that.
package enum Holdout: Sendable, Equatable {
  /// The label windows of training snapshots end before the test snapshot; `validation` is the last of at least three.
  case time(train: [Snapshot], validation: Snapshot?, test: Snapshot)
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
    if train.isEmpty {
      self = .customers(train: labelled, test: test)
    } else if train.count >= 3 {
      self = .time(train: Array(train.dropLast()), validation: train.last, test: test)
    } else {
      self = .time(train: train, validation: nil, test: test)
    }
  }

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
    case .time(_, _, let test), .customers(_, let test): test
    case .none: nil
    }
  }
}
