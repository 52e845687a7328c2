import Retention
import Settings
import Tables
import Testing

@Suite("Numbers of text files") struct NumberMarksTests {
  private func lines(_ rows: [(quantity: String, price: String)], _ settings: String = "") throws -> SourceLines {
    let text = rows.enumerated().map { "a;\($0);p;2011-01-01;\($1.quantity);\($1.price)" }
    let header = "customer_id;order_id;product_id;order_datetime;quantity;unit_price"
    return try ingest(([header] + text + [""]).joined(separator: "\n"), settings: settings)
  }

  @Test("one certain number tells how all numbers of a file are written")
  func pooled() throws {
    let german = try lines([("1.234", "2,50"), ("2", "1.000,00 €")])
    #expect(german.quantity == [1234, 2] && german.unitPrice == [2.5, 1000])
    let english = try lines([("1,234", "2.50"), ("2", "£1,000.00")])
    #expect(english.quantity == [1234, 2] && english.unitPrice == [2.5, 1000])
    let swiss = try lines([("1'234", "2.50"), ("2", "CHF 1'000.00")])
    #expect(swiss.quantity == [1234, 2] && swiss.unitPrice == [2.5, 1000])
    let french = try lines([("1\u{202f}234", "2,50"), ("(2)", "1 000,00")])
    #expect(french.quantity == [1234, -2] && french.unitPrice == [2.5, 1000])
  }

  @Test("a thousand or one and a bit: refused, until a setting tells")
  func ambiguous() throws {
    let rows = [("1,234", "5"), ("2", "7")]
    #expect(throws: IngestError.ambiguousNumbers(example: "1,234", file: "1.csv")) { try lines(rows) }
    #expect(try lines(rows, "ingest: {decimal: point}").quantity == [1234, 2])
    #expect(try lines(rows, "ingest: {decimal: comma}").quantity == [1.234, 2])
    #expect(try lines(rows, "ingest: {thousands: comma}").quantity == [1234, 2])
    #expect(try lines(rows, "ingest: {thousands: none}").quantity == [1.234, 2])
    #expect(try lines(rows, "ingest: {thousands: apostrophe}").quantity == [1.234, 2])
  }

  @Test("a mark that the settings do not allow leaves the number unreadable")
  func stated() throws {
    let lines = try lines([("1 234", "2.50"), ("1'234", "3.50")], "ingest: {thousands: space}")
    #expect(lines.quantity[0] == 1234 && lines.quantity[1].isNaN)
    #expect(lines.unreadable.map(\.text) == ["1'234"])
  }

  @Test("dirt of the other kind is unreadable, and does not change the rest")
  func minority() throws {
    let lines = try lines([("1", "2.50"), ("1", "3.75"), ("1", "4,99")])
    #expect(Array(lines.unitPrice.prefix(2)) == [2.5, 3.75] && lines.unitPrice[2].isNaN)
  }

  @Test("each file has its own marks")
  func severalFiles() throws {
    let header = "customer_id;order_id;product_id;order_datetime;quantity;unit_price\n"
    let lines = try ingest(header + "a;1;p;2011-01-01;1;2,50\n", header + "a;1;p;2011-01-01;1;2.50\n")
    #expect(lines.unitPrice == [2.5, 2.5])
  }

  @Test("columns in another order and another dialect are one input")
  func otherShape() throws {
    let lines = try ingest(
      canonical("a,1,p,2011-01-01,1,2.50"),
      "unit_price;quantity;order_datetime;product_id;order_id;customer_id\n3,50;2;2011-01-02;q;2;b\n")
    #expect(lines.customerIDs == ["a", "b"] && lines.unitPrice == [2.5, 3.5] && lines.quantity == [1, 2])
  }

  @Test("two currencies have no sum")
  func currencies() throws {
    #expect(
      throws: IngestError.mixedCurrencies(first: "£", firstFile: "1.csv", second: "€", file: "1.csv")
    ) {
      _ = try lines([("1", "£2.50"), ("1", "€2.50")])
    }
    #expect(try lines([("1", "€2.50"), ("1", "2.50 EUR"), ("1", "3.50")]).unitPrice == [2.5, 2.5, 3.5])
  }

  @Test("dashes for cents, words for currencies and lakhs are read, and told as one currency")
  func shopsOwn() throws {
    let german = try lines([("1", "39,50"), ("1", "40,-"), ("2", "12,–"), ("1", "8,75 €"), ("1", "1.000,-")])
    #expect(german.unitPrice == [39.5, 40, 12, 8.75, 1000] && german.unreadable.isEmpty)
    let indian = try lines([("1", "Rs. 1,23,456.00"), ("-2", "₹ 500"), ("2-", "Rs.500.5")])
    #expect(indian.unitPrice == [123_456, 500, 500.5] && indian.quantity == [1, -2, -2])
    let polish = try lines([("1", "1 234,5 zł"), ("1", "1\u{a0}234,50 PLN")])
    #expect(polish.unitPrice == [1234.5, 1234.5])
    let turkish = try lines([("1", "1.234,50 TL"), ("1", "₺2,50")])
    #expect(turkish.unitPrice == [1234.5, 2.5])
  }

  @Test("what could be read with another sign or size is unreadable, and no return")
  func unsure() throws {
    let lines = try lines([("1", "2.50"), ("1", "40, -"), ("1", "12.50–"), ("1", "50¢"), ("1", "5-10")])
    #expect(lines.unitPrice.map(\.isNaN) == [false, true, true, true, true])
    #expect(lines.unreadable.count == 4)
  }

  @Test("a column of percentages is refused by its name; one percentage among many numbers is unreadable")
  func percentages() throws {
    #expect(
      throws: IngestError.percentages(example: "10 %", column: .unitPrice, header: "unit_price", file: "1.csv")
    ) { _ = try lines([("1", "10 %"), ("2", "12,5%")]) }
    #expect(
      throws: IngestError.percentages(example: "%5", column: .quantity, header: "quantity", file: "1.csv")
    ) { _ = try lines([("%5", "1"), ("2", "2")]) }
    let some = try lines((0..<20).map { ("1", "\($0 + 1).25") } + [("1", "5%")])
    #expect(some.unreadable.map(\.text) == ["5%"])
  }

  @Test("numbers beyond any shop's are unreadable cells", arguments: ["1e308", "-1e308", "1e13", "9,999,999,999,999"])
  func absurd(text: String) throws {
    let lines = try lines([(text, "2.50"), ("1", "3.50")])
    #expect(lines.quantity[0].isNaN && lines.quantity[1] == 1)
    #expect(lines.unreadable.map(\.column) == [.quantity])
  }

  @Test("ids differ by case and not by blanks around them")
  func ids() throws {
    let lines = try ingest(
      canonical("ab,1,p,2011-01-01,1,1", "AB,2,p,2011-01-01,1,1", "\" ab\t\",3,p,2011-01-01,1,1"))
    #expect(lines.customerIDs == ["ab", "AB", "ab"])
  }
}
