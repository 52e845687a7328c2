import Retention
import Settings
import Tables
import Testing
import Text

@Suite struct TimesTests {
  private func lines(_ times: [String], _ settings: String = "") throws -> SourceLines {
    let header = "customer_id,order_id,product_id,order_datetime,quantity,unit_price"
    return try ingest(
      ([header] + times.map { "a,1,p,\"\($0)\",1,1" } + [""]).joined(separator: "\n"), settings: settings)
  }

  private func time(_ day: String, _ hour: Int64 = 0, _ minute: Int64 = 0, _ second: Int64 = 0) -> Int64 {
    Snapshot(day).time + ((hour * 60 + minute) * 60 + second) * 1_000_000
  }

  @Test("ISO dates and times, to the microsecond")
  func iso() throws {
    let lines = try lines(["2011-09-01", "2011-09-01 08:26:05", "2011-09-01T08:26", " 2011/09/01 23:59:59.999999 "])
    #expect(
      lines.time == [
        time("2011-09-01"), time("2011-09-01", 8, 26, 5), time("2011-09-01", 8, 26),
        time("2011-09-02") - 1,
      ])
  }

  @Test("day-first dates are known by a day above 12 anywhere in the input")
  func dayFirst() throws {
    #expect(
      try lines(["01/02/2011 8:26", "13/02/2011"]).time == [time("2011-02-01", 8, 26), time("2011-02-13")])
    #expect(try lines(["1/2/2011", "2/13/2011"]).time == [time("2011-01-02"), time("2011-02-13")])
    #expect(try lines(["01.02.2011", "31.12.10"]).time == [time("2011-02-01"), time("2010-12-31")])
  }

  @Test("a later file can show the order of an earlier one")
  func acrossFiles() throws {
    let lines = try ingest(canonical("a,1,p,1/2/2011,1,1"), canonical("a,1,p,25/2/2011,1,1"))
    #expect(lines.time == [time("2011-02-01"), time("2011-02-25")])
  }

  @Test("dates that fit both orders are refused, until the order is set")
  func ambiguous() throws {
    #expect(throws: IngestError.ambiguousDates(example: "03/04/2011", file: "1.csv")) {
      try lines(["03/04/2011", "05/06/2011 10:00"])
    }
    #expect(try lines(["03/04/2011"], "ingest: {date_order: day_first}").time == [time("2011-04-03")])
    #expect(try lines(["03/04/2011"], "ingest: {date_order: month_first}").time == [time("2011-03-04")])
  }

  @Test("both orders in one column are refused, too")
  func bothOrders() throws {
    #expect(throws: IngestError.ambiguousDates(example: "13/04/2011", file: "1.csv")) {
      try lines(["13/04/2011", "04/13/2011"])
    }
  }

  @Test("a column without any date is refused; single texts among dates are unreadable cells")
  func unreadable() throws {
    #expect(throws: IngestError.noReadableDate(example: "soon", header: "order_datetime", file: "1.csv")) {
      try lines(["soon", "", "later"])
    }
    let mixed = try lines(["2011-09-01", "soon", "", "2011-02-30"])
    #expect(
      mixed.time == [time("2011-09-01"), SourceLines.unknownTime, SourceLines.unknownTime, SourceLines.unknownTime])
    #expect(mixed.unreadable.map(\.text) == ["soon", "2011-02-30"])
    #expect(mixed.unreadable.map(\.row) == [1, 3])
  }

  @Test("times with an offset are turned to the shop's zone where one is set, winter and summer")
  func zone() throws {
    let texts = ["2011-01-15T10:00:00Z", "2011-07-15T10:00:00+02:00", "2011-07-15 23:30:00Z", "2011-07-15 10:00:00"]
    #expect(
      try lines(texts, "ingest: {timezone: Europe/London}").time == [
        time("2011-01-15", 10), time("2011-07-15", 9), time("2011-07-16", 0, 30), time("2011-07-15", 10),
      ])
    // Without a zone, times are as they are written.
    #expect(
      try lines(texts).time == [
        time("2011-01-15", 10), time("2011-07-15", 10), time("2011-07-15", 23, 30), time("2011-07-15", 10),
      ])
  }

  @Test("the hour that summer time skips does not come, and the one that it repeats comes twice")
  func daylightSaving() throws {
    let texts = [
      "2011-03-27T00:59:59Z", "2011-03-27T01:00:00Z", "2011-10-30T00:30:00Z", "2011-10-30T01:30:00Z",
      "2011-10-30T01:30:00+01:00", "2011-03-26T19:00:00-05:00",
    ]
    #expect(
      try lines(texts, "ingest: {timezone: Europe/London}").time == [
        time("2011-03-27", 0, 59, 59), time("2011-03-27", 2), time("2011-10-30", 1, 30), time("2011-10-30", 1, 30),
        time("2011-10-30", 1, 30), time("2011-03-27", 0),
      ])
  }

  @Test("spreadsheets' dates, half days and months by name")
  func spellings() throws {
    #expect(
      try lines(["01.12.2010 08:26", "31.12.2010 18:05:09"]).time
        == [time("2010-12-01", 8, 26), time("2010-12-31", 18, 5, 9)])
    #expect(
      try lines(["12/1/2010 8:26 AM", "12/31/10 12:05 am"]).time
        == [time("2010-12-01", 8, 26), time("2010-12-31", 0, 5)])
    #expect(
      try lines(["1. Dezember 2010 08:26", "Jan 2, 2011"]).time == [time("2010-12-01", 8, 26), time("2011-01-02")])
  }

  @Test("the ends of the calendar: year 0 is none, years 1 and 9999 are read")
  func ends() throws {
    let lines = try lines(["0000-01-01", "0001-01-01", "9999-12-31 23:59:59", "10000-01-01"])
    #expect(
      lines.time == [
        SourceLines.unknownTime, time("0001-01-01"), time("9999-12-31", 23, 59, 59), SourceLines.unknownTime,
      ])
    #expect(lines.unreadable.map(\.text) == ["0000-01-01", "10000-01-01"])
  }

  @Test("a date as long as a book makes no message as long")
  func longDate() throws {
    let novel = String(repeating: "soon ", count: 100_000)
    #expect(throws: IngestError.noReadableDate(example: excerpt(novel), header: "order_datetime", file: "1.csv")) {
      try lines([novel])
    }
  }
}
