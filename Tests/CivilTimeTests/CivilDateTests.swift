import CivilTime
import Foundation
import Testing

@Suite struct CivilDateTests {
  @Test(
    "known day numbers",
    arguments: [
      ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2000-03-01", 11_017), ("2010-12-01", 14_944),
      ("2011-12-09", 15_317), ("0001-01-01", -719_162), ("9999-12-31", 2_932_896),
    ])
  func knownDays(text: String, days: Int32) throws {
    let date = try #require(CivilDate(text))
    #expect(date.daysSince1970 == days)
    #expect(CivilDate(daysSince1970: days) == date)
    #expect(date.description == text)
  }

  @Test("day numbers are consecutive from 1600 to 2400 and convert back to dates")
  func consecutive() throws {
    var expected = try #require(CivilDate("1600-01-01")).daysSince1970
    for year in 1600...2400 {
      for month in 1...12 {
        for day in 1...CivilDate.dayCount(ofMonth: month, year: year) {
          let date = CivilDate(year: year, month: month, day: day)
          guard date?.daysSince1970 == expected, CivilDate(daysSince1970: expected) == date else {
            Issue.record("\(year)-\(month)-\(day)")
            return
          }
          expected += 1
        }
      }
    }
  }

  @Test("dates and weekdays agree with Foundation over four centuries")
  func calendar() throws {
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
    for number in stride(from: -80_000, to: 80_000, by: 97) {
      let date = Date(timeIntervalSince1970: Double(number) * 86_400)
      let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: date)
      let day = CivilDate(daysSince1970: Int32(number))
      #expect([day.year, day.month, day.day] == [parts.year, parts.month, parts.day])
      #expect(day.weekday == ((parts.weekday ?? 0) + 5) % 7)
    }
  }

  @Test("every fourth year is a leap year, but only every fourth century year")
  func leapYears() {
    #expect([1600, 2000, 2024, 2400, 0, -4, -400].allSatisfy(CivilDate.isLeap))
    #expect(![1700, 1900, 2023, 2100, 2200, -1, -100].contains(where: CivilDate.isLeap))
    #expect(CivilDate(year: 1900, month: 2, day: 29) == nil)
    #expect((1...12).map { CivilDate.dayCount(ofMonth: $0, year: 2023) }.reduce(0, +) == 365)
    #expect((1...12).map { CivilDate.dayCount(ofMonth: $0, year: 2024) }.reduce(0, +) == 366)
  }

  @Test(
    "dates that do not exist are rejected",
    arguments: [(2011, 0, 1), (2011, 13, 1), (2011, 4, 31), (2011, 1, 0), (2011, 1, -1)])
  func nonexistent(year: Int, month: Int, day: Int) {
    #expect(CivilDate(year: year, month: month, day: day) == nil)
  }

  @Test("the first and last day of an Int32 are converted, and years beyond them are rejected")
  func farYears() {
    for days in [Int32.min, .min + 1, -719_528, .max - 1, .max] {
      let date = CivilDate(daysSince1970: days)
      #expect(date.daysSince1970 == days)
    }
    #expect(CivilDate(daysSince1970: .max).description == "5881580-07-11")
    #expect(CivilDate(daysSince1970: .min).description == "-5877641-06-23")
    #expect(CivilDate(daysSince1970: -719_528).description == "0000-01-01")
    for year in [Int.min, -6_000_000, 6_000_000, .max] { #expect(CivilDate(year: year, month: 1, day: 1) == nil) }
  }

  @Test("weekdays count from Monday")
  func weekdays() {
    #expect(CivilDate("1970-01-01")?.weekday == 3)
    #expect(CivilDate("2010-12-01")?.weekday == 2)
    #expect(CivilDate("1969-12-28")?.weekday == 6)
    #expect(CivilDate.weekday(ofDaysSince1970: .min) == (Int(Int32.min) + 7_000_000_000 + 3) % 7)
  }

  @Test(
    "adding months gives the same day, or the last day of a shorter month",
    arguments: [
      ("2011-01-31", 1, "2011-02-28"), ("2011-01-31", 13, "2012-02-29"), ("2011-12-09", 1, "2012-01-09"),
      ("2012-03-31", -1, "2012-02-29"), ("2012-01-15", -13, "2010-12-15"), ("2012-01-15", 0, "2012-01-15"),
    ])
  func addingMonths(start: String, months: Int, end: String) {
    #expect(CivilDate(start)?.adding(months: months).description == end)
  }

  @Test(
    "text that is not a date is rejected",
    arguments: [
      "2011-02-29", "1900-02-29", "2011-13-01", "2011-00-10", "2011-1-1", "09/12/2011", "2011-12-09T00:00", "",
      "+011-12-09", "0000-01-01", "2011-12-0x", "２０１１-12-09", "2011‑12-09", " 2011-12-9",
    ])
  func invalid(_ text: String) {
    #expect(CivilDate(text) == nil)
  }

  @Test("earlier days are smaller")
  func order() throws {
    let days = try ["2010-12-31", "2011-01-01", "2011-01-02", "2011-02-01"].map { try #require(CivilDate($0)) }
    #expect(days.shuffled().sorted() == days)
  }
}
