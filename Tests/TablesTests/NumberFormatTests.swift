import Tables
import Testing

@Suite("Numbers as shops write them") struct NumberFormatTests {
  private let point = NumberFormat(decimal: .point, thousands: [.comma, .space, .apostrophe])
  private let comma = NumberFormat(decimal: .comma, thousands: [.point, .space, .apostrophe])

  @Test(
    "marks between thousands",
    arguments: [
      ("1,234.50", 1234.5), ("12,345,678", 12_345_678), ("1 234.5", 1234.5), ("1\u{a0}234", 1234),
      ("1\u{202f}234\u{202f}567.25", 1_234_567.25), ("1'234.50", 1234.5), ("1’234", 1234), ("999.999", 999.999),
      ("1\u{2009}234.5", 1234.5),
    ])
  func thousands(text: String, value: Double) {
    #expect(parseNumber(text, format: point)?.value == value)
    let swapped = String(text.map { $0 == "." ? "," : $0 == "," ? "." : $0 })
    #expect(parseNumber(swapped, format: comma)?.value == value)
  }

  @Test(
    "marks in wrong places are no number",
    arguments: [
      "1,23", "12,345,67", "1,2345", ",123", "1234,567", "1,234 567", "1.5.5", "1.234,5", "1,", "1,,234", "1 2", "1-2",
      "--1", "(-1)", "1(", "()", "", "-", "€", "1 XYZ", "XYZ 1", "$ 1 $", "1.5 %", "12 Jan", "1e", "٣",
    ])
  func wrong(text: String) {
    #expect(parseNumber(text, format: point) == nil)
  }

  @Test(
    "signs and currencies around a number",
    arguments: [
      ("£1.50", 1.5, "£"), ("1.50 €", 1.5, "€"), ("-£1.50", -1.5, "£"), ("£-1.50", -1.5, "£"), ("(1.50)", -1.5, nil),
      ("($1,234.50)", -1234.5, "$"), ("1.50-", -1.5, nil), ("\u{2212}3", -3, nil), ("US$ 7", 7, "US$"),
      ("EUR 1.50", 1.5, "EUR"), ("1.50\u{a0}EUR", 1.5, "EUR"), ("kr 100", 100, "kr"), ("12.5 zł", 12.5, "zł"),
      ("R$ 5", 5, "R$"), ("1.50- €", -1.5, "€"), ("1.50 €-", -1.5, "€"), ("+5 €", 5, "€"), ("5. Fr.", 5, "Fr."),
    ] as [(String, Double, String?)])
  func dressed(text: String, value: Double, currency: String?) {
    #expect(parseNumber(text, format: point) == WrittenNumber(value: value, currency: currency))
  }

  @Test(
    "lakhs and crores",
    arguments: [
      ("1,23,456.00", 123_456), ("12,34,567", 1_234_567), ("1,00,00,000.50", 10_000_000.5), ("-1,23,456", -123_456),
      ("₹ 1,23,456.00", 123_456), ("Rs. 12,34,567.5", 1_234_567.5),
    ])
  func lakhs(text: String, value: Double) {
    #expect(parseNumber(text, format: point)?.value == value)
  }

