import Numerics

extension TemporalValidation {
  func snapshotDates(_ table: FeatureTable, _ calendar: SnapshotCalendar) -> Check {
    let dates = table.snapshots.map(\.snapshot)
    let disordered = zip(dates, dates.dropFirst()).filter { $0 >= $1 }.count
    let late = dates.filter { $0 > calendar.scoring }.count
    let early = dates.filter { $0.time <= calendar.dataStart }.count
    let unfinished = dates.last == calendar.scoring ? 0 : 1
    return Check(
      name: "snapshot_dates_valid", compared: dates.count, violations: disordered + late + early + unfinished,
      detail: "snapshots ascend, begin after the first line, and end with the scoring snapshot")
  }

  /// The values of a row must fit its window: 0 ≤ recency ≤ days since first purchase ≤ window.
  func windows(_ table: FeatureTable, _ context: ExecutionContext) throws(Cancelled) -> Check {
    var violations = 0
    context.progress.expect(table.rows, unit: "rows")
    for block in table.snapshots {
      try context.forEachBlock(of: block.rows) { rows in
        for row in rows {
          let (recency, first) = (block[row, .recencyDays], block[row, .daysSinceFirstPurchase])
          if !(0 <= recency && recency <= first && first <= Double(table.windowDays)) { violations += 1 }
        }
        context.progress.advance(by: rows.count)
      }
    }
    return Check(
      name: "observation_windows_valid", compared: table.rows, violations: violations,
      detail: "0 <= recency <= days since first purchase <= \(table.windowDays) in every row")
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
