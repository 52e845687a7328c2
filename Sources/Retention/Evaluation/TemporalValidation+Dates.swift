import Numerics

extension TemporalValidation {
  func snapshotDates(_ dates: [Snapshot], _ calendar: SnapshotCalendar) -> Check {
    let disordered = zip(dates, dates.dropFirst()).filter { $0 >= $1 }.count
    let late = dates.filter { $0 > calendar.scoring }.count
    let early = dates.filter { $0.time <= calendar.dataStart }.count
    let unfinished = dates.last == calendar.scoring ? 0 : 1
    return Check(
      name: "snapshot_dates_valid", compared: dates.count, violations: disordered + late + early + unfinished,
      detail: "snapshots ascend, begin after the first line, and end with the scoring snapshot")
  }

  func labelWindows(_ entry: StageHoldout, _ windowDays: Int) -> Check {
    let snapshots: [Snapshot]
    switch entry.holdout {
    case .time(let train, let test), .customers(let train, let test): snapshots = train + [test]
    case .none: snapshots = []
    }
    // Features read [S − window, S), labels [S, S + horizon): they overlap only if a window is not positive.
    let violations = snapshots.filter {
      $0.adding(days: -windowDays) >= $0 || $0 >= $0.adding(days: entry.horizonDays)
    }.count
    return Check(
      name: "\(entry.name)_label_window_disjoint", compared: snapshots.count, violations: violations,
      detail: "features end where the \(entry.horizonDays)-day label window begins")
  }

  func trainBeforeTest(_ entry: StageHoldout) -> Check {
    let name = "\(entry.name)_train_labels_before_test"
    switch entry.holdout {
    case .time(let train, let test):
      return Check(
        name: name, compared: train.count,
        violations: train.filter { $0.adding(days: entry.horizonDays) > test }.count,
        detail: "every train label window ends at or before the test snapshot")
    case .customers:
      return Check(
        name: name, compared: 0, violations: 0, detail: "holdout by customer: no customer is in train and test")
    case .none:
      return Check(name: name, compared: 0, violations: 0, detail: "no labelled snapshot")
    }
  }
}
