import Numerics
import Retention
import Tables
import TestSupport
import Testing

@Suite struct ExtraColumnsTests {
  private let keys = "customer_id,order_id,product_id,order_datetime,quantity,unit_price"

  private func texts(_ column: ExtraColumn) -> [String?] {
    guard case .text(let codes, let dictionary) = column.values else { return [] }
    return codes.map { $0 < 0 ? nil : dictionary[$0] }
  }

  @Test("files with different extra columns are joined by name, blank where a file has none")
  func severalFiles() throws {
    let lines = try ingest(
      "\(keys),country,note\na,1,p,2011-01-01,1,1,UK,x\n", "\(keys),shop\na,2,p,2011-01-02,1,1,north\n",
      "note,\(keys)\ny,a,3,p,2011-01-03,1,1\n")
    #expect(lines.extras.map(\.name) == ["country", "note", "shop"])
    #expect(lines.extras.map(texts) == [["UK", nil, nil], ["x", nil, "y"], [nil, "north", nil]])
    #expect(lines.customerIDs == ["a", "a", "a"])
    #expect(lines.amounts == [1, 1, 1])
  }

  @Test("files whose columns stand in another order give the same lines")
  func otherOrder() throws {
    let lines = try ingest(
      canonical("a,1,p,2011-01-01,2,3"),
      "unit_price,quantity,order_datetime,product_id,order_id,customer_id\n3,2,2011-01-01,p,1,a\n")
    #expect(lines.customer == [0, 0] && lines.order == [0, 0] && lines.product == [0, 0])
    #expect(lines.time[0] == lines.time[1])
    #expect(lines.amounts == [6, 6])
  }

  @Test("Parquet with typed columns: integer ids, timestamps, nulls, extras of all types")
  func parquet() throws {
    let folder = try TemporaryFolder()
    let stamp = Snapshot("2011-09-01").time + 5
    let table = Table(columns: [
      Column(name: "CustomerID", values: .double(Primitive([17850.0, nil, 17850.0], placeholder: 0))),
      Column(name: "InvoiceNo", values: .int64(Primitive([536365, 536366, 7]))),
      Column(name: "StockCode", values: .string(StringColumn(["85123A", nil, "p"]))),
      Column(name: "InvoiceDate", values: .timestamp(Primitive([stamp, stamp, nil], placeholder: 0))),
      Column(name: "Quantity", values: .int32(Primitive([6, -1, 2]))),
      Column(name: "UnitPrice", values: .double(Primitive([2.55, 1, nil], placeholder: 0))),
      Column(name: "Day", values: .date(Primitive([Snapshot("2011-09-01").day, 0, 1]))),
      Column(name: "Gift", values: .bool(Primitive([true, false, nil], placeholder: false))),
      Column(name: "Weight", values: .double(Primitive([1.5, 2, nil], placeholder: 0))),
    ])
    let writer = try ParquetWriter(path: folder.path(of: "a.parquet"), fields: table.fields)
    try writer.write(table)
    try writer.close()
    let lines = try ingest(["a.parquet"], in: folder)
    #expect(lines.customerIDs == ["17850", nil, "17850"])
    #expect(lines.orderIDs == ["536365", "536366", "7"])
    #expect(lines.productIDs == ["85123A", nil, "p"])
    #expect(lines.time == [stamp, stamp, SourceLines.unknownTime])
    #expect(lines.quantity == [6, -1, 2])
    #expect(Array(lines.unitPrice[..<2]) == [2.55, 1] && lines.unitPrice[2].isNaN)
    #expect(lines.fileLine == [1, 2, 3])
    #expect(lines.unreadable == [])
    #expect(lines.extras.map(\.name) == ["Day", "Gift", "Weight"])
    #expect(texts(lines.extras[0])[0] == "2011-09-01")
    #expect(texts(lines.extras[2]) == ["1.5", "2", nil])
  }

  @Test("dates, and UTC timestamps with a zone, in Parquet")
  func parquetTimes() throws {
    let folder = try TemporaryFolder()
    func write(_ name: String, _ time: Column) throws {
      let table = Table(columns: [
        Column(name: "customer_id", values: .string(StringColumn(["001"]))),
        Column(name: "order_id", values: .dictionary(DictionaryColumn(["A1"]))), time,
        Column(name: "order_total", values: .float(Primitive([2.5]))),
      ])
      let writer = try ParquetWriter(path: folder.path(of: name), fields: table.fields)
      try writer.write(table)
      try writer.close()
    }
    let noon = Snapshot("2011-07-15").time + 12 * 3_600_000_000
    try write("utc.parquet", Column(name: "order_datetime", values: .timestamp(Primitive([noon])), isUTC: true))
    try write("day.parquet", Column(name: "order_datetime", values: .date(Primitive([Snapshot("2011-07-15").day]))))
    let lines = try ingest(
      ["utc.parquet", "day.parquet"], in: folder, settings: "ingest: {timezone: Europe/Berlin}")
    #expect(lines.time == [noon + 2 * 3_600_000_000, Snapshot("2011-07-15").time])
    #expect(lines.customerIDs == ["001", "001"])
    #expect(lines.amount == .orderTotal)
  }
}
