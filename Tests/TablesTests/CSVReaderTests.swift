import Foundation
import Numerics
import Tables
import TestSupport
import Testing

@Suite("CSV reader") struct CSVReaderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func rows(_ text: String) throws -> TextRows {
    try TextRows(reading: try folder.write(text))
  }

  @Test("reads fields as text, and only empty ones as null")
  func plain() throws {
    let path = try folder.write("id,name,n\n007,Ann,1.50\n17850.0,,NA\n,\"\",null\n")
    let reader = try TableReader(path: path)
    #expect(reader.fields == ["id", "name", "n"].map { Field(name: $0, type: .dictionary) })
    #expect(reader.format == .csv(.comma, .none))
    #expect(
      try TextRows(reading: path).rows == [["007", "Ann", "1.50"], ["17850.0", nil, "NA"], [nil, nil, "null"]])
  }

  @Test("tells the line of each row over blank lines, CRLF and quoted line ends")
  func lines() throws {
    let text = "\n\r\na,b\r\n1,2\r\n\r\n\n3,\"x\r\ny\nz\"\r\n4,\"\"\"\"\r\n  \r\n5,6"
    let rows = try rows(text)
    #expect(rows.rows == [["1", "2"], ["3", "x\r\ny\nz"], ["4", "\""], ["5", "6"]])
    #expect(rows.lines == [4, 7, 10, 12])
  }

  @Test("takes a lone CR as a line end")
  func oldMac() throws {
    let rows = try rows("a,b\r1,2\r\r3,4\r")
    #expect(rows.rows == [["1", "2"], ["3", "4"]])
    #expect(rows.lines == [2, 4])
  }

  @Test("leaves quotes inside a plain field alone")
  func innerQuotes() throws {
    #expect(try rows("a,b\n12\" VASE,5\"\n").rows == [["12\" VASE", "5\""]])
  }

  @Test(
    "finds the separator from the header",
    arguments: [(",", CSVDialect.comma), (";", .semicolon), ("\t", .tab), ("|", .pipe)])
  func dialects(delimiter: String, dialect: CSVDialect) throws {
    let header = ["id", "\"a,a;b|c\td,,;;||\t\t.\"", "x", "y"].joined(separator: delimiter)
    // Quoted separators do not count: three real ones of one kind against many quoted.
    let path = try folder.write("\u{feff}\(header)\n1\(delimiter)2\(delimiter)3\(delimiter)\n")
    let reader = try TableReader(path: path)
    #expect(reader.format == .csv(dialect, .none))
    #expect(reader.fields.map(\.name) == ["id", "a,a;b|c\td,,;;||\t\t.", "x", "y"])
    #expect(try TextRows(reading: path).rows == [["1", "2", "3", nil]])
  }

  @Test("skips a byte order mark and blanks around names")
  func byteOrderMark() throws {
    let reader = try TableReader(path: try folder.write("\u{feff} id , \"Customer ID \"\n1,2\n"))
    #expect(reader.fields.map(\.name) == ["id", "\"Customer ID \""])
  }

  @Test("reads the named columns only, in the named order")
  func projection() throws {
    let path = try folder.write("a,b,c\n1,2,3\n")
    #expect(try TextRows(reading: path, options: ReadOptions(columns: ["c", "a"])).rows == [["3", "1"]])
    #expect(
      tableError { _ = try TableReader(path: path, options: ReadOptions(columns: ["B1"])) }
        == .missingColumn(name: "B1", path: path, known: ["a", "b", "c"], nearest: "b"))
  }

  @Test("a header alone is a table of no rows")
  func headerOnly() throws {
    for text in ["a,b", "a,b\n", "a,b\n\n\n"] {
      let table = try readTable(try folder.write(text))
      #expect(table.rowCount == 0)
      #expect(table.fields.map(\.name) == ["a", "b"])
    }
  }

  @Test("reads gzip and zstd like plain text")
  func compressed() throws {
    let expected = try TextRows(reading: try folder.write("id,n\nx,1\ny,2\n"))
    #expect(expected.rows == [["x", "1"], ["y", "2"]])
    #expect(try TextRows(reading: try folder.write(Fixtures.gzip, to: "t.csv.gz").path) == expected)
    #expect(try TextRows(reading: try folder.write(Fixtures.zstd, to: "t.csv.zst").path) == expected)
    // The content decides, not the name.
    #expect(try TextRows(reading: try folder.write(Fixtures.zstd, to: "t.csv").path) == expected)
  }

  @Test("reads back what was written, whatever the blocks and quotes", arguments: 0..<40)
  func roundTrip(seed: Int) throws {
    var writer = SloppyWriter(seed: UInt64(seed), columns: 1 + seed % 4)
    for _ in 0..<60 { writer.addRow() }
    let path = try folder.write(writer.text)
    for blockSize in [16, 17, 64, 1 << 20] {
      let options = ReadOptions(blockSize: blockSize, parallelism: Parallelism(threads: 1 + seed % 3))
      #expect(try TextRows(reading: path, options: options) == writer.expected, "block of \(blockSize)")
    }
  }

  @Test("a last line without an end, plain and quoted")
  func noLastLineEnd() throws {
    for (text, last) in [("3,4", "4"), ("3,\"x\ny\"", "x\ny"), ("3,\"\"\"\"", "\""), ("3,\"\"", nil)] {
      #expect(try rows("a,b\n1,2\n\(text)").rows == [["1", "2"], ["3", last]])
    }
  }

  @Test("a line of blanks is a value where there is one column, and nothing where there are more")
  func blanks() throws {
    #expect(try rows("a\n \n\n\t\n\"\"\n").rows == [[" "], ["\t"], [nil]])
    let several = try rows("a,b\n \t\n1,2\n \n\n3,4\n  ")
    #expect(several.rows == [["1", "2"], ["3", "4"]])
    #expect(several.lines == [3, 6])
    #expect(try rows("a\tb\n\t\n \n1\t2\n").lines == [2, 4], "a tab is no blank where it separates")
  }

  @Test("rows are counted where no column is asked for, and a column may be asked for twice")
  func unusualProjections() throws {
    let path = try folder.write("a,b\n1,2\n3,4\n")
    let reader = try TableReader(path: path, options: ReadOptions(columns: []))
    #expect(try reader.next()?.table.rowCount == 2)
    #expect(try TextRows(reading: path, options: ReadOptions(columns: ["b", "b"])).rows == [["2", "2"], ["4", "4"]])
  }

  @Test("reads with the quote it is told")
  func otherQuote() throws {
    let options = TextOptions(separator: .semicolon, quoting: .single)
    let path = try folder.write("a;b\n'x;''y';\"z\"\n")
    #expect(try TextRows(reading: path, options: ReadOptions(text: options)).rows == [["x;'y", "\"z\""]])
  }

  @Test("finds the separator behind a name that is longer than a block")
  func longHeader() throws {
    let name = String(repeating: "x", count: 100)
    let path = try folder.write("\n\n\(name);b\n1;2\n")
    let reader = try TableReader(path: path, options: ReadOptions(blockSize: 16))
    #expect(reader.fields.map(\.name) == [name, "b"])
    #expect(try reader.next()?.fileLine(ofRow: 0) == 4)
  }

  @Test("soup is read to the same rows or the same error for all blocks and threads", arguments: 0..<150)
  func soup(seed: Int) throws {
    let random = Philox(seed: UInt64(seed))
    func draw(_ counter: Int, _ count: Int) -> Int {
      min(count - 1, Int(random.uniform(stream: 3, counter: UInt64(counter)) * Double(count)))
    }
    // One column has no ragged rows, and few quotes leave more soups readable.
    let letters = Array(["ab \n\r\"", "a,b\n\r", "aab, \n\r\""][seed % 3].utf8)
    let header = Array((seed % 3 == 0 ? "h\n" : "g,h\n").utf8)
    let path = try folder.write(header + (0..<20 + seed).map { letters[draw($0, letters.count)] }, to: "soup.csv").path
    func outcome(_ blockSize: Int, threads: Int) throws -> Result<TextRows, TableError> {
      let options = ReadOptions(blockSize: blockSize, parallelism: Parallelism(threads: threads))
      do {
        return .success(try TextRows(reading: path, options: options))
      } catch let error as TableError {
        return .failure(error)
      }
    }
    let whole = try outcome(1 << 20, threads: 1)
    if case .failure(.system) = whole { Issue.record("rows and lines disagree") }
    for (blockSize, threads) in [(16, 1), (16, 3), (23, 2), (64, 1)] {
      #expect(try outcome(blockSize, threads: threads) == whole, "block of \(blockSize)")
    }
  }

  @Test("codes are dense, in order of first appearance, and each batch's text is distinct")
  func dictionaryOrder() throws {
    let table = try readTable(try folder.write("c\nb\na\nb\n\"a\"\n\"\"\nc\n"))
    guard case .dictionary(let column)? = table.column(named: "c")?.values else {
      Issue.record("a dictionary")
      return
    }
    #expect(column.dictionary.array == ["b", "a", "c"])
    #expect(column.codes.optionals == [0, 1, 0, 1, nil, 2])
  }
}

