import Foundation
import Numerics
import Tables
import TestSupport
import Testing

@Suite("JSON Lines") struct JSONLinesTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(_ text: String, to name: String = "t.jsonl") throws -> String {
    try folder.write(text, to: name).path
  }

  private var path: String { folder.path(of: "t.jsonl") }

  private static let text =
    #"{"id": 1, "name": "Tee \u00e4 \"x\"", "gift": true, "price": 2, "code": "0042", "none": null}"# + "\n\n"
    + #"{"name": "b\nc", "id": 9007199254740993, "price": 2.5, "more": "2024-01-01 10:00:00", "tags": ["a"]}"# + "\n"
    + #"  {"id": 3, "more": "later", "gift": false, "price": -1e3, "at": {"city": "Ulm"}}"# + "\n"

  @Test("members are columns with their types, whatever line shows them; what is missing is null")
  func types() throws {
    let reader = try TableReader(path: write(Self.text))
    #expect(
      reader.fields == [
        Field(name: "id", type: .int64), Field(name: "name", type: .dictionary), Field(name: "gift", type: .bool),
        Field(name: "price", type: .double), Field(name: "code", type: .dictionary),
        Field(name: "none", type: .dictionary), Field(name: "more", type: .dictionary),
      ])
    #expect(reader.format == .jsonLines(.none))
    #expect(reader.skippedColumns == ["tags", "at"])
    #expect(
      reader.warnings == [
        "what holds objects or lists is left out: tags, at; to use it, write it as columns of its own"
      ])
    let batch = try #require(try reader.next())
    #expect(batch.table.texts("id") == ["1", "9007199254740993", "3"])
    #expect(batch.table.texts("name") == ["Tee ä \"x\"", "b\nc", "nil"])
    #expect(batch.table.texts("gift") == ["true", "nil", "false"])
    #expect(batch.table.texts("price") == ["2.0", "2.5", "-1000.0"])
    #expect(batch.table.texts("code") == ["0042", "nil", "nil"])
    #expect(batch.table.texts("none") == ["nil", "nil", "nil"])
    #expect(batch.table.texts("more") == ["nil", "2024-01-01 10:00:00", "later"])
    #expect((0..<3).map { batch.fileLine(ofRow: $0) } == [1, 3, 4])
    #expect(try reader.next() == nil)
  }

  @Test("the same rows for any number of threads and bytes a block", arguments: [1, 2, 3])
  func blocks(threads: Int) throws {
    let lines = (0..<3000).map { row in
      #"{"id": \#(row), "name": "n\#(row % 7)"\#(row == 2999 ? #", "late": 0.5"# : "")}"#
    }
    let path = try write(lines.joined(separator: "\n"))
    for blockSize in [64, 1000, 1 << 20] {
      let options = ReadOptions(blockSize: blockSize, parallelism: Parallelism(threads: threads))
      let reader = try TableReader(path: path, options: options)
      var (ids, late, count): ([String], [String], Int) = ([], [], 0)
      while let batch = try reader.next() {
        #expect(batch.firstRow == count && batch.fileLine(ofRow: 0) == count + 1)
        count += batch.table.rowCount
        ids += batch.table.texts("id")
        late += batch.table.texts("late")
      }
      #expect(ids == (0..<3000).map { "\($0)" })
      #expect(late == [String](repeating: "nil", count: 2999) + ["0.5"])
    }
  }

  @Test("columns in the order asked for; a nested or missing one is an error")
  func columns() throws {
    let path = try write(Self.text)
    #expect(try readTable(path, columns: ["price", "id"]).fields.map(\.name) == ["price", "id"])
    #expect(
      tableError { _ = try readTable(path, columns: ["at"]) }
        == .nestedColumn(name: "at", path: path, type: "an object or a list"))
    guard case .missingColumn("nam", path, _, "name")? = tableError({ _ = try readTable(path, columns: ["nam"]) })
    else {
      Issue.record("a member that is not there")
      return
    }
  }

  @Test("known by what is in it, under any name, and packed")
  func content() throws {
    let lines = "{\"a\": 1}\n{\"a\": 2}\n"
    for name in ["t.json", "t.txt", "t.csv", "t"] {
      #expect(try readTable(write(lines, to: name)).texts("a") == ["1", "2"], "\(name)")
    }
    // One line may be a document; the name decides.
    #expect(try readTable(write("{\"a\": 1}\n", to: "one.ndjson")).texts("a") == ["1"])
    guard case .notATable? = tableError({ try readAll(write("{\"a\": 1}\n", to: "one.json")) }) else {
      Issue.record("a document of one line")
      return
    }
    let gzip = Process()
    gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    gzip.arguments = ["gzip", "-k", try write("{\"a\": 1}", to: "packed.jsonl")]
    try gzip.run()
    gzip.waitUntilExit()
    try #require(gzip.terminationStatus == 0)
    let reader = try TableReader(path: folder.path(of: "packed.jsonl.gz"))
    #expect(reader.format == .jsonLines(.gzip))
    #expect(try reader.next()?.table.texts("a") == ["1"])
  }

  // MARK: - Bad input

  @Test(
    "a line that is no object, or has a number that would lose digits, is an error with its line",
    arguments: [
      ("{\"a\": 1}\n{\"a\": }\n", 2), ("{\"a\": 1}\n\n{\"a\": 1\n", 3),
      ("{\"a\": 1}\n{\"a\": 12345678901234567890}\n", 2),
      ("{\"a\": 1}\n{\"a\": 1, \"a\": 2}\n", 2), ("{\"a\": 1}\n[1]\n", 2),
      ("{\"a\": 1}\n{\"a\": " + String(repeating: "[", count: 100) + "\n", 2),
    ])
  func faults(text: String, line: Int) throws {
    guard case .badJSON(let found, let foundLine, _)? = tableError({ try readAll(write(text)) }) else {
      Issue.record("\(text): \(String(describing: tableError { try readAll(path) }))")
      return
    }
    #expect(found == path && foundLine == line)
  }

  @Test("what is a number here and text there is text, as it is written, in one block or in several")
  func mixed() throws {
    let start = (0..<30).map { "{\"order\": \($0), \"p\": 1, \"x\": {\"order\": 1}}\n" }.joined()
    let path = try write(
      start + "{\"x\": \"none\", \"order\": \"C1\", \"p\": true}\n{\"order\": 1.50 , \"p\": \"a, b\"}\n")
    for blockSize in [64, 1 << 20] {
      let reader = try TableReader(path: path, options: ReadOptions(blockSize: blockSize, parallelism: .serial))
      #expect(reader.fields.map(\.type) == [.dictionary, .dictionary])
      #expect(reader.skippedColumns == ["x"])
      var (orders, others): ([String], [String]) = ([], [])
      while let batch = try reader.next() {
        orders += batch.table.texts("order")
        others += batch.table.texts("p")
      }
      #expect(orders == (0..<30).map { "\($0)" } + ["C1", "1.50"])
      #expect(others.suffix(3) == ["1", "true", "a, b"])
    }
  }

  @Test("a case from the field")
  func fixture() throws {
    let path = RealData.projectRoot.appendingPathComponent("Tests/Fixtures/cases/not-a-csv/orders.jsonl").path
    let table = try readTable(path)
    #expect(table.texts("customer_id") == ["K1", "K2", "K1"] && table.texts("order_id") == ["1001", "1002", "1003"])
    #expect(table.texts("unit_price") == ["10.0", "2.5", "10.0"] && table.texts("gift") == ["true", "nil", "nil"])
    #expect(table.texts("product_id")[2] == "Tee ä \"x\"")
  }

  @Test("names with escapes are the names that they spell")
  func names() throws {
    let path = try write(#"{"a\u00e4\"\n": 1, "\ud83d\ude42": "x"}"# + "\n" + #"{"aä\"\n": "y"}"# + "\n")
    let table = try readTable(path)
    #expect(table.fields.map(\.name) == ["aä\"\n", "🙂"])
    #expect(table.texts("aä\"\n") == ["1", "y"])
  }

  @Test("more members than a table has columns are refused, and bytes that are no text")
  func bounds() throws {
    let many = "{\"a0\": 1}\n{" + (0..<20_000).map { "\"a\($0)\": 1" }.joined(separator: ",") + "}\n"
    guard case .badJSON(path, 2, _)? = tableError({ try readAll(write(many)) }) else {
      Issue.record("20,000 members")
      return
    }
    let bytes = Array("{\"a\": \"é à ü öß\"}\n{\"a\": \"".utf8) + [0xff] + Array("\"}\n".utf8)
    try folder.write(bytes, to: "t.jsonl")
    #expect(tableError { try readAll(path) } == .notUTF8(path: path, line: 2, column: "a"))
  }
}
