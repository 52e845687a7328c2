import Numerics
import Retention
import Tables
import TestSupport
import Testing

@Suite struct TemporalValidationTests {
  private static let s = Snapshot("2011-09-01")

  /// A feature store, and the log it was made from.
  private struct Store {
    let histories: CustomerHistories
    let calendar: SnapshotCalendar
    var table: FeatureTable

    init(_ lines: TransactionLines) {
      histories = uncancelled { (context) throws(Cancelled) in
        try CustomerHistories(sorting: lines, context: context)
      }
      calendar = SnapshotCalendar(
        dataStart: lines.time.min() ?? 0, dataEnd: lines.time.max() ?? 0, minHistoryDays: 30)
      table = lines.features(at: calendar.all)
    }

    var holdouts: [(name: String, horizonDays: Int, holdout: Holdout)] {
      [("churn", 30, Holdout(calendar, horizonDays: 30))]
    }

    /// Names of the checks that fail.
    func failures(
      _ holdouts: [(name: String, horizonDays: Int, holdout: Holdout)]? = nil, threads: Int = 1
    ) -> [String] {
      uncancelled(threads: threads) { (context) throws(Cancelled) in
        try TemporalValidation(sampleSize: 300, injectedLines: 8, seed: 1).checks(
          of: table, calendar: calendar, histories: histories, minOrders: 1, holdouts: holdouts ?? self.holdouts,
          context: context)
      }.filter { !$0.passed }.map(\.name)
    }

    /// Changes one feature in every row.
    mutating func change(_ feature: Feature, _ change: (Double) -> Double) {
      let blocks = table.snapshots.map { block in
        var block = block
        for row in 0..<block.rows {
          block.values[row, feature.rawValue] = change(block.values[row, feature.rawValue])
        }
        return block
      }
      table = FeatureTable(windowDays: table.windowDays, snapshots: blocks)
    }

    /// The same values under other dates.
    mutating func date(_ date: (Snapshot) -> Snapshot) {
      table = FeatureTable(
        windowDays: table.windowDays,
        snapshots: table.snapshots.map {
          SnapshotFeatures(snapshot: date($0.snapshot), customers: $0.customers, values: $0.values)
        })
    }
  }

  private static let good = Store(RandomShop.lines(seed: 40, customers: 150, at: s))

  @Test("a store made from its log passes, for any number of threads")
  func passes() {
    #expect(Self.good.failures() == [])
    #expect(Self.good.failures(threads: 3) == [])
  }

  @Test("every check says what it compared")
  func counts() throws {
    let checks = try TemporalValidation(sampleSize: 300, injectedLines: 8, seed: 1).checks(
      of: Self.good.table, calendar: Self.good.calendar, histories: Self.good.histories, minOrders: 1,
      holdouts: Self.good.holdouts, context: .serial)
    #expect(
      checks.map(\.name) == [
        "snapshot_dates_valid", "observation_windows_valid", "future_row_injection", "recomputation",
        "churn_label_window_disjoint", "churn_train_labels_before_test",
      ])
    #expect(checks[0].compared == Self.good.table.snapshots.count)
    #expect(checks[1].compared == Self.good.table.rows)
    #expect(checks[2].compared == 300)
    #expect(checks[3].compared == 300)
    #expect(checks.allSatisfy { $0.compared > 0 })
  }

  @Test("a day's shift of all dates is seen by computing again")
  func shiftedDates() {
    var store = Self.good
    store.date { $0.adding(days: -1) }
    #expect(store.failures().contains("future_row_injection"))
    #expect(store.failures().contains("recomputation"))
  }

  @Test("dates after the scoring snapshot, before the first line, or out of order are not valid")
  func invalidDates() {
    for change in [
      { $0.adding(days: 1) }, { $0.adding(days: -1) }, { $0.adding(days: -400) }, { _ in Self.s },
    ] as [@Sendable (Snapshot) -> Snapshot] {
      var store = Self.good
      store.date(change)
      #expect(store.failures().contains("snapshot_dates_valid"))
    }
  }

  @Test("a store that does not end with the scoring snapshot is not valid")
  func noScoring() {
    var store = Self.good
    store.table = FeatureTable(windowDays: 180, snapshots: Array(store.table.snapshots.dropLast()))
    #expect(store.failures() == ["snapshot_dates_valid"])
  }

  @Test("recency and age beyond the window, or the wrong way round, are not valid")
  func invalidWindows() {
    for (feature, value) in [(Feature.recencyDays, -1.0), (.recencyDays, 181), (.daysSinceFirstPurchase, 181)] {
      var store = Self.good
      store.change(feature) { _ in value }
      #expect(store.failures().contains("observation_windows_valid"))
    }
  }

  @Test("the last bit of any feature is seen", arguments: Feature.allCases)
  func oneBit(feature: Feature) {
    var store = Self.good
    store.change(feature) { $0.isNaN ? 0 : $0.nextUp }
    #expect(store.failures().contains("future_row_injection"), "\(feature.name)")
  }

  @Test("a millionth of any feature is seen by the second implementation", arguments: Feature.allCases)
  func oneMillionth(feature: Feature) {
    var store = Self.good
    store.change(feature) { $0.isNaN ? 0 : $0 * 1.000001 + 0.000001 }
    #expect(store.failures().contains("recomputation"), "\(feature.name)")
  }

  @Test("null where there is a value is seen")
  func lostValue() {
    var store = Self.good
    store.change(.gapMean) { _ in .nan }
    #expect(Set(store.failures()) == ["future_row_injection", "recomputation"])
  }

  @Test("features that saw a month of the future are seen, and so are features of a log whose future was moved back")
  func leaks() {
    var ahead = Self.good
    let blocks = ahead.table.snapshots.map { block in
      let later = ahead.histories.transactions.features(at: [block.snapshot.adding(days: 30)]).snapshots[0]
      return SnapshotFeatures(snapshot: block.snapshot, customers: later.customers, values: later.values)
    }
    ahead.table = FeatureTable(windowDays: 180, snapshots: blocks)
    #expect(ahead.failures().contains("future_row_injection"))
    #expect(ahead.failures().contains("recomputation"))

    var moved = Self.good
    let snapshot = Snapshot("2011-07-01")
    var lines = moved.histories.transactions
    for line in 0..<lines.count where lines.time[line] >= snapshot.time { lines.time[line] = snapshot.time - 1 }
    moved.table = lines.features(at: [snapshot])
    #expect(moved.failures().contains("future_row_injection"))
    #expect(moved.failures().contains("recomputation"))
  }

  @Test("train labels that reach past the test snapshot, and empty label windows, are not valid")
  func holdouts() {
    let (may, june) = (Snapshot("2011-05-01"), Snapshot("2011-06-01"))
    let late = Holdout.time(train: [may], test: june)
    #expect(Self.good.failures([("churn", 31, late)]) == [])
    #expect(Self.good.failures([("churn", 32, late)]) == ["churn_train_labels_before_test"])
    let several = Holdout.time(train: [Snapshot("2011-03-01"), may], test: june)
    #expect(Self.good.failures([("clv", 32, several)]) == ["clv_train_labels_before_test"])
    #expect(Self.good.failures([("clv", 0, late)]) == ["clv_label_window_disjoint"])
    #expect(Self.good.failures([("clv", 180, .none(missingDays: 3))]) == [])
  }
}
