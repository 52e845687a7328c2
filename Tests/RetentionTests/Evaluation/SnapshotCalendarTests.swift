import CivilTime
import Numerics
import Retention
import Testing

@Suite struct SnapshotCalendarTests {
  private func calendar(_ start: String, _ end: String, history: Int = 30, scoring: String? = nil) -> SnapshotCalendar {
    SnapshotCalendar(
      dataStart: Snapshot(start).time + 36_000_000_000, dataEnd: Snapshot(end).time + 46_200_000_000,
      minHistoryDays: history, scoring: scoring.map { Snapshot($0) })
  }

  private func days(_ texts: String...) -> [Snapshot] { texts.map { Snapshot($0) } }

  @Test("every time has a day, the first and the last that there are too")
  func days() {
    let day = Microseconds.day
    #expect([0, day - 1, day, -1, -day, -day - 1].map(Microseconds.day(of:)) == [0, 0, 1, -1, -1, -2])
    #expect(Microseconds.day(of: .max) == 106_751_991 && Microseconds.day(of: .min) == -106_751_992)
  }

  @Test("firsts of months with enough history behind them, and the day after the last line")
  func monthly() {
    #expect(calendar("2010-12-03", "2011-03-31").regular == days("2011-02-01", "2011-03-01"))
    // 30 days after the first line's date is a first of month: it counts.
    #expect(calendar("2011-01-02", "2011-02-01").regular == days("2011-02-01"))
    #expect(calendar("2011-01-03", "2011-02-01").regular == [])
    #expect(calendar("2011-01-03", "2011-02-01").scoring == Snapshot("2011-02-02"))
    #expect(calendar("2010-12-03", "2011-03-31").all == days("2011-02-01", "2011-03-01", "2011-04-01"))
  }

  @Test("over the turn of a year, a leap day, and before 1970")
  func calendars() {
    #expect(
      calendar("2011-10-15", "2012-03-05").regular
        == days("2011-12-01", "2012-01-01", "2012-02-01", "2012-03-01"))
    #expect(calendar("2012-01-31", "2012-03-05", history: 30).regular == days("2012-03-01"))
    #expect(calendar("1969-10-15", "1970-02-05").regular == days("1969-12-01", "1970-01-01", "1970-02-01"))
    #expect(calendar("1905-01-15", "1905-03-01").regular == days("1905-03-01"))
  }

  @Test("a scoring day of one's own ends the calendar")
  func asOf() {
    let calendar = calendar("2010-12-03", "2011-06-30", scoring: "2011-04-01")
    #expect(calendar.regular == days("2011-02-01", "2011-03-01"))
    #expect(calendar.scoring == Snapshot("2011-04-01"))
  }

  @Test("a label exists where its window ends at or before the last line")
  func labelled() {
    let end = Snapshot("2011-05-02")
    for (offset, expected) in [(0, 1), (-1, 0)] as [(Int64, Int)] {
      let calendar = SnapshotCalendar(
        dataStart: Snapshot("2010-12-03").time, dataEnd: end.time + offset, minHistoryDays: 30)
      // 2011-02-01 + 90 days is 2011-05-02.
      #expect(calendar.labelled(horizonDays: 90).count == expected)
    }
  }

  @Test("holdouts: by time where three train snapshots see enough, else by customer, and none")
  func holdouts() {
    let long = calendar("2010-11-15", "2011-12-09")
    #expect(
      Holdout(long, horizonDays: 90)
        == .time(
          train: days("2011-01-01", "2011-02-01", "2011-03-01", "2011-04-01", "2011-05-01", "2011-06-01"),
          test: Snapshot("2011-09-01")))
    // Three train snapshots, 02-01 to 04-01, the last with 90 days before it: too few.
    let labelled = days("2011-02-01", "2011-03-01", "2011-04-01", "2011-05-01", "2011-06-01", "2011-07-01")
    #expect(
      Holdout(calendar("2011-01-01", "2011-10-15"), horizonDays: 90)
        == .customers(train: labelled, test: Snapshot("2011-07-01")))
    // A month later 05-01, with 120 days before it, is the fourth.
    #expect(
      Holdout(calendar("2010-12-31", "2011-10-31"), horizonDays: 90)
        == .time(train: Array(labelled.prefix(4)), test: Snapshot("2011-08-01")))
    // Two train snapshots.
    #expect(
      Holdout(calendar("2011-01-01", "2011-09-15"), horizonDays: 90)
        == .customers(train: Array(labelled.prefix(5)), test: Snapshot("2011-06-01")))
    #expect(
      Holdout(calendar("2011-01-01", "2011-07-15"), horizonDays: 90)
        == .customers(train: days("2011-02-01", "2011-03-01", "2011-04-01"), test: Snapshot("2011-04-01")))
    // 2011-02-01 + 90 is 05-02 00:00; the last line is 04-20 12:50, 11 days and 11 hours before.
    #expect(Holdout(calendar("2011-01-01", "2011-04-20"), horizonDays: 90) == .none(missingDays: 12))
  }

  @Test("a train label window may end at the test snapshot's very midnight")
  func touching() {
    // 05-01 + 92 is 08-01, and 08-01 + 92 is 11-01.
    let calendar = calendar("2010-12-31", "2011-11-02")
    #expect(
      Holdout(calendar, horizonDays: 92)
        == .time(train: days("2011-02-01", "2011-03-01", "2011-04-01", "2011-05-01"), test: Snapshot("2011-08-01")))
  }

  @Test("folds depend on id and seed alone, and share customers evenly")
  func folds() {
    let folds = CustomerFolds(count: 5, seed: 42)
    let assigned = (0..<5000 as Range<UInt64>).map { folds.fold(idHash: $0) }
    #expect(assigned == (0..<5000 as Range<UInt64>).map { CustomerFolds(count: 5, seed: 42).fold(idHash: $0) })
    #expect(assigned != (0..<5000 as Range<UInt64>).map { CustomerFolds(count: 5, seed: 43).fold(idHash: $0) })
    for fold in 0..<5 {
      // 1,000 expected, standard deviation 28.
      #expect(abs(assigned.count { $0 == fold } - 1000) < 140)
    }
  }
}