  @Test("groups of two are lakhs only with commas, and only before a group of three")
  func noLakhs() {
    for text in ["1.23.456,00", "1 23 456,00", "1.23.456"] { #expect(parseNumber(text, format: comma) == nil) }
    for text in ["1,23,45.00", "123,45,678", "1 23 456", "1,234,56,789", "1,23,4567"] {
      #expect(parseNumber(text, format: point) == nil, "\(text)")
    }
  }

  @Test(
    "dashes stand for no cents, and not for a minus",
    arguments: [
      ("40,-", 40, nil), ("40,--", 40, nil), ("40,–", 40, nil), ("40,—", 40, nil), ("1.234,-", 1234, nil),
      ("1 234,-", 1234, nil), ("40,- €", 40, "€"), ("€ 40,-", 40, "€"), ("kr 40,-", 40, "kr"), ("40,-kr", 40, "kr"),
      ("40:-", 40, nil), ("Rs. 500/-", 500, "Rs."), ("-40,-", -40, nil), ("(40,-)", -40, nil), ("0,-", 0, nil),
      ("40.-", 40, nil),
    ] as [(String, Double, String?)])
  func noCents(text: String, value: Double, currency: String?) {
    #expect(parseNumber(text, format: comma) == WrittenNumber(value: value, currency: currency))
  }

  @Test("dashes behind a point, as in Switzerland")
  func swissNoCents() {
    for text in ["40.-", "40.–", "40.--", "CHF 40.-", "Fr. 40.–", "40,-"] {
      #expect(parseNumber(text, format: point)?.value == 40, "\(text)")
    }
    #expect(parseNumber("1'234.–", format: point)?.value == 1234)
  }

  @Test(
    "what could have another sign or size is no number",
    arguments: [
      "1.234.-", "40,50,-", "40, -", "–,50", "12.50–", "5 - 10", "12.50--", "-12.50-", "50¢", "EUR.50", "1,5 Mio",
      "1.5k",
      "$ 5 £", "€5 USD", "40:50", "40:", "40/2", "40/", "-(5)", "(5", "5)", "((5))",
    ])
  func unsure(text: String) {
    #expect(parseNumber(text, format: point) == nil)
  }

  @Test(
    "a word's own point is no decimal one, and a sign may stand anywhere outside",
    arguments: [
      ("Rs.500", 500, "Rs."), ("Rs. 1,234.50", 1234.5, "Rs."), ("kr.500", 500, "kr."), ("Rs 500", 500, "Rs"),
      ("500 TL", 500, "TL"), ("₺1,234.5", 1234.5, "₺"), ("R$ 1,234.5", 1234.5, "R$"), ("Rp. 500", 500, "Rp."),
      ("12.50 -", -12.5, nil), ("- 12.50", -12.5, nil), ("\u{2212} 12.50", -12.5, nil), ("\u{2013}12.50", -12.5, nil),
      ("$(12.50)", -12.5, "$"), ("(12.50) €", -12.5, "€"), ("$-.50", -0.5, "$"), ("$.50", 0.5, "$"),
      ("$12.50 USD", 12.5, "USD"), ("5 eur", 5, "eur"), ("5 KR", 5, "KR"), ("500 руб.", 500, "руб."),
    ] as [(String, Double, String?)])
  func words(text: String, value: Double, currency: String?) {
    #expect(parseNumber(text, format: point) == WrittenNumber(value: value, currency: currency))
  }

  @Test("Polish amounts, with each kind of space", arguments: [" ", "\u{a0}", "\u{202f}"])
  func polish(space: String) {
    let written = WrittenNumber(value: 1234.5, currency: "zł")
    #expect(parseNumber("1\(space)234,5\(space)zł", format: comma) == written)
  }

  @Test("percentages are told from numbers")
  func percentages() {
    func isShare(_ text: String) -> Bool {
      var text = text
      return text.withUTF8 { isPercentage($0) }
    }
    for text in ["12%", "12.5 %", "%12,5", " -3 %", "1,234.5%", "7\u{a0}%", "5\u{ff05}"] {
      #expect(isShare(text), "\(text)")
    }
    for text in ["12", "%", "5 % off", "%5%", "€5 %", "", "ab%"] { #expect(!isShare(text), "\(text)") }
  }

  @Test("a plain number is what it was, for all formats")
  func plain() {
    for text in ["0", "-12.5", "1e3", ".5", "1234567.125", "+7"] {
      #expect(parseNumber(text, format: point)?.value == parseNumber(text))
      #expect(parseNumber(text, format: NumberFormat())?.value == parseNumber(text))
    }
    #expect(parseNumber("1,234", format: NumberFormat()) == nil, "no mark is allowed")
  }

  private func verdict(
    _ texts: String..., groups: ThousandsMarks = [.comma, .point, .space, .apostrophe]
  ) -> NumberEvidence.Verdict {
    var evidence = NumberEvidence(groups: groups)
    for var text in texts { text.withUTF8 { evidence.add($0) } }
    return evidence.verdict
  }

  @Test("one certain number decides for all")
  func evidence() {
    #expect(verdict("1", "20", "abc", "") == .none)
    #expect(verdict("2.50") == .point)
    #expect(verdict("2,50 €") == .comma)
    #expect(verdict("0.125") == .point, "no thousands begin with 0")
    #expect(verdict("1234,567") == .comma, "four digits are no group")
    #expect(verdict("1.234.567") == .comma)
    #expect(verdict("1,234.5") == .point)
    #expect(verdict("1 234,5") == .comma)
    #expect(verdict("1,234", "3,456", "2.5") == .point)
    #expect(verdict("1.5", "2.5", "2,5") == .point, "most of them")
    #expect(verdict("1,23,456") == .point && verdict("1,23,456.5") == .point, "lakhs")
    #expect(verdict("40,-") == .comma && verdict("1.234,–") == .comma && verdict("40.-") == .point)
  }

  @Test("what can be read in two ways is said to be so")
  func ambiguous() {
    #expect(verdict("5", "1,234", "7") == .ambiguous(example: "1,234"))
    #expect(verdict("1.234") == .ambiguous(example: "1.234"))
    #expect(verdict("1.5", "2,5") == .ambiguous(example: "2,5"))
    #expect(verdict("1,234", groups: []) == .comma)
    #expect(verdict("1,234", groups: .space) == .comma)
  }

  @Test(
    "months by their names, whatever the order",
    arguments: [
      "1 Dec 2010 08:26", "01-Dec-10 8:26 AM", "1. Dezember 2010 08:26", "December 1, 2010 08:26",
      "Dec 1, 2010, 8:26 AM", "Wed, 1 Dec 2010 08:26:00", "1 déc. 2010 8:26", "1 diciembre 2010 8:26",
      "1 dicembre 2010 8:26", "1 december 2010 8:26", "2010-Dec-01 08:26", "1/Dec/2010 8:26", "1 DEZ 2010 08:26",
    ])
  func monthNames(text: String) {
    let expected = parseTimestamp("2010-12-01 08:26")
    for order in DateOrder.allCases { #expect(parseTimestamp(text, order: order) == expected) }
  }

  @Test(
    "other words are no dates",
    arguments: [
      "1 Foo 2010", "Dec 2010", "Dec", "31 Feb 2010", "1 Dec", "Wednesday", "A 1", "10 Downing 1999 x", "May be 2010",
      "1 Dec 20101", "13 13 2010", "1 2 2010",
    ])
  func noMonth(text: String) {
    for order in DateOrder.allCases { #expect(parseTimestamp(text, order: order) == nil) }
  }
}
