import Tables
import TestSupport
import Testing

@Suite("Headers, and files without one") struct HeaderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var path: String { folder.path(of: "table.csv") }

  private func read(
    _ text: String, _ options: TextOptions = TextOptions(), blockSize: Int = 4 << 20
  ) throws -> (names: [String], rows: [[String?]], lines: [Int], reader: TableReader) {
    let options = ReadOptions(text: options, blockSize: blockSize)
    let reader = try TableReader(path: try folder.write(text), options: options)
    let rows = try TextRows(reading: path, options: options)
    return (reader.fields.map(\.name), rows.rows, rows.lines, reader)
  }

  // MARK: - Names

  @Test("a column without a name is called after its place, and told to the log alone")
  func nameless() throws {
    let index = try read(",a,b\n0,x,1\n1,y,2\n")
    #expect(index.names == ["column_1", "a", "b"] && index.rows[1] == ["1", "y", "2"])
    #expect(index.reader.warnings == [])
    #expect(index.reader.notes == ["column 1 has no name in the header; it is carried along as column_1"])
    let inner = try read("column_2,,b,\nx,1,2,3\n")
    #expect(inner.names == ["column_2", "column_2_2", "b", "column_4"])
  }

  @Test("a second column of one name gets a number that is free")
  func repeated() throws {
    let twice = try read("a,b,a,a_2,a\n1,2,3,4,5\n")
    #expect(twice.names == ["a", "b", "a_3", "a_2", "a_4"] && twice.rows == [["1", "2", "3", "4", "5"]])
    #expect(
      twice.reader.warnings == [
        "columns 1 and 3 are both named 'a'; the second one is called 'a_3'",
        "columns 1 and 5 are both named 'a'; the second one is called 'a_4'",
      ])
    #expect(twice.reader.header.repeated.map(\.second) == [3, 5])
  }

  // MARK: - Fields that are blank throughout

  @Test(
    "separators at the ends of all lines, of the rows, or of the header make no column",
    arguments: [
      "a,b,\n1,2,\n3,4, \n", "a,b\n1,2,\n3,4,\n", "a,b,\n1,2\n3,4\n", "a,b,,,\n1,2,,,\n3,4,,,\n", "a,b,,\n1,2,\n3,4,\n",
    ])
  func trailing(text: String) throws {
    for blockSize in [16, 4 << 20] {
      let found = try read(text, blockSize: blockSize)
      #expect(found.names == ["a", "b"] && found.rows == [["1", "2"], ["3", "4"]] && found.lines == [2, 3])
      #expect(found.reader.warnings.count >= 1)
    }
    #expect(try TextRows(reading: path, options: ReadOptions(columns: ["b"])).rows == [["2"], ["4"]])
  }

  @Test("a blank column with a name stays, and so does a value in one without")
  func notTrailing() throws {
    #expect(try read("a,b\n1,\n2,\n").names == ["a", "b"])
    #expect(try read("a,b,\n1,2,\n3,4,x\n").names == ["a", "b", "column_3"])
  }

  @Test("a surplus field with a value is an error, in the first row and in a later one")
  func surplus() throws {
    let first = try folder.write("a,b\n1,2,x\n3,4,\n")
    #expect(tableError { try readAll(first) } == .raggedRow(path: first, line: 2, expected: 2, found: 3))
    let early = try folder.write("a,b\n1,2,\n3,4,\n5,6,x\n")
    #expect(tableError { try readAll(early) } == .raggedRow(path: early, line: 4, expected: 2, found: 3))
    let many = String(repeating: "1,2,\n", count: 300_000)
    let late = try folder.write("a,b\n" + many + "3,4,x\n")
    #expect(tableError { try readAll(late) } == .raggedRow(path: late, line: 300_002, expected: 2, found: 3))
    _ = try folder.write("a,b,\n" + many + "3,4,x\n")
    #expect(tableError { try readAll(late) } == .valueWithoutName(path: late, line: 300_002, position: 3))
    let some = try folder.write("a,b\n1,2,\n3,4\n")
    #expect(tableError { try readAll(some) } == .raggedRow(path: some, line: 2, expected: 2, found: 3))
  }

  // MARK: - No header

  @Test(
    "a first line of data is not taken for names",
    arguments: [
      "K1,1,P1,2023-01-05,3,10.00\nK2,2,P2,2023-01-06,1,12.00\n", "1;2;3,5\n4;5;6,5\n",
      "0001,19970101,1,11.77\n0002,19970102,5,77.00\n", "x,5.1,US\ny,6.2,DE\nz,7.5,FR\n1x,3.25,UK\n",
    ])
  func data(text: String) throws {
    let path = try folder.write(text)
    let error = tableError { try readAll(path) }
    guard case .firstLineIsData(path, 1, let fields)? = error else {
      Issue.record("\(text): \(String(describing: error))")
      return
    }
    #expect("\(error!)".contains("set ingest.header to false and map column_1 to column_\(fields.count)"))
    #expect(try read(text, TextOptions(header: .present)).names == fields)
    let bare = try read(text, TextOptions(header: .absent))
    #expect(bare.names == (1...fields.count).map { "column_\($0)" } && bare.lines.first == 1)
    #expect(bare.rows.first == fields.map { $0 } && !bare.reader.format.description.contains("names"))
    #expect(bare.reader.format.description.hasSuffix(", without a header"))
  }

  @Test(
    "names are names, also where they have digits or are numbers",
    arguments: [
      "a,b\n1,2\n", "customer_id,2021,2022\nK1,5,7\nK2,6,8\n", "0,1,2\nK1,P1,5\nK2,P2,6\n", "id,1,2,3\n5,1,0,2\n",
      "Q1,Q2\n1,2\n", "x,0\n5,1\n", "n\n1\n2\n", "1\n2\n", "region,2023-01-01\nEast,word\n", "name,city\nx,y\n",
      "2021,2022,2023\n5,6,7\n",
    ])
  func names(text: String) throws {
    let names = text.split(separator: "\n")[0].split(separator: ",").map(String.init)
    #expect(try read(text).names == names)
  }

  @Test("text without a header keeps its lines, over any ends of blocks")
  func absent() throws {
    let rows = (1...500).map { "K\($0),\($0),\"a\nb\"\n" }.joined()
    for blockSize in [16, 100, 4 << 20] {
      let found = try read("\n\n" + rows, TextOptions(header: .absent), blockSize: blockSize)
      #expect(found.rows.count == 500 && found.rows[0] == ["K1", "1", "a\nb"] && found.rows[499][0] == "K500")
      #expect(found.lines[0] == 3 && found.lines[499] == 3 + 2 * 499)
    }
  }

  // MARK: - Blanks

  private static let padded =
    " 00001 19970101  1   11.77\r\n 00002 19970112  1   12.00 \r\n\t00002\t19970112 10  77.00\r\n"

  @Test("columns of blanks are found, and cut at any run of them")
  func blanks() throws {
    let bare = try read(Self.padded, TextOptions(header: .absent))
    #expect(
      bare.rows == [
        ["00001", "19970101", "1", "11.77"], ["00002", "19970112", "1", "12.00"], ["00002", "19970112", "10", "77.00"],
      ])
    #expect(bare.lines == [1, 2, 3])
    #expect(bare.reader.format.description == "CSV, separated by blanks, without a header")
    let named = try read(" id  date units  dollars\n" + Self.padded)
    #expect(named.names == ["id", "date", "units", "dollars"] && named.rows == bare.rows)
    #expect(named.reader.format == .csv(CSVDialect(.blanks), .none))
    let comma = try read(Self.padded.replacing(".", with: ","), TextOptions(header: .absent))
    #expect(comma.rows[0] == ["00001", "19970101", "1", "11,77"])
  }

  @Test("spaces and tabs may be mixed, also where one of them alone would cut some lines")
  func mixedBlanks() throws {
    let mixed = try read(
      " id\tdate  units \t dollars\n1 \t2023-01-05 1 2.5\n \t2\t2023-01-06   3\t4.5 \n3 4 5 6\n")
    #expect(mixed.names == ["id", "date", "units", "dollars"])
    #expect(mixed.rows == [["1", "2023-01-05", "1", "2.5"], ["2", "2023-01-06", "3", "4.5"], ["3", "4", "5", "6"]])
  }

  @Test("runs of blanks end where blocks do, and quoted ones stay", arguments: [16, 17, 18, 19, 23, 64])
  func blanksAtEnds(blockSize: Int) throws {
    let line = "  \"a  \"\"b\t c\"     x \t  1.5   \n"
    let text = "  name    code  value\n\n" + String(repeating: line, count: 200)
    let found = try read(text, TextOptions(separator: .blanks), blockSize: blockSize)
    #expect(found.rows.count == 200 && found.rows.allSatisfy { $0 == ["a  \"b\t c", "x", "1.5"] })
    #expect(found.lines == Array(3...202))
    let odd = try folder.write(text + "x y\n")
    let options = ReadOptions(text: TextOptions(separator: .blanks), blockSize: blockSize)
    #expect(
      tableError { _ = try TextRows(reading: odd, options: options) }
        == .raggedRow(path: odd, line: 203, expected: 3, found: 2))
  }

  @Test("words with blanks between them are no columns where something else separates")
  func noBlanks() throws {
    #expect(try read("full name,price\nJohn Smith,1.5\nAnn Lee,2.5\n").names == ["full name", "price"])
    #expect(try read("a b c\n").names == ["a b c"], "a header alone shows nothing")
    #expect(try read("note\ntwo words\nand three words\n").names == ["note"])
    #expect(try read("a\tb c\n1\t2 3\n").names == ["a", "b c"])
    #expect(try read("first name, last name;n\nAnn Lee x;1\nBob;2\nC D;3\n").names == ["first name, last name", "n"])
  }
}