/// Writes random rows in random spellings, and knows what should be read.
private struct SloppyWriter {
  private(set) var text = ""
  private(set) var expected = TextRows()
  private let columns: Int
  private let random: Philox
  private var counter: UInt64 = 0
  private var line = 2

  init(seed: UInt64, columns: Int) {
    self.columns = columns
    random = Philox(seed: seed)
    text = (0..<columns).map { "column \($0)" }.joined(separator: ",") + newline()
  }

  private mutating func pick(_ count: Int) -> Int {
    counter += 1
    return min(count - 1, Int(random.uniform(stream: 1, counter: counter) * Double(count)))
  }

  private mutating func newline() -> String { ["\n", "\r\n"][pick(2)] }

  mutating func addRow() {
    while pick(5) == 0 {
      text += newline()
      line += 1
    }
    expected.lines.append(line)
    let fields = (0..<columns).map { _ in field() }
    // One empty plain field would be a blank line.
    let isBlank = columns == 1 && fields[0].spelling.isEmpty
    text += isBlank ? "\"\"" : fields.map(\.spelling).joined(separator: ",")
    expected.rows.append(fields.map { $0.value.isEmpty ? nil : $0.value })
    text += newline()
    line += 1
  }

  private mutating func field() -> (value: String, spelling: String) {
    let pieces = ["a", "bb", "é", "\"", ",", "\n", "\r\n", "a long piece of text", "x"]
    let value = (0..<pick(4)).map { _ in pieces[pick(pieces.count)] }.joined()
    let mustQuote = value.contains { $0 == "," || $0 == "\"" || $0.isNewline }
    line += value.count { $0.isNewline }
    guard mustQuote || pick(3) == 0 else { return (value, value) }
    return (value, "\"\(value.replacingOccurrences(of: "\"", with: "\"\""))\"")
  }
}
