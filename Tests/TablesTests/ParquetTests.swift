import Foundation
import Numerics
import Tables
import TestSupport
import Testing

@Suite("Parquet") struct ParquetTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func values(_ table: Table, _ name: String) throws -> ColumnValues {
    try table.requireColumn(named: name).values
  }

  @Test("reads every flat type of another writer as one of ours", arguments: [1, 2])
  func foreignTypes(threads: Int) throws {
    let path = try folder.write(Fixtures.types, to: "types.parquet").path
    let reader = try TableReader(path: path, options: ReadOptions(parallelism: Parallelism(threads: threads)))
    #expect(reader.format == .parquet)
    #expect(reader.skippedColumns == ["list", "struct"])
    #expect(
      reader.fields == [
        Field(name: "u8", type: .int64), Field(name: "i16", type: .int64), Field(name: "u32", type: .int64),
        Field(name: "dec", type: .double), Field(name: "ns", type: .timestamp),
        Field(name: "s_utc", type: .timestamp, isUTC: true), Field(name: "large", type: .dictionary),
        Field(name: "bin", type: .dictionary), Field(name: "dict8", type: .dictionary),
        Field(name: "time", type: .string), Field(name: "d64", type: .date), Field(name: "nothing", type: .string),
        Field(name: "last", type: .float),
      ])
    let batch = try #require(try reader.next())
    #expect(try reader.next() == nil)
    #expect(batch.fileLine(ofRow: 2) == 3)
    #expect(batch.table.texts("u8") == ["1", "nil", "255"])
    #expect(batch.table.texts("i16") == ["-5", "nil", "7"])
    #expect(batch.table.texts("u32") == ["4000000000", "nil", "0"])
    #expect(batch.table.texts("dec") == ["12.5", "nil", "-0.05"])
    #expect(batch.table.texts("ns")[0...1] == ["1291192020123456", "nil"])
    #expect(batch.table.texts("s_utc") == ["1291192020000", "nil", "0"])
    #expect(batch.table.texts("large") == ["a", "nil", "ü"])
    #expect(batch.table.texts("bin") == ["x", "nil", "yz"])
    #expect(batch.table.texts("dict8") == ["p", "nil", "p"])
    #expect(batch.table.texts("time") == ["08:26:00.000", "nil", "00:00:00.000"])
    #expect(batch.table.texts("d64") == ["14944", "nil", "0"])
    #expect(batch.table.texts("nothing") == ["nil", "nil", "nil"])
    #expect(batch.table.texts("last") == ["1.5", "nil", "2.5"])
  }

  @Test("a nested column is an error only where it is asked for")
  func nested() throws {
    let path = try folder.write(Fixtures.types, to: "types.parquet").path
    #expect(
      tableError { _ = try readTable(path, columns: ["u8", "list"]) }
        == .nestedColumn(name: "list", path: path, type: "+l"))
    let table = try readTable(path, columns: ["last", "u8"])
    #expect(table.fields == [Field(name: "last", type: .float), Field(name: "u8", type: .int64)])
    #expect(table.texts("u8") == ["1", "nil", "255"])
    #expect(
      tableError { _ = try readTable(path, columns: ["Last"]) }.map { error in
        if case .missingColumn("Last", path, _, "last") = error { true } else { false }
      } == true)
  }

  @Test("a number that does not fit names its column")
  func conversion() throws {
    let path = try folder.write(Fixtures.unsigned, to: "unsigned.parquet").path
    guard case .conversion("bad", path, _) = tableError({ try readAll(path) }) else {
      Issue.record("uint64 beyond int64")
      return
    }
    #expect(try readTable(path, columns: ["id"]).strings(named: "id") == ["a"])
  }

  @Test("round trip of every type with nulls, over row groups and batches", arguments: [0, 1, 3, 1000])
  func roundTrip(rowCount: Int) throws {
    let table = Samples.table(rows: rowCount)
    let path = folder.path(of: "all.parquet")
    let writer = try ParquetWriter(path: path, fields: table.fields)
    try writer.write(table, rowGroupRows: 300)
    try writer.write(table)
    try writer.close()
    let options = ReadOptions(strings: .asStored, batchRows: 70)
    let reader = try TableReader(path: path, options: options)
    #expect(reader.fields == table.fields)
    let rows = Array(0..<rowCount) + Array(0..<rowCount)
    let back = try readTable(path, strings: .asStored)
    #expect(back.rowCount == rowCount * 2)
    for field in table.fields {
      #expect(back.texts(field.name) == table.selecting(rows).texts(field.name), "\(field)")
    }
    var batched: [String] = []
    while let batch = try reader.next() {
      #expect(batch.table.rowCount <= 70)
      #expect(batch.fileLine(ofRow: 0) == batch.firstRow + 1)
      batched += batch.table.texts("string")
    }
    #expect(batched == back.texts("string"))
    #expect(try readTable(path).texts("string") == back.texts("string"), "strings as dictionaries")
  }

  @Test("what was read is written without change, slices of batches included")
  func rewritten() throws {
    let table = Samples.table(rows: 500)
    let first = folder.path(of: "first.parquet")
    try write(table, to: first)
    let second = folder.path(of: "second.parquet")
    let reader = try TableReader(path: first, options: ReadOptions(strings: .asStored, batchRows: 33))
    let writer = try ParquetWriter(path: second, fields: reader.fields)
    while let batch = try reader.next() { try writer.write(batch.table) }
    try writer.close()
    let back = try readTable(second, strings: .asStored)
    for field in table.fields { #expect(back.texts(field.name) == table.texts(field.name), "\(field)") }
  }

  @Test("a large row group is one, however many parts it is written in; a stop leaves no file")
  func parts() throws {
    let rows = 300_000
    let table = Table(columns: [
      .integers("n", (0..<rows).map { $0 % 1000 }), .doubles("x", (0..<rows).map { Double($0).squareRoot() }),
      .categories("c", (0..<rows).map { $0 % 7 == 0 ? nil : "c\($0 % 11)" }),
      .strings("s", (0..<rows).map { "row \($0)" }),
    ])
    let path = folder.path(of: "large.parquet")
    let writer = try ParquetWriter(path: path, fields: table.fields)
    try writer.write(table)
    try writer.close()
    let reader = try TableReader(path: path, options: ReadOptions(batchRows: rows))
    #expect(try reader.next()?.table.rowCount == rows, "batches end with their row group")
    let back = try readTable(path)
    for name in ["n", "x", "c", "s"] { #expect(back.texts(name) == table.texts(name)) }

    let context = ExecutionContext.serial
    let stopped = try ParquetWriter(path: folder.path(of: "stopped.parquet"), fields: table.fields, context: context)
    context.cancellation.request()
    #expect(throws: Cancelled.self) { try stopped.write(table) }
    #expect(throws: Cancelled.self) { try readTable(path, context: context) }
    #expect(try folder.names == ["large.parquet"])
  }

  @Test("the same input gives the same bytes, for any number of threads")
  func deterministic() throws {
    let table = Samples.table(rows: 2000)
    for (name, threads) in [("a", 1), ("b", 1), ("c", 4)] {
      let writer = try ParquetWriter(
        path: folder.path(of: name), fields: table.fields, metadata: ["seed": "42", "config": "x", "b": "ü"],
        context: .threads(threads))
      try writer.write(table, rowGroupRows: 700)
      try writer.close()
    }
    #expect(try folder.bytes(of: "a") == folder.bytes(of: "b"))
    #expect(try folder.bytes(of: "a") == folder.bytes(of: "c"))
    #expect(try folder.bytes(of: "a").prefix(4) == Array("PAR1".utf8)[...])
    #expect(try folder.names == ["a", "b", "c"])
  }

  @Test("columns outlive their batch and reader")
  func memory() throws {
    let path = folder.path(of: "all.parquet")
    try write(Samples.table(rows: 400), to: path)
    var column: Column?
    do {
      let reader = try TableReader(path: path, options: ReadOptions(strings: .asStored, batchRows: 100))
      _ = try reader.next()
      column = try #require(try reader.next()).table.column(named: "string")
    }
    let expected = Samples.table(rows: 400).selecting(Array(100..<200)).texts("string")
    #expect(Table(columns: [try #require(column)]).texts("string") == expected)
  }

  private func write(_ table: Table, to path: String) throws {
    let writer = try ParquetWriter(path: path, fields: table.fields)
    try writer.write(table)
    try writer.close()
  }
}
