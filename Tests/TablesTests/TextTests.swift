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
      "2010-12-01 13:00 PM", "2010-12-01 08:26:00+01:00x", "20101301",
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
