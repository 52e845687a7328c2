import Foundation

/// Workbooks for tests: minimal XLSX files, with the features of real ones that a test asks for.
package struct MadeWorkbook: Sendable {
  /// The content of a cell; numbers are written as given.
  package enum Cell: Sendable {
    case blank
    /// A shared string.
    case text(String)
    case inline(String)
    case number(String)
    /// A serial number in the format of style 1 (built-in), 2 (custom) or 4 (built-in, day only).
    case date(String, style: Int = 1)
    case bool(Bool)
    case error(String)
    /// A formula with its stored value, or without one.
    case formula(String?)
    /// The whole XML of the cell, with `%` in place of its reference.
    case raw(String)
  }

  /// One sheet of a workbook.
  package struct Sheet: Sendable {
    package var name: String
    package var rows: [[Cell]]
    /// Number of the first row, from 1.
    package var firstRow = 1
    package var isHidden = false
    /// Whether rows and cells carry references such as `C17`.
    package var hasReferences = true

    /// Creates a sheet from its rows of cells.
    package init(
      _ name: String, _ rows: [[Cell]], firstRow: Int = 1, isHidden: Bool = false, hasReferences: Bool = true
    ) {
      self.name = name
      self.rows = rows
      self.firstRow = firstRow
      self.isHidden = isHidden
      self.hasReferences = hasReferences
    }
  }

  package var sheets: [Sheet]
  /// Whether dates count from 1904.
  package var is1904 = false
  /// XML of further shared strings, such as rich text; they come before those of the cells.
  package var sharedXML: [String] = []

  /// Creates a workbook from its sheets, in order.
  package init(_ sheets: [Sheet], is1904: Bool = false, sharedXML: [String] = []) {
    self.sheets = sheets
    self.is1904 = is1904
    self.sharedXML = sharedXML
  }
}

extension MadeWorkbook {
  /// The bytes of the file.
  ///
  /// - Throws: `MadeArchiveError`.
  package func packed(deflated: Bool = true) throws -> [UInt8] {
    try MadeArchive.pack(parts.map { ($0.name, Array($0.text.utf8)) }, deflated: deflated)
  }

  /// The parts of the archive, with the sheets last.
  package var parts: [(name: String, text: String)] {
    var strings = SharedStrings(items: sharedXML.map { "<si>\($0)</si>" })
    let bodies = sheets.map { Self.xml($0, &strings) }
    let package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return [
      (
        "[Content_Types].xml",
        Self.head + "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"
      ),
      (
        "_rels/.rels",
        Self.head + "<Relationships xmlns=\"\(package)\">" + relation("rId1", "officeDocument", "xl/workbook.xml")
          + "</Relationships>"
      ),
      ("xl/workbook.xml", workbook),
      (
        "xl/_rels/workbook.xml.rels",
        Self.head + "<Relationships xmlns=\"\(package)\">"
          + sheets.indices.map { relation("rId\($0 + 1)", "worksheet", "worksheets/sheet\($0 + 1).xml") }.joined()
          + relation("rIdA", "styles", "styles.xml") + relation("rIdB", "sharedStrings", "/xl/sharedStrings.xml")
          + "</Relationships>"
      ),
      ("xl/styles.xml", Self.styles), ("xl/sharedStrings.xml", strings.xml),
    ] + bodies.enumerated().map { ("xl/worksheets/sheet\($0 + 1).xml", $1) }
  }

  private static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
  private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

  private func relation(_ id: String, _ type: String, _ target: String) -> String {
    "<Relationship Id=\"\(id)\" Type=\"\(Self.office)/\(type)\" Target=\"\(target)\"/>"
  }

