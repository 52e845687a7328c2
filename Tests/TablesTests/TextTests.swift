import CivilTime
import Foundation
import Numerics
import Tables
import Testing

@Suite("Timestamps") struct TimestampTests {
  @Test(
    "times that are read in any order",
    arguments: [
      ("2010-12-01 08:26:00", 1_291_191_960_000_000, nil), ("2010-12-01T08:26", 1_291_191_960_000_000, nil),
      ("2010-12-01", 1_291_161_600_000_000, nil), (" 20101201 ", 1_291_161_600_000_000, nil),
      ("2010/12/1 8:26", 1_291_191_960_000_000, nil), ("2010-12-01 08:26:00.5", 1_291_191_960_500_000, nil),
      ("2010-12-01 08:26:00.1234567891", 1_291_191_960_123_456, nil),
      ("2010-12-01T08:26:00Z", 1_291_191_960_000_000, 0),
      ("2010-12-01T08:26:00+01:00", 1_291_191_960_000_000, 60),
      ("2010-12-01 08:26:00 UTC", 1_291_191_960_000_000, 0),
      ("20101201082600", 1_291_191_960_000_000, nil), ("201012010826", 1_291_191_960_000_000, nil),
      ("20101201T082600Z", 1_291_191_960_000_000, 0), ("20101201T0826", 1_291_191_960_000_000, nil),
      ("2010-12-01 08:26:00 GMT+0100", 1_291_191_960_000_000, 60),
      ("2010-12-01 08:26:00 +0000 UTC", 1_291_191_960_000_000, 0),
      ("Wed Dec 01 2010 08:26:00 GMT+0000", 1_291_191_960_000_000, 0),
      ("Wed Dec 01 2010 08:26:00 GMT+0100 (Central European Standard Time)", 1_291_191_960_000_000, 60),
      ("Wed Dec 01 08:26:00 GMT 2010", 1_291_191_960_000_000, 0),
      ("Wed Dec 01 08:26:00 +0000 2010", 1_291_191_960_000_000, 0),
      ("Wed Dec  1 08:26:00 2010", 1_291_191_960_000_000, nil),
      ("Wednesday, December 01, 2010", 1_291_161_600_000_000, nil),
      ("Wednesday, 1 December 2010", 1_291_161_600_000_000, nil), ("1 Dec 2010", 1_291_161_600_000_000, nil),
      ("Dec 1, 2010 8:26 AM", 1_291_191_960_000_000, nil),
      ("Dec 1, 2010 at 8:26\u{202f}AM", 1_291_191_960_000_000, nil),
      ("Dec 1, 2010 8:26 a.m.", 1_291_191_960_000_000, nil), ("1 dic 2010 8:26 a. m.", 1_291_191_960_000_000, nil),
      ("1st December 2010", 1_291_161_600_000_000, nil), ("01DEC2010", 1_291_161_600_000_000, nil),
      ("December 1st, 2010", 1_291_161_600_000_000, nil),
      ("mer. 1 déc. 2010", 1_291_161_600_000_000, nil), ("mar. 30 nov. 2010", 1_291_075_200_000_000, nil),
      ("2010-12-01 08:26-0530", 1_291_191_960_000_000, -330), ("1969-12-31 23:59:59.999999", -1, nil),
    ] as [(String, Int64, Int?)])
  func iso(text: String, microseconds: Int64, offset: Int?) {
    for order in DateOrder.allCases {
      #expect(
        parseTimestamp(text, order: order)
          == ParsedTimestamp(microseconds: microseconds, offsetMinutes: offset))
    }
  }

  @Test("slashed dates follow the order")
  func orders() {
    func date(_ text: String, _ order: DateOrder) -> String? {
      parseTimestamp(text, order: order).map { timestampString($0.microseconds) }
    }
    #expect(date("1/12/2010 8:26", .dayFirst) == "2010-12-01 08:26:00")
    #expect(date("12/1/2010 8:26", .monthFirst) == "2010-12-01 08:26:00")
    #expect(date("01.12.10", .dayFirst) == "2010-12-01 00:00:00")
    #expect(date("12-1-2010 8:26 PM", .monthFirst) == "2010-12-01 20:26:00")
    #expect(date("12/1/2010 12:00:05 am", .monthFirst) == "2010-12-01 00:00:05")
    #expect(date("12/1/2010", .yearFirst) == nil)
    #expect(date("13/13/2010", .dayFirst) == nil)
  }

  @Test(
    "what is no time",
    arguments: [
      "", "yesterday", "2010-02-29", "2010-13-01", "2010-12-01 24:00", "2010-12-01 08:60", "2010-12-01 08:26:61",
      "2010-12-01x", "2010-12-01 8", "2010-12-01 08:26:00.", "2010-12", "40513", "2010-12/01", "2010-12-01 08:26 +1",
      "2010-12-01 13:00 PM", "2010-12-01 08:26:00+01:00x", "20101301", "44931", "1672909200", "1672909200000",
      "20101201082", "20101201086000", "20101201246000", "99991201082600", "Wed Dec 01 08:26:00 CET 2010",
      "2010-12-01 08:26:00 GMT+0000 (", "2010-12-01 0826", "Wed 32 Dec 2010",
    ])
  func refused(text: String) {
    for order in DateOrder.allCases { #expect(parseTimestamp(text, order: order) == nil) }
  }

  private func detect(_ texts: [String?], known: DateOrder? = nil) throws -> DateOrderDetection {
    try detectDateOrder(StringColumn(texts), known: known, context: .serial)
  }

  @Test("an order is certain only where one value proves it")
  func detection() throws {
    #expect(try detect(["2010-12-01", "", "x"]) == .certain(.yearFirst))
    #expect(try detect(["01/02/2011", "13/02/2011", "rubbish"]) == .certain(.dayFirst))
    #expect(try detect(["01/02/2011", "02/13/2011"]) == .certain(.monthFirst))
    #expect(try detect(["05/05/2011", "01/02/2011 10:00"]) == .ambiguous(example: "01/02/2011 10:00"))
    #expect(try detect(["13/02/2011", "02/13/2011"]) == .ambiguous(example: "13/02/2011"))
    #expect(try detect(["05/05/2011", "2011-05-06", "6/6/2011"]) == .open)
    #expect(try detect(["05/05/2011", "01/02/2011"], known: .monthFirst) == .certain(.monthFirst))
    #expect(try detect(["13/02/2011"], known: .monthFirst) == .ambiguous(example: "13/02/2011"))
    #expect(try detect(["rubbish", "more"]) == .unparsable(example: "rubbish"))
    #expect(try detect([nil, "13/02/2011"]) == .certain(.dayFirst))
  }

  @Test("the first examples of a long column are found on any number of threads; looking for them can be stopped")
  func longDetection() throws {
    var texts = [String](repeating: "5/5/2011", count: 40_000)
    #expect(try detect(texts) == .open)
    texts[39_000] = "2/1/2011"
    texts[20_000] = "1/2/2011"
    for threads in [1, 3] {
      let found = try detectDateOrder(StringColumn(texts), context: .threads(threads))
      #expect(found == .ambiguous(example: "1/2/2011"))
    }
    texts[100] = "31/12/2011"
    #expect(try detect(texts) == .certain(.dayFirst))
    let context = ExecutionContext.serial
    context.cancellation.request()
    #expect(throws: Cancelled.self) { try detectDateOrder(StringColumn(texts), context: context) }
  }

  @Test("times are written as they are read")
  func written() {
    for microseconds: Int64 in [0, -1, 1, 1_314_835_200_000_000, -62_135_596_800_000_000, 253_402_300_799_999_999] {
      #expect(parseTimestamp(timestampString(microseconds))?.microseconds == microseconds)
    }
  }
}

