import Foundation
import Tables
import TestSupport
import Testing

@Suite("Writers") struct WriterTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func csv(_ table: Table) throws -> String {
    let writer = try CSVWriter(path: folder.path(of: "out.csv"), fields: table.fields)
    try writer.write(table)
    try writer.close()
    return String(decoding: try folder.bytes(of: "out.csv"), as: UTF8.self)
  }

  @Test("CSV of every type, its text quoted where some text needs quotes")
  func everyType() throws {
    let table = Table(columns: [
      Column(name: "b", values: .bool(Primitive([true, nil, false], placeholder: false))),
      Column(name: "i,32", values: .int32(Primitive([-5, nil, Int32.max], placeholder: 0))),
      Column(name: "f", values: .float(Primitive([0.1, nil, 1], placeholder: 0))),
      Column(name: "d", values: .double(Primitive([0.1, nil, 1e300], placeholder: 0))),
      Column(name: "t", values: .timestamp(Primitive([1_314_835_200_000_000, nil, 250_000], placeholder: 0))),
      Column(name: "day", values: .date(Primitive([15_218, nil, -1], placeholder: 0))),
      Column(name: "s", values: .string(StringColumn(["say \"hi\"", nil, ""]))),
      Column(name: "k", values: .dictionary(DictionaryColumn(["a\nb", nil, "é"]))),
    ])
    #expect(
      try csv(table) == """
        "b","i,32","f","d","t","day","s","k"
        true,-5,0.1,0.1,2011-09-01 00:00:00.000,2011-09-01,"say ""hi""\","a
        b"
        ,,,,,,,
        false,2147483647,1,1e+300,1970-01-01 00:00:00.250,1969-12-31,"","é"

        """)
  }

  @Test("text that needs no quotes has none, and whole seconds no fraction")
  func plain() throws {
    let words = DictionaryColumn(["a", "b, c", nil, "d"]).selecting([0, 2, 3])
    let table = Table(columns: [
      Column(name: "a word", values: .dictionary(words)),
      Column(name: "s", values: .string(StringColumn(["12' x", nil, "é"]))),
      Column(name: "t", values: .timestamp(Primitive([1_314_835_200_000_000, nil, -1_000_000], placeholder: 7))),
      Column(name: "utc", values: .timestamp(Primitive([0, 1_000_001, -1])), isUTC: true),
      Column(name: "d", values: .double(Primitive([.infinity, -0.0, 1e21]))),
    ])
    #expect(
      try csv(table) == """
        a word,s,t,utc,d
        a,12' x,2011-09-01 00:00:00,1970-01-01 00:00:00.000000,inf
        ,,,1970-01-01 00:00:01.000001,-0
        d,é,1969-12-31 23:59:59,1969-12-31 23:59:59.999999,1e+21

        """)
  }

  @Test("a table of no rows, and one of no columns")
  func empty() throws {
    #expect(try csv(Table(columns: [Column(name: "a", values: .empty(.string))])) == "a\n")
    #expect(try csv(Table(columns: [])) == "")
  }

  @Test("tables that follow each other are one file")
  func severalTables() throws {
    let tables = [["a"], ["say \"b\""], ["c"]].map {
      Table(columns: [Column(name: "s", values: .string(StringColumn($0)))])
    }
    let writer = try CSVWriter(path: folder.path(of: "out.csv"), fields: tables[0].fields)
    for table in tables { try writer.write(table) }
    try writer.close()
    #expect(try folder.bytes(of: "out.csv") == Array("s\na\n\"say \"\"b\"\"\"\nc\n".utf8))
  }

  @Test("doubles and text read back as they were")
  func csvRoundTrip() throws {
    let table = Samples.table(rows: 300)
    _ = try csv(table)
    let back = try readTable(folder.path(of: "out.csv"))
    #expect(try bits(back.doubles(named: "double")) == bits(table.doubles(named: "double")))
    #expect(
      try bits(back.doubles(named: "float")) == bits(table.doubles(named: "float").map { Double("\(Float($0))")! }))
    #expect(try back.strings(named: "string") == table.strings(named: "string"))
    #expect(try back.int64s(named: "full") == table.int64s(named: "full"))
    let times = Table(columns: [Column(name: "t", values: .timestamp(Primitive([-1, 0, 1, 1_314_835_200_000_000])))])
    _ = try csv(times)
    #expect(try readTable(folder.path(of: "out.csv")).timestamps(named: "t") == times.timestamps(named: "t"))
  }

  @Test("a null of a one-column table keeps its row")
  func oneColumn() throws {
    _ = try csv(Table(columns: [Column(name: "a", values: .string(StringColumn(["x", nil, "y"])))]))
    #expect(try readTable(folder.path(of: "out.csv")).rowCount == 3)
  }

  @Test("the same table gives the same CSV bytes")
  func deterministic() throws {
    let table = Samples.table(rows: 500)
    #expect(try csv(table) == csv(table))
  }

  @Test("a writer that is dropped leaves nothing, and what was there before stays")
  func dropped() throws {
    let table = Samples.table(rows: 10)
    try folder.write("before", to: "kept.csv")
    do {
      let csv = try CSVWriter(path: folder.path(of: "kept.csv"), fields: table.fields)
      try csv.write(table)
      let parquet = try ParquetWriter(path: folder.path(of: "gone.parquet"), fields: table.fields)
      try parquet.write(table)
      #expect(try folder.names == ["gone.parquet.partial", "kept.csv", "kept.csv.partial"])
    }
    #expect(try folder.names == ["kept.csv"])
    #expect(try folder.bytes(of: "kept.csv") == Array("before".utf8))
  }

  @Test("no space and no such folder are errors with the path")
  func cannotWrite() throws {
    let table = Samples.table(rows: 20_000)
    let full = "/dev/full"
    let csv = tableError {
      let writer = try CSVWriter(path: full, fields: table.fields)
      try writer.write(table)
      try writer.close()
    }
    let parquet = tableError {
      let writer = try ParquetWriter(path: full, fields: table.fields)
      try writer.write(table)
      try writer.close()
    }
    for error in [csv, parquet] {
      guard case .system(full, .write, ENOSPC, _) = error else {
        Issue.record("no space: \(String(describing: error))")
        continue
      }
    }
    let nowhere = folder.path(of: "no/such/folder.csv")
    for error in [
      tableError { _ = try CSVWriter(path: nowhere, fields: []) },
      tableError { _ = try ParquetWriter(path: nowhere, fields: []) },
    ] {
      guard case .system(nowhere, .write, ENOENT, _) = error else {
        Issue.record("no folder: \(String(describing: error))")
        continue
      }
    }
    #expect(tableError { _ = try CSVWriter(path: folder.url.path, fields: []) } == .isFolder(path: folder.url.path))
  }

  @Test("a table of other columns is refused")
  func otherColumns() throws {
    let writer = try ParquetWriter(path: folder.path(of: "a.parquet"), fields: [Field(name: "a", type: .int64)])
    let table = Table(columns: [Column(name: "a", values: .int32(Primitive([1])))])
    #expect(
      tableError { try writer.write(table) }
        == .otherColumns(path: folder.path(of: "a.parquet"), expected: ["a: int64"], found: ["a: int32"]))
  }

  private func bits(_ numbers: [Double]) -> [UInt64] { numbers.map { $0.isNaN ? .max : $0.bitPattern } }
}