  private var workbook: String {
    let tabs = sheets.enumerated().map { index, sheet in
      "<sheet name=\"\(escaped(sheet.name))\" sheetId=\"\(index + 1)\" \(sheet.isHidden ? "state=\"hidden\" " : "")"
        + "r:id=\"rId\(index + 1)\"/>"
    }
    return Self.head + "<workbook xmlns=\"\(Self.main)\" xmlns:r=\"\(Self.office)\">"
      + (is1904 ? "<workbookPr date1904=\"1\"/>" : "<workbookPr/>") + "<sheets>\(tabs.joined())</sheets></workbook>"
  }

  /// Style 1 is a built-in date, 2 a custom one, 3 a number format with quoted letters that also occur in date formats,
  /// and 4 a built-in day.
  private static let styles =
    head
    + "<styleSheet xmlns=\"\(main)\"><numFmts count=\"2\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd hh:mm\"/>"
    + "<numFmt numFmtId=\"165\" formatCode=\"[Red]&quot;sold&quot; 0.00\"/></numFmts>"
    + "<cellStyleXfs count=\"1\"><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs count=\"5\"><xf numFmtId=\"0\"/>"
    + "<xf numFmtId=\"22\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"

  private static func xml(_ sheet: Sheet, _ strings: inout SharedStrings) -> String {
    var text =
      head + "<worksheet xmlns=\"\(main)\"><sheetViews><sheetView workbookViewId=\"0\"/></sheetViews><sheetData>"
    for (index, cells) in sheet.rows.enumerated() {
      let row = sheet.firstRow + index
      text += sheet.hasReferences ? "<row r=\"\(row)\" spans=\"1:\(max(1, cells.count))\">" : "<row>"
      for (column, cell) in cells.enumerated() {
        let place = sheet.hasReferences ? " r=\"\(letters(column))\(row)\"" : ""
        text += xml(cell, place, isSparse: sheet.hasReferences, &strings)
      }
      text += "</row>"
    }
    return text + "</sheetData><pageMargins left=\"0.7\" right=\"0.7\"/></worksheet>"
  }

  private static func xml(_ cell: Cell, _ place: String, isSparse: Bool, _ strings: inout SharedStrings) -> String {
    switch cell {
    case .blank: isSparse ? "" : "<c/>"
    case .text(let value): "<c\(place) t=\"s\"><v>\(strings.index(of: value))</v></c>"
    case .inline(let value): "<c\(place) t=\"inlineStr\"><is><t>\(escaped(value))</t></is></c>"
    case .number(let value): "<c\(place)><v>\(value)</v></c>"
    case .date(let value, let style): "<c\(place) s=\"\(style)\"><v>\(value)</v></c>"
    case .bool(let value): "<c\(place) t=\"b\"><v>\(value ? 1 : 0)</v></c>"
    case .error(let value): "<c\(place) t=\"e\"><v>\(value)</v></c>"
    case .formula(let value): "<c\(place)><f>A1+1</f>\(value.map { "<v>\($0)</v>" } ?? "")</c>"
    case .raw(let xml): xml.replacingOccurrences(of: "%", with: place)
    }
  }

  private struct SharedStrings {
    var items: [String]
    var indices: [String: Int] = [:]

    init(items: [String]) { self.items = items }

    mutating func index(of text: String) -> Int {
      if let index = indices[text] { return index }
      items.append("<si><t xml:space=\"preserve\">\(escaped(text))</t></si>")
      indices[text] = items.count - 1
      return items.count - 1
    }

    var xml: String {
      head + "<sst xmlns=\"\(main)\" count=\"\(items.count)\" uniqueCount=\"\(items.count)\">\(items.joined())</sst>"
    }
  }
}

/// The letters of a column's reference, `A` to `ZZ`.
private func letters(_ column: Int) -> String {
  let letter = { (index: Int) in String(UnicodeScalar(UInt8(65 + index))) }
  return column < 26 ? letter(column) : letter(column / 26 - 1) + letter(column % 26)
}

private func escaped(_ text: String) -> String {
  text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
    .replacingOccurrences(of: "\"", with: "&quot;")
}
