import CivilTime
import Testing

@Suite("Text of timestamps") struct ISOTextTests {
  @Test(
    "known timestamps",
    arguments: [
      (0, "1970-01-01 00:00:00"), (1_314_835_200_000_000, "2011-09-01 00:00:00"), (-1, "1969-12-31 23:59:59.999999"),
      (1, "1970-01-01 00:00:00.000001"), (500_000, "1970-01-01 00:00:00.5"), (120_340, "1970-01-01 00:00:00.12034"),
      (-62_135_596_800_000_000, "0001-01-01 00:00:00"), (253_402_300_799_999_999, "9999-12-31 23:59:59.999999"),
      (.max, "294247-01-10 04:00:54.775807"), (.min, "-290308-12-21 19:59:05.224192"),
    ] as [(Int64, String)])
  func known(timestamp: Int64, text: String) {
    #expect(timestampString(timestamp) == text)
    #expect(text.hasPrefix(dateString(Microseconds.day(of: timestamp))))
  }

  @Test("text is appended after existing bytes")
  func appending() {
    var bytes = Array("at ".utf8)
    bytes.append(timestamp: 15_317 * Microseconds.day + 8 * Microseconds.hour + 5 * Microseconds.minute)
    bytes.append(contentsOf: " on ".utf8)
    bytes.append(date: 15_317)
    #expect(String(decoding: bytes, as: UTF8.self) == "at 2011-12-09 08:05:00 on 2011-12-09")
  }
}

@Suite struct MicrosecondsTests {
  @Test("units of time")
  func lengths() {
    #expect(Microseconds.day == 86_400_000_000)
    #expect(Microseconds.hour == 3_600_000_000)
    #expect(Microseconds.minute == 60_000_000)
    #expect(Microseconds.second == 1_000_000)
  }

  @Test("a day lasts until just before the next midnight, even before 1970")
  func days() {
    let day = Microseconds.day
    for (time, expected) in [(0, 0), (day - 1, 0), (day, 1), (-1, -1), (-day, -1), (-day - 1, -2)] as [(Int64, Int32)] {
      #expect(Microseconds.day(of: time) == expected)
      #expect(Int64(expected) * day + Microseconds.sinceMidnight(of: time) == time)
    }
    #expect(Microseconds.day(of: .min) == -106_751_992)
    #expect(Microseconds.day(of: .max) == 106_751_991)
    #expect((0..<day).contains(Microseconds.sinceMidnight(of: .min)))
  }
}
