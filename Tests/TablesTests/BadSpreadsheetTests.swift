import Foundation
import Tables
import TestSupport
import Testing

@Suite("Broken and hostile XLSX") struct BadSpreadsheetTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let table: [[MadeWorkbook.Cell]] = [
    [.text("x"), .text("y")], [.number("1"), .number("2")], [.number("3"), .number("4")],
  ]

  /// The error of a workbook in whose part `name` the text `old` was replaced by `new`.
  private func error(in name: String = "xl/worksheets/sheet1.xml", _ old: String, _ new: String) throws -> TableError? {
    let parts = MadeWorkbook([.init("orders", Self.table)]).parts.map { part in
      (part.name, Array((part.name == name ? part.text.replacingOccurrences(of: old, with: new) : part.text).utf8))
    }
    let path = try folder.write(try MadeArchive.pack(parts), to: "book.xlsx").path
    return tableError { try readAll(path) }
  }

  private var path: String { folder.path(of: "book.xlsx") }

  @Test(
    "a broken cell is named by sheet and place",
    arguments: [
      ("<v>3</v>", "<v>3,5</v>", "A3"), ("<v>3</v>", "<v>NaN</v>", "A3"), ("r=\"B2\"", "r=\"B7\"", "B2"),
      ("r=\"B3\"", "r=\"7\"", "B3"), ("r=\"B3\"", "r=\"XFE3\"", "B3"), ("<c r=\"A3\">", "<c r=\"A3\" t=\"s\">", "A3"),
      ("<row r=\"3\"", "<row r=\"2\"", "A2"), ("<row r=\"3\"", "<row r=\"1048577\"", "A2"),
    ])
  func brokenCell(old: String, new: String, cell: String) throws {
    guard case .badCell(path, "orders", let found, _) = try error(old, new) else {
      Issue.record("\(new): \(String(describing: try error(old, new)))")
      return
    }
    #expect(found == cell)
  }

  @Test("a value below no name is an error that names its cell; blanks there are not")
  func unnamedColumn() throws {
    var rows = Self.table
    rows[2].append(.text("note"))
    try folder.write(try MadeWorkbook([.init("orders", rows)]).packed(), to: "book.xlsx")
    let error = tableError { try readAll(path) }
    #expect(error == .unnamedColumn(path: path, sheet: "orders", cell: "C3", header: 1))
    #expect(
      error.map { "\($0)" }?.contains("orders!C3: this cell holds a value, but row 1 gives its column no name") == true)
    rows[2][2] = .text(" ")
    try folder.write(try MadeWorkbook([.init("orders", rows)]).packed(), to: "book.xlsx")
    #expect(try readTable(path).fields.count == 2)
  }

  @Test(
    "broken XML ends in one sentence with its part",
    arguments: [
      ("</row>", ""), ("<row", "<row <"), ("<v>3</v>", "<v>&nbsp;</v>"), ("<v>3</v>", "<v>\u{1}</v>"),
      ("<worksheet", "<!DOCTYPE a [<!ENTITY b \"c\">]><worksheet"),
      ("<v>3</v>", "<v>" + String(repeating: "<b>", count: 100) + String(repeating: "</b>", count: 100) + "</v>"),
      ("<row r=\"3\"", "<row r=\"3\" a=\"" + String(repeating: "x", count: 3 << 20) + "\""),
    ])
  func brokenXML(old: String, new: String) throws {
    guard case .corrupt(path, "XLSX", let detail) = try error(old, new) else {
      Issue.record("\(String(describing: try error(old, new)))")
      return
    }
    #expect(detail.contains("xl/worksheets/sheet1.xml"))
  }

  @Test("parts that are missing or contradict one another")
  func brokenParts() throws {
    let cases = [
      ("xl/_rels/workbook.xml.rels", "sheet1.xml", "sheet9.xml"), ("xl/workbook.xml", "rId1", "rId7"),
      ("_rels/.rels", "xl/workbook.xml", "xl/none.xml"), ("_rels/.rels", "xl/workbook.xml", "xl/styles.xml"),
    ]
    for (name, old, new) in cases { #expect(try error(in: name, old, new) != nil, "\(name)") }
    #expect(try error(in: "xl/workbook.xml", "<sheet ", "<nosheet ") == .empty(path: path))
  }

  @Test("other formats in a ZIP archive or an OLE container are called by their name")
  func otherFormats() throws {
    func found(_ entries: [MadeArchive.Entry]) throws -> String? {
      try folder.write(try MadeArchive.pack(entries), to: "book.xlsx")
      switch tableError({ try readAll(path) }) {
      case .unsupportedFormat(path, let found), .notATable(path, let found, _): return found
      default: return nil
      }
    }
    #expect(try found([("a.txt", [65])]) == "a ZIP archive without a workbook (it holds a.txt)")
    let type = Array("application/vnd.oasis.opendocument.spreadsheet".utf8)
    #expect(try found([("mimetype", type), ("content.xml", [60])]) == "an OpenDocument file (ODS)")
    let binary = MadeWorkbook([]).parts[1].text.replacingOccurrences(of: "workbook.xml", with: "workbook.bin")
    #expect(
      try found([("_rels/.rels", Array(binary.utf8)), ("xl/workbook.bin", [0])]) == "a binary spreadsheet (XLSB)")
    #expect(try ole(stream: "Workbook") == .unsupportedFormat(path: path, found: "an old spreadsheet (XLS)"))
    #expect(try ole(stream: "EncryptedPackage") == .encrypted(path: path))
  }

  /// The error of an OLE container whose directory, in sector 1, has an entry called `stream`.
  private func ole(stream: String) throws -> TableError? {
    var bytes = [UInt8](repeating: 0, count: 512 * 3)
    bytes.replaceSubrange(0..<8, with: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
    bytes[30] = 9
    bytes[48] = 1
    for (index, name) in ["Root Entry", stream].enumerated() {
      let entry = 1024 + 128 * index
      for (position, unit) in name.utf8.enumerated() { bytes[entry + 2 * position] = unit }
      bytes[entry + 64] = UInt8(2 * (name.utf8.count + 1))
    }
    try folder.write(bytes, to: "book.xlsx")
    return tableError { try readAll(path) }
  }

  @Test("a file that was cut off anywhere is an error")
  func truncated() throws {
    let bytes = try MadeWorkbook([.init("orders", Self.table)]).packed()
    for count in stride(from: 4, to: bytes.count, by: 61) {
      try folder.write(Array(bytes.prefix(count)), to: "book.xlsx")
      #expect(tableError { try readAll(path) } == .truncated(path: path, format: "XLSX"), "\(count)")
    }
  }

  @Test("a part that unpacks to far more than it is packed to stops the reader early")
  func bomb() throws {
    let blanks = [UInt8](repeating: 32, count: 80 << 20)
    var parts = MadeWorkbook([.init("orders", Self.table)]).parts.map { ($0.name, Array($0.text.utf8)) }
    parts[6].1 += blanks
    try folder.write(try MadeArchive.pack(parts), to: "book.xlsx")
    guard case .tooLarge(path, "xl/worksheets/sheet1.xml", let bytes) = tableError({ try readAll(path) }) else {
      Issue.record("80 MiB of blanks")
      return
    }
    #expect(bytes < 78 << 20)
  }

  /// Each is a way to make a parser keep something for every tag, in a few MB.
  enum Names: String, CaseIterable, CustomTestStringConvertible {
    case elements, prefixes, attributes, longElements, manyAttributesOfATag

    var testDescription: String { rawValue }

    func tag(_ number: Int) -> String {
      switch self {
      case .elements: "<n\(number)/>"
      case .prefixes: "<n\(number):c/>"
      case .attributes: "<c n\(number)=''/>"
      case .longElements: "<n\(number)" + String(repeating: "x", count: 10_000) + "/>"
      case .manyAttributesOfATag: "<c" + (0..<1000).map { " n\(number)-\($0)=''" }.joined() + "/>"
      }
    }

    var count: Int {
      switch self {
      case .elements, .prefixes, .attributes: 200_000
      case .longElements, .manyAttributesOfATag: 300
      }
    }
  }

  @Test("a part full of names cannot fill the memory", arguments: Names.allCases)
  func names(_ names: Names) throws {
    let tags = (0..<names.count).map(names.tag).joined()
    guard case .corrupt(path, "XLSX", let detail) = try error("<pageMargins", tags + "<pageMargins") else {
      Issue.record("\(names)")
      return
    }
    #expect(detail.contains("xl/worksheets/sheet1.xml") && detail.contains("more than 1 MiB of different names"))
  }

  @Test("a thousand names, as no real part has, are read; so are known names without end")
  func manyNames() throws {
    let some = (0..<1000).map { "<extension\($0) attribute\($0)=''/>" }.joined()
    let known = String(repeating: "<x:extension x:attribute=''/>", count: 100_000)
    #expect(try error("<pageMargins", some + known + "<pageMargins") == nil)
  }

  @Test("a row within a cell, as mutation made it")
  func rowInCell() throws {
    let error = try error("<c r=\"A3\"><v>3</v></c>", "<c r=\"A3\"><row r=\"4\"/><v>3</v></c>")
    #expect(error == .badCell(path: path, sheet: "orders", cell: "A4", detail: "a cell 'B3' cannot stand in row 4"))
  }

  @Test("an empty workbook, and one with a header alone")
  func empty() throws {
    try folder.write(try MadeWorkbook([.init("a", []), .init("b", [[.blank], []])]).packed(), to: "book.xlsx")
    #expect(tableError { try readAll(path) } == .empty(path: path))
    try folder.write(try MadeWorkbook([.init("a", [[.text("x"), .text("y")]])]).packed(), to: "book.xlsx")
    let reader = try TableReader(path: path)
    #expect(reader.fields.map(\.name) == ["x", "y"])
    #expect(try reader.next() == nil)
    _ = try folder.write(
      try MadeWorkbook([.init("a", [[.text("x"), .text("x")], [.number("1")]])]).packed(), to: "book.xlsx")
    let twice = try TableReader(path: path)
    #expect(twice.fields.map(\.name) == ["x", "x_2"] && twice.header.repeated.map(\.second) == [2])
  }

  @Test("a column of values left of the last name is called after its place, as pandas writes its index")
  func index() throws {
    let rows: [[MadeWorkbook.Cell]] = [
      [.blank, .text("a"), .text("b")], [.number("0"), .text("x"), .number("1")], [.number("1"), .text("y")],
    ]
    try folder.write(try MadeWorkbook([.init("orders", rows)]).packed(), to: "book.xlsx")
    let reader = try TableReader(path: path)
    #expect(reader.fields.map(\.name) == ["column_1", "a", "b"] && reader.warnings == [] && reader.notes.count == 1)
    #expect(try readTable(path).doubles(named: "column_1") == [0, 1])
    #expect(try readTable(path, columns: ["b", "column_1"]).fields.map(\.name) == ["b", "column_1"])
  }

  @Test("a first row of data is not taken for names")
  func noHeader() throws {
    let row: [MadeWorkbook.Cell] = [.text("K1"), .date("44931"), .number("5"), .number("2.5")]
    try folder.write(try MadeWorkbook([.init("orders", [row, row])]).packed(), to: "book.xlsx")
    let error = tableError { try readAll(path) }
    guard case .firstRowIsData(path, "orders", 1, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect("\(error!)".contains("insert a row of names above it"))
    let stated = ReadOptions(text: TextOptions(header: .present))
    #expect(try TableReader(path: path, options: stated).fields.count == 4)
    let years: [[MadeWorkbook.Cell]] = [
      [.text("id"), .number("2021"), .number("2022")], [.text("a"), .number("1"), .number("2")],
    ]
    try folder.write(try MadeWorkbook([.init("orders", years)]).packed(), to: "book.xlsx")
    #expect(try TableReader(path: path).fields.map(\.name) == ["id", "2021", "2022"])
  }
}
