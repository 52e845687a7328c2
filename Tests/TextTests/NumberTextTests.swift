import Testing
import Text

@Suite("Numbers in text") struct NumberTextTests {
  @Test(
    "thousands are grouped",
    arguments: [
      (0, "0"), (7, "7"), (999, "999"), (1000, "1,000"), (541_909, "541,909"), (-1234, "-1,234"), (-999, "-999"),
      (.max, "9,223,372,036,854,775,807"), (.min, "-9,223,372,036,854,775,808"),
    ])
  func thousands(value: Int, text: String) {
    #expect(grouped(value) == text)
  }

  @Test("singular and plural")
  func counts() {
    #expect((0...2).map { counted($0, "error") } == ["0 errors", "1 error", "2 errors"])
    #expect(counted(-1, "day") == "-1 days")
    #expect([[], ["a"], ["a", "b"], ["a", "b", "c"]].map(listed) == ["", "a", "a and b", "a, b and c"])
    #expect(counted(1.5, "day") == "1.5 days")
    #expect(counted(1.0, "day", as: "1") == "1 day")
    #expect(counted(541_909, "row", as: grouped(541_909)) == "541,909 rows")
  }

  @Test(
    "durations from tenths of a second to days",
    arguments: [
      (0, "0.0 s"), (-3, "0.0 s"), (0.04, "0.0 s"), (0.44, "0.4 s"), (9.94, "9.9 s"), (9.96, "10 s"), (59.4, "59 s"),
      (59.6, "1 min 00 s"), (65, "1 min 05 s"), (185, "3 min 05 s"), (3599.4, "59 min 59 s"), (3600, "1 h 00 min"),
      (7620, "2 h 07 min"),
      (360_000, "100 h 00 min"), (1e9, "a long time"), (.infinity, "a long time"), (.nan, "a long time"),
    ])
  func durations(seconds: Double, text: String) {
    #expect(duration(seconds) == text)
  }

  @Test("padding fills up to the width and leaves wider text as it is")
  func padding() {
    #expect("ab".padded(to: 4) + "|" == "ab  |")
    #expect("ab".leftPadded(to: 4) == "  ab")
    #expect("7".leftPadded(to: 3, with: "0") == "007")
    #expect("".padded(to: 2) == "  ")
    #expect("abc".padded(to: 2) == "abc" && "abc".leftPadded(to: -1) == "abc")
    #expect("né".leftPadded(to: 3) == " né")
  }
}
