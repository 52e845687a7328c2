import Retention
import Tables
import TestSupport
import Testing

@Suite struct IDsAndNumbersTests {
  @Test("ids are text: zeros stay, decimals of a spreadsheet go, blanks around are no part, letters stay")
  func ids() throws {
    let lines = try ingest(
      canonical(
        "00123,1,p,2011-01-01,1,1", "17850.0,1,p,2011-01-01,1,1", "\" 17850 \",1,p,2011-01-01,1,1",
        "17850.00,1,p,2011-01-01,1,1", "1.5,1,p,2011-01-01,1,1", "a.0,1,p,2011-01-01,1,1",
        "\"  \",1,p,2011-01-01,1,1", ",1,p,2011-01-01,1,1", "123,1,p,2011-01-01,1,1", "00123.0,1,p,2011-01-01,1,1"))
    #expect(
      lines.customerIDs == ["00123", "17850", "17850", "17850", "1.5", "a.0", nil, nil, "123", "00123"])
    // One customer, however it is written.
    #expect(Set(lines.customer[1...3]).count == 1)
  }

  @Test("orders and products are ids as well")
  func otherIDs() throws {
    let lines = try ingest(canonical("a,0001,85123A,2011-01-01,1,1", "a, C12.0 ,00022.0,2011-01-01,1,1"))
    #expect(lines.orderIDs == ["0001", "C12.0"])
    #expect(lines.productIDs == ["85123A", "00022"])
  }

  @Test("numbers: signs, exponents and blanks; text is kept as unreadable, a blank is not")
  func numbers() throws {
    let lines = try ingest(
      canonical(
        "a,1,p,2011-01-01,\" -2 \",1e1", "a,1,p,2011-01-01,two,.5", "a,1,p,2011-01-01,,free", "a,1,p,2011-01-01,+3,"))
    #expect(lines.quantity[0] == -2 && lines.unitPrice[0] == 10 && lines.unitPrice[1] == 0.5 && lines.quantity[3] == 3)
    #expect(lines.quantity[1].isNaN && lines.quantity[2].isNaN && lines.unitPrice[2].isNaN && lines.unitPrice[3].isNaN)
    #expect(
      lines.unreadable == [
        UnreadableCell(row: 1, column: .quantity, text: "two"),
        UnreadableCell(row: 2, column: .unitPrice, text: "free"),
      ])
  }

  @Test("a decimal comma is found out, or set")
  func decimalComma() throws {
    let text = """
      customer_id;order_id;product_id;order_datetime;quantity;unit_price
      a;1;p;2011-01-01;2;2,55
      a;1;p;2011-01-01;1,5;10

      """
    for settings in ["", "ingest: {decimal: comma}"] {
      let lines = try ingest(text, settings: settings)
      #expect(lines.quantity == [2, 1.5])
      #expect(lines.unitPrice == [2.55, 10])
    }
    let point = try ingest(text, settings: "ingest: {decimal: point}")
    #expect(point.unreadable.map(\.text) == ["2,55", "1,5"])
  }

  @Test("lines know their file's line, over blank lines and several files")
  func fileLines() throws {
    let lines = try ingest(
      canonical("a,1,p,2011-01-01,1,1", "", "b,2,p,2011-01-02,1,1"), canonical("c,3,p,2011-01-03,1,1"))
    #expect(lines.fileLine == [2, 4, 2])
    #expect(
      lines.files == [SourceFile(path: "1.csv", firstRow: 0, rows: 2), SourceFile(path: "2.csv", firstRow: 2, rows: 1)])
    #expect((0..<3).map { lines.file(ofRow: $0).path } == ["1.csv", "1.csv", "2.csv"])
  }

  @Test("files without rows are no input")
  func noRows() throws {
    #expect(throws: IngestError.noRows(files: ["1.csv", "2.csv"])) { try ingest(canonical(), canonical()) }
    // One file with rows is enough, and rows are found in theirs.
    let lines = try ingest(canonical(), canonical("a,1,p,2011-01-01,1,1"), canonical())
    #expect(lines.count == 1)
    #expect(lines.file(ofRow: 0).path == "2.csv")
  }

  @Test("cutting a file into batches changes nothing")
  func batches() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<400).map { row in
      "c\(row % 7),o\(row / 3),p\(row % 5),2011-01-\(10 + row % 9),\(row % 4),\(row % 9 == 0 ? "x" : "1.5")"
    }
    try folder.write(
      (["customer_id,order_id,product_id,order_datetime,quantity,unit_price"] + rows + [""])
        .joined(separator: "\n"), to: "a.csv")
    let (whole, cut) = (try ingest(["a.csv"], in: folder), try ingest(["a.csv"], in: folder, blockSize: 512))
    #expect(whole.customerIDs == cut.customerIDs && whole.orderIDs == cut.orderIDs)
    #expect(whole.productIDs == cut.productIDs && whole.time == cut.time && whole.quantity == cut.quantity)
    #expect(whole.fileLine == cut.fileLine && whole.unreadable == cut.unreadable)
    #expect(whole.count == 400)
  }
}
