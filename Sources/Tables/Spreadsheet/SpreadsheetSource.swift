import Numerics
import Text

/// Reads the sheets of an XLSX workbook (ECMA-376, ISO/IEC 29500) that have the same columns, one after the other.
///
/// A sheet is unpacked and parsed as a stream, twice: a column is of numbers, times or truth values only where all its
/// cells are, so a first pass looks at them, and a second one hands them out. Held are the shared strings and a batch.
final class SpreadsheetSource: BatchSource {
  let fields: [Field]
  let skippedColumns: [String] = []
  let header: HeaderFacts
  let warnings: [String]
  let notes: [String]
  /// Names of the sheets that are read, and of all worksheets.
  let sheets: [String]
  let allSheets: [String]
  private let workbook: Workbook
  private let shared: SharedStrings
  private let options: ReadOptions
  /// With the rows of the file before each.
  private let tables: [(table: SheetTable, firstRow: Int)]
  private var nextTable = 0
  private var batches: SheetBatches?

  init(path: String, options: ReadOptions) throws(TableError) {
    self.options = options
    let ahead = options.parallelism.threads > 1
    let workbook = try Workbook(path: path)
    let shared = try SharedStrings.reading(workbook, ahead: ahead)
    let choice = try SheetTables(options.sheets, of: workbook, shared)
    var columns = options.columns
    var kinds: [UInt8] = []
    var tables: [(table: SheetTable, firstRow: Int)] = []
    var (warnings, counts): ([String], [String]) = ([], [])
    var rows = 0
    var facts = HeaderFacts()
    facts.countsFrom1904 = workbook.dates == .from1904
    for table in choice.chosen {
      let top = table.top
      if options.text.header == .absent || options.text.header == nil && top.headerIsData {
        throw .firstRowIsData(
          path: path, sheet: table.sheet.name, row: top.header.row, fields: top.header.names.map(\.name))
      }
      // Sheets of other columns were refused or left out: what the first one says holds for all.
      if tables.isEmpty { facts.repeated = top.repeated }
      let scan = try workbook.findings(table, columns: columns, foldsCase: !tables.isEmpty, shared, ahead: ahead)
      columns = columns ?? table.top.header.names.map(\.name)
      kinds = kinds.isEmpty ? scan.kinds : zip(kinds, scan.kinds).map { $0 | $1 }
      tables.append((table, rows))
      rows += scan.rowCount
      counts.append("'\(excerpt(table.sheet.name))' (\(counted(scan.rowCount, "row", as: grouped(scan.rowCount))))")
      warnings += table.top.warnings(sheet: choice.chosen.count > 1 ? table.sheet.name : nil)
      warnings += scan.warnings(sheet: table.sheet.name)
    }
    self.workbook = workbook
    self.shared = shared
    self.tables = tables
    fields = zip(columns ?? [], kinds).map { Field(name: $0, type: SheetBatches.type(ofKinds: $1)) }
    sheets = choice.chosen.map(\.sheet.name)
    allSheets = workbook.sheets.map(\.name)
    self.header = facts
    let first = choice.chosen[0].top
    let nameless = first.nameless.map {
      "column \($0 + 1) has no name in the header; it is carried along as column_\($0 + 1)"
    }
    warnings += facts.repeated.map(\.warning)
    let left = workbook.sentences(on: choice.left, shared)
    self.warnings = warnings + left.warnings
    notes = nameless + (counts.count > 1 ? ["read sheets \(listed(counts))"] : []) + left.notes
  }

  func next() throws(TableError) -> TableBatch? {
    while true {
      if let batch = try batches?.next() { return batch }
      batches = nil
      guard nextTable < tables.count else { return nil }
      let (table, firstRow) = tables[nextTable]
      batches = try SheetBatches(
        table, of: workbook, shared, fields: fields, label: tables.count > 1 ? table.sheet.name : nil,
        firstRow: firstRow, options: options)
      nextTable += 1
    }
  }
}

extension SheetTop {
  /// - Parameter sheet: its name where there are several.
  fileprivate func warnings(sheet: String?) -> [String] {
    let above = titles.flatMap { $0.names.map(\.name) }
    let place = sheet.map { " of the sheet '\(excerpt($0))'" } ?? ""
    return above.isEmpty
      ? [] : ["the header\(place) is row \(header.row); what stands above it is passed over: \(excerpt(above))"]
  }
}

extension Workbook {
  /// Looks at a sheet without keeping it.
  fileprivate func findings(
    _ table: SheetTable, columns: [String]?, foldsCase: Bool, _ shared: SharedStrings, ahead: Bool
  ) throws(TableError) -> SheetFindings {
    let header = table.top.header
    let places = try header.places(of: columns, foldsCase: foldsCase, path: archive.path)
    var scan = SheetScan(columns: places, header: header, of: self, shared)
    if try scan.run(try archive.open(table.sheet.part), ahead: ahead) { return scan.findings }
    let reader = SheetReader(
      .scan, table.sheet, of: self, shared, columns: columns, foldsCase: foldsCase, headerRow: header.row,
      nameless: table.top.nameless)
    try parseXML(try archive.open(table.sheet.part), into: reader, ahead: ahead)
    guard reader.header != nil else { throw .empty(path: archive.path) }
    return SheetFindings(
      kinds: reader.kinds, rowCount: reader.rowCount, errorCells: reader.errorCells,
      unsavedFormulas: reader.unsavedFormulas)
  }
}

extension SheetFindings {
  fileprivate func warnings(sheet: String) -> [String] {
    var warnings: [String] = []
    if let first = errorCells.first {
      warnings.append(
        "cells with an error such as #N/A are read as blank: \(errorCells.count), the first at \(sheet)!\(first)")
    }
    if let first = unsavedFormulas.first {
      warnings.append(
        "formulas without a stored value are read as blank: \(unsavedFormulas.count), the first at \(sheet)!\(first); "
          + "open the workbook in a spreadsheet program and save it")
    }
    return warnings
  }
}
