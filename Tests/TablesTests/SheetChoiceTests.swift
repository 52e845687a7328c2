import Foundation
import Numerics
import Tables
import TestSupport
import Testing

@Suite("Several sheets of a workbook") struct SheetChoiceTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private typealias Row = [MadeWorkbook.Cell]

  private func open(_ sheets: [MadeWorkbook.Sheet], _ choice: SheetChoice = .automatic, batchRows: Int = 1 << 17) throws
    -> TableReader
  {
    let path = try folder.write(try MadeWorkbook(sheets).packed(), to: "book.xlsx").path
    return try TableReader(path: path, options: ReadOptions(sheets: choice, batchRows: batchRows))
  }

  private var path: String { folder.path(of: "book.xlsx") }

  /// Rows by sheet, and the places of all rows.
  private func read(_ reader: TableReader, _ column: String) throws -> (texts: [String], places: [String]) {
    var (texts, places): ([String], [String]) = ([], [])
    while let batch = try reader.next() {
      #expect(batch.firstRow == texts.count)
      texts += batch.table.texts(column)
      places += (0..<batch.table.rowCount).map { "\(batch.sheet ?? "-"):\(batch.fileLine(ofRow: $0))" }
    }
    return (texts, places)
  }

  private static let header: Row = [.text("id"), .text("when"), .text("n")]
  private static let years: [MadeWorkbook.Sheet] = [
    .init("Cover", [[.text("Our shop")]]),
    .init(
      "2010", [header, [.number("1"), .date("40513"), .number("5")], [.number("2"), .date("40514"), .number("6")]]),
    .init(
      "2011",
      [
        [.text("N "), .text("id"), .text("when")], [.number("7"), .text("C3"), .date("40515")], [],
        [.number("8"), .number("4"), .date("40516")],
      ], firstRow: 3),
  ]

  @Test(
    "sheets of the same columns are read as one, in any order of columns, with types that fit all", arguments: [1, 100])
  func alike(batchRows: Int) throws {
    let reader = try open(Self.years, batchRows: batchRows)
    #expect(
      reader.fields == [
        Field(name: "id", type: .dictionary), Field(name: "when", type: .timestamp), Field(name: "n", type: .double),
      ])
    #expect(reader.format == .xlsx(sheets: ["2010", "2011"], of: ["Cover", "2010", "2011"]))
    #expect("\(reader.format)" == "XLSX, sheets '2010' and '2011' of Cover, 2010, 2011")
    #expect(reader.sheets == ["2010", "2011"])
    #expect(
      reader.notes == [
        "read sheets '2010' (2 rows) and '2011' (2 rows)", "passed over the sheet 'Cover', without a table",
      ])
    #expect(reader.warnings == [])
    let (texts, places) = try read(reader, "id")
    #expect(texts == ["1", "2", "C3", "4"])
    #expect(places == ["2010:2", "2010:3", "2011:4", "2011:6"])
    #expect(try read(open(Self.years), "n").texts == ["5.0", "6.0", "7.0", "8.0"])
  }

  @Test("what is left out is named with its rows and why")
  func leftOut() throws {
    let rows: [Row] = [Self.header, [.number("1"), .date("40513"), .number("5")]]
    let reader = try open([
      .init("Data", rows), .init("Codes", [[.text("code"), .text("name")], [.text("a"), .text("b")], [.text("c")]]),
      .init("Old", rows, isHidden: true), .init("Blank", []), .init("Next", [Self.header]),
      .init("Rest", [[.number("2"), .date("40513"), .number("5")], [.number("3"), .date("40513"), .number("5")]]),
    ])
    #expect(reader.sheets == [])
    #expect(reader.format == .xlsx(sheets: ["Data"], of: ["Data", "Codes", "Old", "Blank", "Next", "Rest"]))
    let way = "; to read it, name it with ingest.sheet"
    #expect(
      reader.warnings == [
        "left out the sheet 'Codes' (2 rows), which has other columns: code, name" + way,
        "left out the sheet 'Old' (1 row), which has the same columns but is hidden" + way,
        "left out the sheet 'Rest' (1 row), which has other columns: 2, 2010-12-01 00:00:00, 5" + way,
      ])
    #expect(
      reader.notes == [
        "passed over the sheet 'Blank', without a table", "passed over the sheet 'Next', with a header and no rows",
      ])
    #expect(try read(reader, "n").places == ["-:2"])
  }

  @Test("sheets that are named are read in that order, hidden ones too; all takes every table")
  func named() throws {
    var sheets = Self.years
    sheets[1].isHidden = true
    let named = try open(sheets, .named(["2011", "2010", "2011"]))
    #expect(named.fields.map(\.name) == ["N", "id", "when"])
    #expect(try read(named, "id").places == ["2011:4", "2011:6", "2010:2", "2010:3"])
    #expect(try read(open(sheets, .all), "id").texts == ["1", "2", "C3", "4"])
    #expect(try read(open(sheets), "id").texts == ["C3", "4"])
  }

  @Test("sheets that are asked for and differ in their columns are an error that names the difference")
  func different() throws {
    let sheets: [MadeWorkbook.Sheet] = [
      .init("A", [Self.header, [.number("1")]]), .init("B", [[.text("id"), .text("m")], [.number("1")]]),
    ]
    let expected = TableError.otherSheetColumns(
      path: path, first: "A", second: "B", onlyFirst: ["when", "n"], onlySecond: ["m"])
    for choice in [SheetChoice.all, .named(["A", "B"])] {
      #expect(tableError { _ = try open(sheets, choice) } == expected)
    }
    #expect(
      "\(expected)".contains(
        "the sheets 'A' and 'B' have different columns, so they cannot be read as one table: only 'A' has when, n; only "
          + "'B' has m; name sheets of the same columns, as in --set 'ingest.sheet=A'"))
    guard case .missingSheet("C", _, ["A", "B"], _)? = tableError({ _ = try open(sheets, .named(["A", "C"])) }) else {
      Issue.record("a sheet that is not there")
      return
    }
  }

  @Test("texts in the cells themselves go with their batch; the last cell of a sheet settles a type")
  func inline() throws {
    // More than what is kept of such texts between batches.
    let long = String(repeating: "x", count: 200)
    let rows: [Row] =
      [[.text("t"), .text("n")]] + (0..<12_000).map { [.inline("\(long)\($0 / 2)"), .number("\($0)")] }
      + [[.inline("end"), .text("last")]]
    for batchRows in [100, 5000, 1 << 17] {
      let reader = try open([.init("s", rows)], batchRows: batchRows)
      #expect(reader.fields.map(\.type) == [.dictionary, .dictionary])
      let texts = try read(reader, "t").texts
      #expect(texts == (0..<12_000).map { "\(long)\($0 / 2)" } + ["end"])
    }
    #expect(try read(open([.init("s", rows)]), "n").texts.suffix(2) == ["11999", "last"])
  }

  @Test("a broken cell far down is an error when it is reached, and one of another sheet is not")
  func broken() throws {
    var sheets = Self.years
    sheets[2].rows[3][0] = .raw("<c%><v>x</v></c>")
    let reader = try open(sheets)
    #expect(
      tableError { while try reader.next() != nil {} }
        == .badCell(path: path, sheet: "2011", cell: "A6", detail: "'x' is not a number"))
    #expect(try read(open(sheets, .named(["2010"])), "id").texts == ["1.0", "2.0"])
  }
}
