import CivilTime
import Foundation
import Numerics
import Tables
import TestSupport
import Testing

@Suite("XLSX") struct SpreadsheetTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ workbook: MadeWorkbook, threads: Int = 2) throws -> Read {
    let path = try folder.write(try workbook.packed(), to: "book.xlsx").path
    return try Read(path, ReadOptions(parallelism: Parallelism(threads: threads)))
  }

  /// All that a reader says about a file.
  struct Read {
    var reader: TableReader
    var table: Table
    var rows: [Int] = []

    init(_ path: String, _ options: ReadOptions = ReadOptions()) throws {
      reader = try TableReader(path: path, options: options)
      table = try readTable(path)
      var parts: [Table] = []
      while let batch = try reader.next() {
        parts.append(batch.table)
        rows += (0..<batch.table.rowCount).map { batch.fileLine(ofRow: $0) }
      }
      if let first = parts.first, parts.count == 1 { table = first }
    }

    func texts(_ name: String) -> [String] { table.texts(name) }
  }

  @Test("rows with one value above the header are passed over, in a sheet that is named too")
  func titles() throws {
    let rows: [[MadeWorkbook.Cell]] = [
      [.text("Sales 2023")], [], [.blank, .text("north")], [.text("a"), .text("b"), .text("c")],
      [.number("1"), .number("2"), .number("3")],
    ]
    let read = try read(
      MadeWorkbook([.init("notes", [[.text("by me")], [.text("on Monday")]]), .init("sales", rows)]))
    #expect(read.reader.fields.map(\.name) == ["a", "b", "c"])
    #expect(read.rows == [5])
    #expect(read.reader.warnings == ["the header is row 4; what stands above it is passed over: Sales 2023, north"])
    let named = try TableReader(path: folder.path(of: "book.xlsx"), options: ReadOptions(sheets: .named(["sales"])))
    #expect(named.fields.map(\.name) == ["a", "b", "c"])
    // Below one name there may be one value; a number is no title's header.
    let short = [rows[0], rows[4], rows[4]]
    let numbers = MadeWorkbook([.init("numbers", short)])
    try folder.write(try numbers.packed(), to: "numbers.xlsx")
    #expect(throws: TableError.self) { try TableReader(path: folder.path(of: "numbers.xlsx")) }
    #expect(
      try self.read(MadeWorkbook([.init("one", [rows[0], [.number("7")]])])).reader.fields.map(\.name) == ["Sales 2023"]
    )
  }

  // MARK: - Known answers

  @Test("a column of one kind has its type; several kinds are text as a spreadsheet shows it", arguments: [1, 2])
  func types(threads: Int) throws {
    let book = MadeWorkbook([
      .init(
        "orders",
        [
          [.text("invoice"), .text("when"), .text("price"), .text("gift"), .text("code"), .text("nothing")],
          [
            .number("536365"), .date("40513.351388888892"), .number("2.5499999999999998"), .bool(true), .text("00042"),
          ],
          [.text("C536366"), .date("40513.5", style: 2), .blank, .bool(false), .number("42")],
          [.number("536367.0"), .blank, .number("1E-3"), .blank, .inline("ä & <b>")],
        ])
    ])
    let read = try read(book, threads: threads)
    #expect(
      read.reader.fields == [
        Field(name: "invoice", type: .dictionary), Field(name: "when", type: .timestamp),
        Field(name: "price", type: .double), Field(name: "gift", type: .bool), Field(name: "code", type: .dictionary),
        Field(name: "nothing", type: .dictionary),
      ])
    #expect(read.texts("invoice") == ["536365", "C536366", "536367"])
    #expect(try read.table.strings(named: "code") == ["00042", "42", "ä & <b>"])
    #expect(read.texts("price") == ["2.55", "nil", "0.001"])
    #expect(read.texts("gift") == ["true", "false", "nil"])
    #expect(read.texts("nothing") == ["nil", "nil", "nil"])
    #expect(
      read.texts("when")[..<2].map { timestampString(Int64($0)!) } == ["2010-12-01 08:26:00", "2010-12-01 12:00:00"])
    #expect(read.rows == [2, 3, 4])
    #expect(read.reader.format == .xlsx(sheets: ["orders"], of: ["orders"]))
  }

  @Test(
    "serial dates of both systems, on each side of the day that never was",
    arguments: [
      ("1", false, "1900-01-01 00:00:00"), ("59", false, "1900-02-28 00:00:00"), ("60", false, "1900-02-28 00:00:00"),
      ("61", false, "1900-03-01 00:00:00"), ("25569", false, "1970-01-01 00:00:00"),
      ("2958465.5", false, "9999-12-31 12:00:00"), ("40513.3513888889", false, "2010-12-01 08:26:00"),
      ("43831.999988425923", false, "2020-01-01 23:59:59"), ("0", true, "1904-01-01 00:00:00"),
      ("24107", true, "1970-01-01 00:00:00"), ("39051.35138888889", true, "2010-12-01 08:26:00"),
    ])
  func dates(serial: String, is1904: Bool, expected: String) throws {
    let rows: [[MadeWorkbook.Cell]] = [[.text("when"), .text("what")], [.date(serial), .text("x")]]
    let read = try read(MadeWorkbook([.init("a", rows)], is1904: is1904))
    #expect(try read.table.timestamps(named: "when").map(timestampString) == [expected])
  }

  @Test("formats decide what is a date, and letters in quotes or brackets do not")
  func formats() throws {
    let rows: [[MadeWorkbook.Cell]] = [
      [.text("built-in"), .text("custom"), .text("number"), .text("day"), .text("iso"), .text("before")],
      [
        .date("40513"), .date("40513.25", style: 2), .date("40513", style: 3), .date("40513", style: 4),
        .raw("<c% t=\"d\"><v>2010-12-01T08:26:00</v></c>"), .date("-1"),
      ],
    ]
    let read = try read(MadeWorkbook([.init("a", rows)]))
    #expect(read.reader.fields.map(\.type) == [.timestamp, .timestamp, .double, .timestamp, .timestamp, .double])
    #expect(try read.table.timestamps(named: "iso").map(timestampString) == ["2010-12-01 08:26:00"])
    #expect(read.texts("number") == ["40513.0"])
  }

  @Test("dates in a column of text are written as ISO, truth values as a spreadsheet does")
  func mixedText() throws {
    let rows: [[MadeWorkbook.Cell]] =
      [[.text("mixed"), .text("n")]]
      + [
        .date("40513.351388888892"), .bool(true), .number("0.00001"), .number("123456789012345680"),
        .text("13/12/2010"),
      ]
      .map { [$0, .number("1")] }
    #expect(
      try read(MadeWorkbook([.init("a", rows)])).texts("mixed")
        == ["2010-12-01 08:26:00", "TRUE", "0.00001", "123456789012345680", "13/12/2010"])
  }

  @Test("runs of rich text are joined, phonetic guides skipped, and escapes undone")
  func richText() throws {
    let book = MadeWorkbook(
      [
        .init(
          "a",
          [
            [.text("t"), .text("n")], [.raw("<c% t=\"s\"><v>0</v></c>")], [.raw("<c% t=\"s\"><v>1</v></c>")],
            [.raw("<c% t=\"inlineStr\"><is><r><t>in</t></r><r><t xml:space=\"preserve\"> line</t></r></is></c>")],
            [.raw("<c% t=\"str\"><f>A1</f><v>sum</v></c>")], [.raw("<c% t=\"s\"><v>2</v></c>"), .number("1")],
          ])
      ],
      sharedXML: [
        "<r><rPr><b/></rPr><t>two </t></r><r><t>runs</t></r><rPh sb=\"0\" eb=\"1\"><t>guide</t></rPh>",
        "<t>line_x000A_end _x005F_x0041_ _xzz_</t>", "<t/>",
      ])
    #expect(try read(book).texts("t") == ["two runs", "line\nend _x0041_ _xzz_", "in line", "sum", "nil"])
  }

  @Test("errors and formulas without a value are blank, and counted")
  func blanks() throws {
    let rows: [[MadeWorkbook.Cell]] = [
      [.text("a"), .text("b")], [.error("#N/A"), .formula("3")], [.number("1"), .formula(nil)],
      [.error("#REF!"), .formula(nil)], [.text(""), .formula("4")],
    ]
    let read = try read(MadeWorkbook([.init("s", rows)]))
    #expect(read.texts("a") == ["nil", "1.0", "nil"])
    #expect(read.texts("b") == ["3.0", "nil", "4.0"])
    #expect(read.rows == [2, 3, 5], "a row without a value is skipped")
    #expect(read.reader.warnings.count == 2)
    #expect(
      read.reader.warnings[0].hasPrefix("cells with an error such as #N/A are read as blank: 2, the first at s!A2"))
    #expect(
      read.reader.warnings[1].hasPrefix("formulas without a stored value are read as blank: 2, the first at s!B3"))
  }

  @Test("rows and cells without references follow one another; blank rows above the header are skipped")
  func places() throws {
    let rows: [[MadeWorkbook.Cell]] = [
      [], [.text(" ")], [.blank, .text("x"), .text("y ")], [.blank, .number("1")], [], [.blank, .blank, .number("2")],
    ]
    for hasReferences in [true, false] {
      let read = try read(MadeWorkbook([.init("s", rows, hasReferences: hasReferences)]))
      #expect(read.reader.fields.map(\.name) == ["x", "y"])
      #expect(read.texts("x") == ["1.0", "nil"])
      #expect(read.texts("y") == ["nil", "2.0"])
      #expect(read.rows == [4, 6])
    }
  }

  @Test("names with a prefix, a byte order mark and UTF-16 are XML too")
  func encodings() throws {
    var parts = MadeWorkbook([.init("s", [[.text("x"), .text("y")], [.number("1"), .text("ü")]])]).parts
    let sheet = parts[parts.count - 1].text
    let prefixed = sheet.replacing(/<(\/?)(\w)/) { "<\($0.output.1)x:\($0.output.2)" }
      .replacingOccurrences(of: "xmlns=", with: "xmlns:x=")
    let utf16 = "\u{FEFF}" + parts[5].text.replacingOccurrences(of: "UTF-8", with: "UTF-16")
    parts[parts.count - 1].text = prefixed
    var entries = parts.map { (name: $0.name, bytes: Array($0.text.utf8)) }
    entries[5].bytes = utf16.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    let read = try Read(try folder.write(try MadeArchive.pack(entries), to: "prefixed.xlsx").path)
    #expect(read.texts("y") == ["ü"])
  }

  // MARK: - Sheets

  @Test("the first visible sheet with a header and rows is read, or the one that is named")
  func sheets() throws {
    let table: [[MadeWorkbook.Cell]] = [[.text("x"), .text("y")], [.number("1"), .number("2")]]
    let book = MadeWorkbook([
      .init("Cover", [[.text("Sales of 2011")], [.text("by region")]]), .init("Hidden", table, isHidden: true),
      .init("Empty", [[.text("x"), .text("y")]]), .init("Orders", table, firstRow: 3), .init("Other", [[.text("z")]]),
    ])
    let read = try read(book)
    #expect(read.reader.format == .xlsx(sheets: ["Orders"], of: ["Cover", "Hidden", "Empty", "Orders", "Other"]))
    #expect(read.rows == [4])
    let path = folder.path(of: "book.xlsx")
    #expect(try TableReader(path: path, options: ReadOptions(sheets: .named(["Hidden"]))).fields.count == 2)
    #expect(try TableReader(path: path, options: ReadOptions(sheets: .named(["Other"]))).next() == nil)
    #expect(
      tableError { _ = try TableReader(path: path, options: ReadOptions(sheets: .named(["order"]))) }
        == .missingSheet(
          name: "order", path: path, known: ["Cover", "Hidden", "Empty", "Orders", "Other"], nearest: "Orders"))
  }

  @Test("columns are read by name, in the order asked for")
  func columns() throws {
    let rows: [[MadeWorkbook.Cell]] = [
      [.text("x"), .text("y"), .text("z")], [.number("1"), .error("#N/A"), .number("3")],
    ]
    let path = try folder.write(try MadeWorkbook([.init("s", rows)]).packed(), to: "book.xlsx").path
    let table = try readTable(path, columns: ["z", "x"])
    #expect(table.fields.map(\.name) == ["z", "x"])
    #expect(table.texts("z") == ["3.0"])
    guard case .missingColumn("Y", path, ["x", "y", "z"], _) = tableError({ _ = try readTable(path, columns: ["Y"]) })
    else {
      Issue.record("a column that is not there")
      return
    }
  }

  @Test("the same rows for any number of threads and rows a batch")
  func batches() throws {
    let rows: [[MadeWorkbook.Cell]] =
      [[.text("id"), .text("n")]]
      + (0..<5000).map {
        [$0 % 3 == 0 ? .number("\($0)") : .text("C\($0 % 700)"), $0 % 5 == 0 ? .blank : .number("\($0).5")]
      }
    let path = try folder.write(try MadeWorkbook([.init("s", rows)]).packed(), to: "book.xlsx").path
    let whole = try readTable(path)
    #expect(whole.texts("id")[...4] == ["0", "C1", "C2", "3", "C4"])
    #expect(whole.texts("n")[...1] == ["nil", "1.5"])
    for (threads, batchRows) in [(1, 7), (2, 512), (1, 1 << 17)] {
      let options = ReadOptions(batchRows: batchRows, parallelism: Parallelism(threads: threads))
      let reader = try TableReader(path: path, options: options)
      var (ids, numbers): ([String], [String]) = ([], [])
      while let batch = try reader.next() {
        #expect(batch.table.rowCount <= batchRows)
        #expect(batch.fileLine(ofRow: 0) == batch.firstRow + 2)
        ids += batch.table.texts("id")
        numbers += batch.table.texts("n")
      }
      #expect(ids == whole.texts("id"))
      #expect(numbers == whole.texts("n"))
    }
  }
}
