import Numerics
import Text

/// Reads one sheet of an XLSX workbook (ECMA-376, ISO/IEC 29500).
///
/// The sheet is unpacked and parsed as a stream, and only cells with a value are kept; they are handed out as columns
/// when all of them are known, because a column is of numbers, times or truth values only where all its cells are.
final class SpreadsheetSource: BatchSource {
  let fields: [Field]
  let skippedColumns: [String] = []
  let header: HeaderFacts
  let warnings: [String]
  let notes: [String]
  /// Name of the sheet, and those of all worksheets.
  let sheet: String
  let sheets: [String]
  private let path: String
  private var batches: SheetBatches

  init(path: String, options: ReadOptions) throws(TableError) {
    self.path = path
    let ahead = options.parallelism.threads > 1
    let workbook = try Workbook(path: path)
    let texts = try SheetTexts.reading(workbook, ahead: ahead)
    let (chosen, top) = try workbook.sheet(named: options.sheet, texts: texts)
    if options.text.header == .absent || options.text.header == nil && top.headerIsData {
      throw .firstRowIsData(
        path: path, sheet: chosen.name, row: top.header.row, fields: top.header.names.map(\.name))
    }
    let reader = SheetReader(
      chosen, of: workbook, texts: texts, columns: options.columns, headerRow: top.header.row, nameless: top.nameless)
    try parseXML(try workbook.archive.open(chosen.part), into: reader, ahead: ahead)
    guard reader.header != nil else { throw .empty(path: path) }
    batches = SheetBatches(reader, batchRows: options.batchRows)
    fields = batches.fields
    sheet = chosen.name
    sheets = workbook.sheets.map(\.name)
    var facts = HeaderFacts()
    facts.repeated = reader.repeated
    facts.countsFrom1904 = workbook.dates == .from1904
    self.header = facts
    notes = top.nameless.map { "column \($0 + 1) has no name in the header; it is carried along as column_\($0 + 1)" }
    warnings = top.warnings + reader.repeated.map(\.warning) + reader.warnings(sheet: chosen.name)
  }

  func next() throws(TableError) -> TableBatch? { batches.next(path: path) }
}

extension Workbook {
  /// The sheet called `name`; without a name, the first one whose first row looks like a header with rows below it,
  /// sheets that are hidden last.
  ///
  /// - Throws: `missingSheet`; `empty` where no sheet holds a value.
  fileprivate func sheet(named name: String?, texts: SheetTexts) throws(TableError) -> (Sheet, SheetTop) {
    if let name {
      guard let sheet = sheets.first(where: { $0.name == name }) else {
        throw .missingSheet(name, in: sheets.map(\.name), path: archive.path)
      }
      guard let top = try top(of: sheet, texts) else { throw .empty(path: archive.path) }
      return (sheet, top)
    }
    var second: (Sheet, SheetTop)?
    for sheet in sheets.filter({ !$0.isHidden }) + sheets.filter(\.isHidden) {
      guard let top = try top(of: sheet, texts) else { continue }
      if top.header.looksLikeData, top.hasRows { return (sheet, top) }
      if second == nil { second = (sheet, top) }
    }
    guard let second else { throw .empty(path: archive.path) }
    return second
  }

  private func top(of sheet: Sheet, _ texts: SheetTexts) throws(TableError) -> SheetTop? {
    let preview = SheetReader(sheet, of: self, texts: texts, columns: nil, headerRow: nil)
    try parseXML(try archive.open(sheet.part), into: preview, ahead: false)
    return SheetTop(preview.firstRows)
  }
}

extension SheetTop {
  fileprivate var warnings: [String] {
    let above = titles.flatMap { $0.names.map(\.name) }
    return above.isEmpty
      ? [] : ["the header is row \(header.row); what stands above it is passed over: \(excerpt(above))"]
  }
}

extension SheetReader {
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