@Suite("Numbers as times") struct TimeNotationTests {
  @Test(
    "a number is a time in one way at most",
    arguments: [
      (44931, .excelDays, "2023-01-05 00:00:00"), (44931.5, .excelDays, "2023-01-05 12:00:00"),
      (1_672_909_200, .unixSeconds, "2023-01-05 09:00:00"),
      (1_672_909_200_000, .unixMilliseconds, "2023-01-05 09:00:00"),
      (1_672_909_200_000_000, .unixMicroseconds, "2023-01-05 09:00:00"), (29_221, .excelDays, "1980-01-01 00:00:00"),
    ] as [(Double, TimeNotation, String)])
  func known(number: Double, notation: TimeNotation, time: String) {
    #expect(TimeNotation(plausible: number) == notation)
    #expect(notation.microseconds(number).map { timestampString($0) } == time)
    let fitting = TimeNotation.allCases.filter {
      $0.microseconds(number).map { (315_532_800_000_000..<4_102_444_800_000_000).contains($0) } == true
    }
    #expect(fitting == [notation], "the others would put it elsewhere")
  }

  @Test(
    "other numbers are no times",
    arguments: [
      0, -1, 1, 12_346, 29_220, 73_051, 536_365, 20_230_102, 2_023_010_218, 20_230_102_184_400, 1e18, .infinity,
    ])
  func others(number: Double) {
    #expect(TimeNotation(plausible: number) == nil)
  }

