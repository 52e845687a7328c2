import Foundation
import Numerics
import Tables
import TestSupport
import Testing

@Suite("Real order lines", .enabled(if: RealData.onlineRetail != nil, Comment(rawValue: RealData.absence)))
struct RealDataTests {
  @Test("UCI Online Retail: all lines, customers and blanks", arguments: [1, 3])
  func onlineRetail(threads: Int) throws {
    let file = try #require(RealData.onlineRetail).path
    let reader = try TableReader(path: file, options: ReadOptions(parallelism: Parallelism(threads: threads)))
    #expect(
      reader.fields.map(\.name) == [
        "InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country",
      ])
    #expect(reader.format == .csv(.comma, .zstd))
    var customers = StringDictionary()
    var rows = 0
    var blanks = 0
    var revenue = 0.0
    while let batch = try reader.next() {
      #expect(batch.firstRow == rows)
      guard case .dictionary(let ids)? = batch.table.column(named: "CustomerID")?.values else { return }
      blanks += customers.codes(for: ids).count { $0 < 0 }
      rows += batch.table.rowCount
      let quantity = try batch.table.doubles(named: "Quantity")
      let price = try batch.table.doubles(named: "UnitPrice")
      revenue += zip(quantity, price).reduce(0) { $0 + $1.0 * $1.1 }
    }
    #expect(rows == 541_909)
    #expect(customers.count == 4372)
    #expect(blanks == 135_080)
    #expect(abs(revenue - 9_747_747.934) < 0.01)
  }

  @Test("as Parquet it is the same table")
  func parquet() throws {
    let folder = try TemporaryFolder()
    let table = try readTable(try #require(RealData.onlineRetail).path)
    let writer = try ParquetWriter(path: folder.path(of: "retail.parquet"), fields: table.fields)
    try writer.write(table, rowGroupRows: 200_000)
    try writer.close()
    let back = try readTable(folder.path(of: "retail.parquet"))
    for name in ["CustomerID", "Description", "InvoiceDate"] {
      #expect(try back.strings(named: name) == table.strings(named: name))
    }
    #expect(try Set(table.timestamps(named: "InvoiceDate")).count == 23_260)
  }
}

@Suite(
  "CDNOW as it is given out",
  .enabled(if: RealData.file("cdnow_master.txt.zst") != nil, Comment(rawValue: RealData.absence)))
struct BlankSeparatedDataTests {
  @Test("columns padded with blanks, behind a header of blanks: all lines, units and dollars", arguments: [1, 3])
  func cdnow(threads: Int) throws {
    let file = try #require(RealData.file("cdnow_master.txt.zst")).path
    let reader = try TableReader(
      path: file, options: ReadOptions(blockSize: 100_000, parallelism: Parallelism(threads: threads)))
    #expect(reader.format == .csv(CSVDialect(.blanks), .zstd))
    #expect(reader.fields.map(\.name) == ["customer_id", "date", "number_of_cds", "dollar_value"])
    var (rows, units, dollars) = (0, 0.0, 0.0)
    while let batch = try reader.next() {
      rows += batch.table.rowCount
      units += try batch.table.doubles(named: "number_of_cds").reduce(0, +)
      dollars += try batch.table.doubles(named: "dollar_value").reduce(0, +)
    }
    #expect(rows == 69_659 && units == 167_881 && abs(dollars - 2_500_315.63) < 0.005)
  }
}
