import Text

/// What a workbook says about its sheets, before any of them is read.
struct Workbook {
  let archive: ZipArchive
  /// Worksheets in the order of their tabs.
  let sheets: [Sheet]
  let dates: SerialDate
  /// By a cell's style: whether it shows a number as a date.
  let isDateStyle: [Bool]
  /// Where the shared strings are; nil where there are none.
  let stringsPart: String?

  struct Sheet {
    let name: String
    /// Its part in the archive.
    let part: String
    let isHidden: Bool
  }

  /// - Throws: `truncated`, `corrupt`, `encrypted`, `tooLarge`; `unsupportedFormat` for an archive that is no XLSX
  ///   workbook.
  init(path: String) throws(TableError) {
    archive = try ZipArchive(path: path)
    let part = try Self.workbookPart(of: archive)
    let targets = try Relationships.reading(of: part, in: archive)
    let contents = WorkbookContents()
    try parseXML(try archive.open(part), into: contents, ahead: false)
    sheets = contents.sheets.compactMap { sheet in
      // Sheets of charts and dialogs have other types.
      guard let target = targets.byID[sheet.relation], target.type == "worksheet" else { return nil }
      return Sheet(name: sheet.name, part: target.part, isHidden: sheet.isHidden)
    }
    dates = contents.dates
    stringsPart = targets.part(ofType: "sharedStrings")
    let styles = Styles()
    if let part = targets.part(ofType: "styles"), archive.position(of: part) != nil {
      try parseXML(try archive.open(part), into: styles, ahead: false)
    }
    isDateStyle = styles.isDate
  }

  private static func workbookPart(of archive: ZipArchive) throws(TableError) -> String {
    let targets = try? Relationships.reading(of: "", in: archive)
    let part = targets?.part(ofType: "officeDocument") ?? "xl/workbook.xml"
    let name = part.lowercased()
    if name.hasSuffix(".bin") { throw .unsupportedFormat(path: archive.path, found: "a binary spreadsheet (XLSB)") }
    if let type = archive.head(of: "mimetype", count: 64), type.starts(with: Array("application/vnd.oasis".utf8)) {
      throw .unsupportedFormat(path: archive.path, found: "an OpenDocument file (ODS)")
    }
    if name.hasPrefix("word/") || name.hasPrefix("ppt/") {
      throw .notATable(
        path: archive.path, found: name.hasPrefix("word/") ? "a Word document" : "a presentation",
        advice: "save the table in it as XLSX or CSV")
    }
    guard archive.position(of: part) != nil else {
      let names = archive.names
      throw .notATable(
        path: archive.path,
        found: "a ZIP archive without a workbook" + (names.isEmpty ? "" : " (it holds \(excerpt(names)))"),
        advice: "unpack it, and name the files in it")
    }
    return part
  }
}

/// `xl/workbook.xml`.
private final class WorkbookContents: XMLHandler {
  var sheets: [(name: String, relation: String, isHidden: Bool)] = []
  var dates = SerialDate.from1900

  override func start(_ name: XMLName, _ attributes: XMLAttributes) {
    if name.equals("workbookPr"), attributes.flag("date1904") { dates = .from1904 }
    guard name.equals("sheet"), depth == 3, sheets.count < 10_000 else { return }
    guard let label = attributes.value("name"), let relation = attributes.value("id", prefixed: true) else { return }
    let state = attributes.value("state") ?? "visible"
    sheets.append((label, relation, state != "visible"))
  }
}

/// `xl/styles.xml`: formats of numbers, and the cell formats that refer to them.
private final class Styles: XMLHandler {
  var isDate: [Bool] = []
  private var isDateFormat: [Int: Bool] = [:]
  private var isInCellFormats = false

  override func start(_ name: XMLName, _ attributes: XMLAttributes) {
    if name.equals("numFmt"), isDateFormat.count < 65_536 {
      guard let id = attributes.value("numFmtId").flatMap({ Int($0) }) else { return }
      isDateFormat[id] = attributes.value("formatCode").map { CellNumberFormat.isDate(code: $0) } ?? false
    } else if name.equals("cellXfs") {
      isInCellFormats = true
    } else if name.equals("xf"), isInCellFormats, isDate.count < 1 << 20 {
      let id = attributes.value("numFmtId").flatMap { Int($0) } ?? 0
      isDate.append(isDateFormat[id] ?? CellNumberFormat.isDate(builtIn: id))
    }
  }

  override func end(_ name: XMLName) {
    if name.equals("cellXfs") { isInCellFormats = false }
  }
}