  @Test("digits of a date, at the length of days, minutes and seconds")
  func digits() {
    #expect(parseCompactTime(20_230_102).map { timestampString($0) } == "2023-01-02 00:00:00")
    #expect(parseCompactTime(202_301_021_844).map { timestampString($0) } == "2023-01-02 18:44:00")
    #expect(parseCompactTime(20_230_102_184_459).map { timestampString($0) } == "2023-01-02 18:44:59")
    for wrong in [20_231_302, 20_230_229, 2_023_010_218, 18_991_231, 20_230_102.5, 20_230_102_246_000] as [Double] {
      #expect(parseCompactTime(wrong) == nil, "\(wrong)")
    }
  }

  @Test("numbers in text have digits and one mark at most")
  func text() {
    func number(_ text: String) -> Double? {
      var text = text
      return text.withUTF8 { parseTimeNumber($0) }
    }
    #expect(number(" 44931 ") == 44931 && number("44931.5") == 44931.5 && number("44931,25") == 44931.25)
    for wrong in ["", "-44931", "4.4931e4", "44 931", "44,931,5", "1.672.909.200", "44931.", ".5", "44931d"] {
      #expect(number(wrong) == nil, "\(wrong)")
    }
  }

  @Test("days of old Macintosh workbooks, and numbers beyond the calendar")
  func ends() {
    #expect(
      TimeNotation.excelDays.microseconds(43_469, from1904: true).map { timestampString($0) } == "2023-01-05 00:00:00")
    #expect(TimeNotation.unixSeconds.microseconds(1e12) == nil && TimeNotation.excelDays.microseconds(-1) == nil)
    #expect(TimeNotation.unixMicroseconds.microseconds(-1) == -1)
  }
}

@Suite("Numbers") struct NumberTests {
  @Test(
    "numbers", arguments: [("0", 0), ("-12.50", -12.5), ("+3", 3), (" .5 ", 0.5), ("7.", 7), ("1e-3", 0.001)])
  func known(text: String, value: Double) {
    #expect(parseNumber(text) == value)
  }

  @Test(
    "what is no number",
    arguments: [
      "", " ", "-", ".", "+-1", "1.2.3", "1,5", "1e", "e5", "0x10", "inf", "nan", "NaN", "1 2", "--1", "1e999", "£5",
      "1_000",
    ])
  func refused(text: String) {
    #expect(parseNumber(text) == nil)
  }

  @Test("marks of other countries, where told")
  func marks() {
    let comma = UInt8(ascii: ",")
    let point = UInt8(ascii: ".")
    #expect(parseNumber("-1234,56", decimal: comma) == -1234.56)
    #expect(parseNumber("1.234.567,8", decimal: comma, thousands: point) == 1_234_567.8)
    #expect(parseNumber("1,234", thousands: comma) == 1234)
    #expect(parseNumber("123456789012345678,5", decimal: comma) == 123456789012345678.5)
    for wrong in ["1,23", "12345,678", ",123", "1,,234", "1,234,5"] {
      #expect(parseNumber(wrong, thousands: comma) == nil, "\(wrong)")
    }
  }

  @Test("rounds as the library does, for random and for awkward numbers")
  func exact() {
    let awkward = [
      "9007199254740993", "0.1", "1e23", "8.5e-324", "2.2250738585072011e-308", "1.7976931348623157e308",
      "123456789012345678901234567890", "0.00000000000000000000000000000012345", "179769313486231580793e288",
      "5e-325", "100000000000000000000000000000000000000", "9007199254740992.5",
    ]
    let random = Philox(seed: 3)
    let drawn = (0..<20_000).map { index -> String in
      let bits = UInt64(random.uniform(stream: 1, counter: UInt64(index)) * 0x1p63)
      let double = Double(bitPattern: bits)
      return index % 2 == 0 && double.isFinite ? "\(double)" : "\(Double(bits % 10_000_000) / 100)"
    }
    for text in awkward + drawn {
      let library = Double(text)
      #expect(parseNumber(text) == library, "\(text)")
      #expect(parseNumber("-" + text) == library.map { -$0 })
    }
  }
}
