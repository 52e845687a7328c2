import Foundation
import Numerics
import Tables
import TestSupport
import Testing

@Suite("Arrow IPC") struct ArrowTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("reads every flat type of another writer as one of ours")
  func types() throws {
    let path = try folder.write(ArrowFixtures.types, to: "types.feather").path
    let reader = try TableReader(path: path)
    #expect(reader.format == .arrow(isStream: false))
    #expect(reader.skippedColumns == ["list"])
    #expect(
      reader.fields.map(\.type) == [
        .int64, .timestamp, .timestamp, .dictionary, .dictionary, .dictionary, .double, .bool, .date, .float, .float,
      ])
    #expect(reader.fields[2].isUTC)
    let table = try readTable(path)
    #expect(table.texts("u8") == ["1", "nil", "255"])
    #expect(table.texts("ns") == ["1291192020123456", "nil", "0"])
    #expect(table.texts("s_utc") == ["1291192020000000", "nil", "0"])
    #expect(table.texts("large") == ["a", "nil", "ü"])
    #expect(table.texts("view") == ["short", "nil", "longer than twelve bytes"])
    #expect(table.texts("dict8") == ["p", "nil", "p"])
    #expect(table.texts("dec") == ["12.5", "nil", "-0.05"])
    #expect(table.texts("flag") == ["true", "nil", "false"])
    #expect(table.texts("d64") == ["14944", "nil", "0"])
    #expect(table.texts("half") == ["1.5", "nil", "2.5"])
    #expect(table.texts("last") == ["1.5", "nil", "2.5"])
    #expect(try readTable(path, strings: .asStored).fields[4].type == .string)
  }

  @Test("dictionaries that are replaced or grow between batches")
  func dictionaries() throws {
    let replaced = try folder.write(ArrowFixtures.replaced, to: "replaced.arrows").path
    #expect(try TableReader(path: replaced).format == .arrow(isStream: true))
    #expect(try readTable(replaced).texts("word") == ["a", "b", "nil", "e", "c", "f", "c"])
    #expect(try readTable(replaced).texts("n") == ["0", "1", "2", "0", "1", "0", "1"])
    let deltas = try folder.write(ArrowFixtures.deltas, to: "deltas.arrows").path
    #expect(try readTable(deltas).texts("word") == ["a", "b", "nil", "c", "a"])
  }

  @Test("columns are read in the order asked for, in batches of any size; a nested one is an error")
  func selection() throws {
    let path = try folder.write(ArrowFixtures.types, to: "types.arrow").path
    let table = try readTable(path, columns: ["last", "u8"])
    #expect(table.fields.map(\.name) == ["last", "u8"])
    #expect(table.texts("u8") == ["1", "nil", "255"])
    #expect(
      tableError { _ = try readTable(path, columns: ["u8", "list"]) }
        == .nestedColumn(name: "list", path: path, type: "+l"))
    let reader = try TableReader(path: path, options: ReadOptions(batchRows: 1))
    var (lines, flags): ([Int], [String]) = ([], [])
    while let batch = try reader.next() {
      #expect(batch.table.rowCount == 1)
      lines.append(batch.fileLine(ofRow: 0))
      flags += batch.table.texts("flag")
    }
    #expect(lines == [1, 2, 3])
    #expect(flags == ["true", "nil", "false"])
  }

  @Test("a file that was cut off is an error", arguments: ["file", "stream"])
  func truncated(kind: String) throws {
    let bytes = kind == "file" ? ArrowFixtures.types : ArrowFixtures.replaced
    var errors = 0
    for count in stride(from: 8, to: bytes.count - 8, by: 37) {
      let path = try folder.write(Array(bytes.prefix(count)), to: "cut.arrow").path
      let error = tableError { try readAll(path) }
      if kind == "file" { #expect(error == .truncated(path: path, format: "Arrow"), "\(count)") }
      if error != nil { errors += 1 }
    }
    #expect(errors > bytes.count / 37 * 9 / 10)
  }

  @Test("text that is not UTF-8, and lengths and places beyond the file, are errors")
  func hostile() throws {
    let text = try #require(
      ArrowFixtures.orders.indices.first { ArrowFixtures.orders[$0...].starts(with: Array("17850".utf8)) })
    var bytes = ArrowFixtures.orders
    bytes[text] = 0xff
    let path = try folder.write(bytes, to: "text.arrow").path
    guard case .corrupt(path, "Arrow", _) = tableError({ try readAll(path) }) else {
      Issue.record("text that is not UTF-8")
      return
    }
    bytes = ArrowFixtures.orders
    var failures = 0
    for position in stride(from: 8, to: bytes.count, by: 4) {
      var broken = bytes
      broken.replaceSubrange(position..<min(position + 4, bytes.count), with: [0xff, 0xff, 0xff, 0x7f])
      let path = try folder.write(broken, to: "broken.arrow").path
      if tableError({ try readAll(path) }) != nil { failures += 1 }
    }
    #expect(failures > 50)
  }

  @Test("Feather of version 1 and a wrong beginning are called by their name")
  func otherFormats() throws {
    let old = try folder.write(Array("FEA1".utf8) + [0, 0, 0, 0], to: "old.feather").path
    #expect(
      tableError { try readAll(old) } == .unsupportedFormat(path: old, found: "a Feather file of version 1"))
    let text = try folder.write("x,y\n1,2\n", to: "text.arrow").path
    #expect(
      tableError { try readAll(text) }
        == .corrupt(path: text, format: "Arrow", detail: "it does not begin as Arrow does"))
  }
}
