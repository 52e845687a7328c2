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
    ])
  func thousands(text: String, value: Double) {
    #expect(parseNumber(text, format: point)?.value == value)
    let swapped = String(text.map { $0 == "." ? "," : $0 == "," ? "." : $0 })
    #expect(parseNumber(swapped, format: comma)?.value == value)
  }

  @Test(
    "marks in wrong places are no number",
    arguments: [
      "1,23", "12,34,567", "1,2345", ",123", "1234,567", "1,234 567", "1.5.5", "1.234,5", "1,", "1,,234", "1 2", "1-2",
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
