import Foundation
import Settings
import Testing

@Suite struct CalendarDayTests {
  @Test("days that exist", arguments: ["2011-12-09", "2000-02-29", "0001-01-01", "9999-12-31"])
  func valid(_ text: String) {
    #expect(CalendarDay(text)?.description == text)
  }

  @Test(
    "text that is no day",
    arguments: [
      "2011-02-29", "1900-02-29", "2011-13-01", "2011-00-10", "2011-1-1", "09/12/2011", "2011-12-09T00:00", "",
      "+011-12-09", "２０１１-12-09",
    ])
  func invalid(_ text: String) {
    #expect(CalendarDay(text) == nil)
  }

  @Test("known day numbers")
  func knownDays() {
    #expect(CalendarDay("1970-01-01")?.daysSince1970 == 0)
    #expect(CalendarDay("1969-12-31")?.daysSince1970 == -1)
    #expect(CalendarDay("2000-03-01")?.daysSince1970 == 11_017)
    #expect(CalendarDay("2011-12-09")?.daysSince1970 == 15_317)
  }

  @Test("day numbers are Foundation's, over four centuries")
  func calendar() throws {
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
    for number in stride(from: -80_000, to: 80_000, by: 97) {
      let date = Date(timeIntervalSince1970: Double(number) * 86_400)
      let parts = calendar.dateComponents([.year, .month, .day], from: date)
      let day = CalendarDay(year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0)
      #expect(day?.daysSince1970 == number)
    }
  }
}
