import Foundation
import Tables
import TestSupport
import Testing

@Suite("Separators and quotes that are found out") struct DialectTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func format(_ text: String, _ options: TextOptions = TextOptions()) throws -> TableFormat {
    try TableReader(path: try folder.write(text), options: ReadOptions(text: options)).format
  }

  private func quoted(_ delimiter: Character, with quote: Character?) -> TableFormat {
    .csv(CSVDialect(delimiter: delimiter.asciiValue!, quote: quote?.asciiValue), .none)
  }

  @Test("the separator is the one that all records agree on, not the one the header holds most of")
  func records() throws {
    #expect(try format("name, first, last;n;m\nx;1,5;2,5\ny;1;2\n") == quoted(";", with: "\""))
    #expect(try format("a|b, c, d, e|f\n1|2|3\n") == quoted("|", with: "\""))
    #expect(try format("a;b;c\n1,5;2,5;3,5\n") == quoted(";", with: "\""))
    #expect(try format("a\tb;c\n1;2;3\t2\n") == quoted("\t", with: "\""))
  }

  @Test("a separator within quotes does not count, nor does a line end")
  func withinQuotes() throws {
    #expect(try format("a,b\n\"1;2;3\n4;5\",\"x;y\"\n") == quoted(",", with: "\""))
  }

  @Test("where both would do, punctuation is no separator")
  func punctuation() throws {
    #expect(try format("Name, first;Price, EUR;n, m\nx, y;1,5;2,5\n") == quoted(";", with: "\""))
    #expect(try format("a, b, c\n1, 2, 3\n") == quoted(",", with: "\""))
  }

  @Test("ragged records do not hide the separator that most agree on")
  func ragged() throws {
    #expect(try format("a;b;c\n1;2;3\n4;5\n6;7;8\n9;1,2,3;4\n") == quoted(";", with: "\""))
  }

  @Test("one column has no separator, and the comma stands for none")
  func single() throws {
    #expect(try format("a\n1\n2\n") == .csv(.comma, .none))
    #expect(try format("a") == .csv(.comma, .none))
  }

  @Test("single quotes are found where they clearly quote, and left alone where they do not")
  func singleQuotes() throws {
    #expect(try format("a,b\n'x, y',1\n'z',2\n") == quoted(",", with: "'"))
    #expect(try format("'a';'b'\n'x';'1'\n'it''s';'2'\n") == quoted(";", with: "'"))
    #expect(try TextRows(reading: folder.path(of: "table.csv")).rows == [["x", "1"], ["it's", "2"]])
    #expect(try format("a,b\n'90s poster,1\n'tis,2\n") == .csv(.comma, .none))
    #expect(try format("a,b\n'x',\"1\"\n'y',\"2\"\n") == .csv(.comma, .none))
    #expect(try format("a,b\nrock 'n' roll,1\n'n',2\nx,3\n") == .csv(.comma, .none), "one of several is not a column")
  }

  @Test("titles above the header, and the line that names the separator, are passed over; lines keep their numbers")
  func titles() throws {
    func read(_ text: String) throws -> (rows: TextRows, warnings: [String], line: Int?) {
      let path = try folder.write(text)
      let reader = try TableReader(path: path)
      let line = try reader.next()?.fileLine(ofRow: 0)
      return (try TextRows(reading: path), reader.warnings, line)
    }
    let titled = try read("Sales, 2023;;\n\n\"North; South\"\na;b;c\n1;2;3\n")
    #expect(titled.rows.rows == [["1", "2", "3"]])
    #expect(titled.line == 5)
    #expect(titled.warnings == ["the header is line 4; what stands above it is passed over: Sales, 2023, North; South"])
    let stated = try read("SEP=|\r\na|b;c;d|e\r\n1|2;3;4|5\r\n")
    #expect(stated.rows.rows == [["1", "2;3;4", "5"]])
    #expect(stated.line == 3 && stated.warnings == [])
    #expect(try read("sep=;\nTitle\na;b;c\n1;2;3\n").rows.rows == [["1", "2", "3"]])
  }

  @Test("one value above other columns is a title only where these look like a header")
  func noTitles() throws {
    func names(_ text: String) throws -> [String] { try TableReader(path: folder.write(text)).fields.map(\.name) }
    #expect(try names("a\n1\n2\n") == ["a"])
    #expect(try names("a\nb,c\n") == ["a"], "two columns")
    #expect(try names("a\nb,c,\n1,2,3\n") == ["a"], "a column without a name")
    #expect(try names("a\nb,c,d\n1,2\n") == ["a"], "a row of other columns")
    #expect(throws: TableError.empty(path: folder.path(of: "table.csv"))) { try names("sep=;") }
    #expect(try names((0..<30).map { "t\($0)\n" }.joined() + "a,b,c\n1,2,3\n") == ["t0"], "too many")
  }

  @Test("what is stated is not looked for")
  func stated() throws {
    let text = "a,b;c\n\"1,2;3\n"
    #expect(try format(text, TextOptions(separator: .semicolon, quoting: .none)) == quoted(";", with: nil))
    let options = ReadOptions(text: TextOptions(separator: .semicolon, quoting: .none))
    #expect(try TextRows(reading: folder.path(of: "table.csv"), options: options).rows == [["\"1,2", "3"]])
    #expect(
      try format("a;b\n'x';1\n", TextOptions(quoting: .single)) == quoted(";", with: "'"))
  }

  @Test("the sample may end within a record")
  func longRecords() throws {
    let long = String(repeating: "x;", count: 40_000)
    #expect(try format("a,b\n\"\(long)\",1\n\"\(long)\",2\n") == .csv(.comma, .none))
  }

  @Test("a million columns are too many, and are counted")
  func wide() throws {
    let path = try folder.write(String(repeating: "a,", count: 1_000_000) + "b\n1\n")
    #expect(
      tableError { try readAll(path) } == .tooManyColumns(path: path, line: 1, found: 1_000_001, limit: 16_384))
    let doubled = try folder.write(
      "\"a\"\"" + String(repeating: ",", count: 9) + "\"" + String(repeating: ",b", count: 20_000) + "\n1\n")
    #expect(
      tableError { try readAll(doubled) } == .tooManyColumns(path: doubled, line: 1, found: 20_001, limit: 16_384),
      "two quotes within quotes end nothing")
    let most = (1...16_384).map { "c\($0)" }.joined(separator: ",")
    let row = [String](repeating: "1", count: 16_384).joined(separator: ",")
    #expect(try TextRows(reading: try folder.write("\(most)\n\(row)\n")).rows.map(\.count) == [16_384])
  }
}
