import Text

/// Reads the rows of one sheet into `SheetCells`.
///
/// ```
/// <sheetData>
///   <row r="2">
///     <c r="A2" t="s"><v>17</v></c>                 the text 17 of the shared strings
///     <c r="B2" s="3"><v>40513.35</v></c>           a number; a date, if style 3 says so
///     <c r="C2" t="inlineStr"><is><t>…</t></is></c>
/// ```
/// `r` may be missing everywhere: a cell then comes after the one before it.
///
/// Only the last cell of a column settles its type, so a sheet is parsed twice: `scan` finds the kinds of cells that
/// occur and keeps none, and `read` keeps those of a batch.
final class SheetReader: XMLHandler {
  /// What a pass over a sheet is for.
  enum Pass {
    /// Keeps the first rows alone.
    case preview
    /// Counts the rows below the header, whatever they hold.
    case count
    /// Finds the kinds of cells, and counts rows.
    case scan
    /// Keeps the cells.
    case read
  }

  let cells = SheetCells()
  private(set) var texts: SheetTexts
  private(set) var header: SheetHeader?
  /// The first rows with a value, of a preview.
  private(set) var firstRows: [SheetHeader] = []
  /// Rows below the header with a value, of a pass that counts or scans.
  private(set) var rowCount = 0
  /// Cells that hold an error such as `#N/A`, and formulas without a value: both are blank.
  private(set) var errorCells = CellCount()
  private(set) var unsavedFormulas = CellCount()
  /// By position among the columns to read: the kinds that occur, a bit each.
  private(set) var kinds: [UInt8] = []

  private let sheet: Workbook.Sheet
  private let sharedCodes: [Int32]
  private let path: String
  private let dates: SerialDate
  private let isDateStyle: [Bool]
  private let columns: [String]?
  private let foldsCase: Bool
  private let pass: Pass
  private let headerRow: Int
  private let nameless: [Int]
  /// Whether the header is known and no cell is kept.
  private var isScanning = false
  private var rowHasValue = false
  /// By column of the sheet: its position among the columns to read, or one of the two below it.
  private var positions: [Int16]
  private static let unnamed: Int16 = -1
  private static let unselected: Int16 = -2

  // Where the parser is.
  private var isInData = false
  private var row = 0
  private var hasRowNumber = false
  private var column = -1
  private var type = CellType.number
  private var style = 0
  private var hasFormula = false
  private var isInCell = false
  private var isPhonetic = false
  private var isText = false
  private var text: UnsafeMutablePointer<UInt8>
  private var textCount = 0

  /// - Parameters:
  ///   - columns: columns to read, in this order; nil for all.
  ///   - foldsCase: whether names of `columns` are found where their letter case differs.
  ///   - headerRow: number of the row that names the columns; a preview needs none.
  ///   - nameless: columns of the sheet that it gives no name, and that are called after their place.
  init(
    _ pass: Pass, _ sheet: Workbook.Sheet, of workbook: Workbook, _ shared: SharedStrings, columns: [String]? = nil,
    foldsCase: Bool = false, headerRow: Int = 0, nameless: [Int] = []
  ) {
    self.nameless = nameless
    self.sheet = sheet
    self.pass = pass
    self.columns = columns
    self.foldsCase = foldsCase
    self.headerRow = headerRow
    texts = SheetTexts(shared)
    sharedCodes = shared.codes
    path = workbook.archive.path
    dates = workbook.dates
    isDateStyle = workbook.isDateStyle
    positions = (0..<SpreadsheetLimits.columns).map { Int16($0) }
    text = .allocate(capacity: SpreadsheetLimits.cellBytes)
  }

  deinit { text.deallocate() }

  override var place: String { row > 0 ? " after \(sheet.name)!\(reference)" : "" }

  private var reference: CellReference { CellReference(column: max(0, column), row: row) }

  override func start(_ name: XMLName, _ attributes: XMLAttributes) {
    if name[0] != 0, name[1] == 0 {
      switch UInt8(bitPattern: name[0]) {
      case UInt8(ascii: "c"): if isInData { startCell(attributes) }
      case UInt8(ascii: "v"): isText = isInCell
      case UInt8(ascii: "t"): isText = isInCell && !isPhonetic && type == .inline
      case UInt8(ascii: "f"): hasFormula = true
      default: break
      }
    } else if isInData, name.equals("row") {
      startRow(attributes)
    } else if name.equals("rPh") {
      isPhonetic = true
    } else if name.equals("sheetData") {
      isInData = true
    }
  }

  override func end(_ name: XMLName) {
    if name[0] != 0, name[1] == 0 {
      switch UInt8(bitPattern: name[0]) {
      case UInt8(ascii: "v"), UInt8(ascii: "t"): isText = false
      case UInt8(ascii: "c"): if isInCell { endCell() }
      default: break
      }
    } else if isInData, name.equals("row") {
      endRow()
    } else if name.equals("rPh") {
      isPhonetic = false
    } else if name.equals("sheetData") {
      isInData = false
    }
  }

  override func text(_ bytes: TextBytes) {
    guard isText else { return }
    guard textCount + bytes.count <= SpreadsheetLimits.cellBytes, let start = bytes.baseAddress else {
      return fail("its text is longer than \(SpreadsheetLimits.cellBytes >> 20) MiB")
    }
    (text + textCount).update(from: start, count: bytes.count)
    textCount += bytes.count
  }
}

// MARK: - Tags

extension SheetReader {
  private func startRow(_ attributes: XMLAttributes) {
    // A row within a cell, which no program writes, ends the cell.
    (column, isInCell, isText) = (-1, false, false)
    var pair = attributes
    while let key = pair[0], let value = pair[1] {
      if key.equals("r") {
        guard let number = CellReference.row(value), number > row else {
          return fail("a row '\(String(cString: value))' cannot follow row \(row)")
        }
        row = number
        hasRowNumber = true
        return
      }
      pair += 2
    }
    row += 1
    hasRowNumber = false
    if row > SpreadsheetLimits.rows { fail("a sheet has at most \(SpreadsheetLimits.rows) rows") }
  }

  private func startCell(_ attributes: XMLAttributes) {
    column += 1
    (type, style, hasFormula, textCount, isInCell) = (.number, 0, false, 0, true)
    var pair = attributes
    while let key = pair[0], let value = pair[1] {
      pair += 2
      guard key[0] != 0, key[1] == 0 else { continue }
      switch UInt8(bitPattern: key[0]) {
      case UInt8(ascii: "r"): place(value)
      case UInt8(ascii: "s"): style = CellReference.row(value) ?? 0
      case UInt8(ascii: "t"): type = CellType(UInt8(bitPattern: value[0]), isOneLetter: value[0] != 0 && value[1] == 0)
      default: break
      }
    }
    if column >= SpreadsheetLimits.columns { fail("a sheet has at most \(SpreadsheetLimits.columns) columns") }
  }

  private func place(_ text: XMLName) {
    guard let reference = CellReference(text), !hasRowNumber || reference.row == row, reference.row >= row else {
      return fail("a cell '\(String(cString: text))' cannot stand in row \(row)")
    }
    column = reference.column
    row = reference.row
  }

  private func endRow() {
    if isScanning {
      if rowHasValue { rowCount += 1 }
      rowHasValue = false
      return
    }
    cells.endRow(row)
    if header != nil { return }
    defer { cells.removeAll() }
    guard row >= headerRow, let names = SheetHeader(row: row, cells: cells, texts: texts) else { return }
    if pass == .preview {
      firstRows.append(names)
      // One more behind the first that has several values.
      isDone = firstRows.dropLast().contains { $0.names.count > 1 } || firstRows.count > SheetTop.mostTitles + 1
    } else {
      header = names.completed(nameless).header
      isScanning = pass != .read
      if pass != .count { chooseColumns() }
    }
  }

  private func chooseColumns() {
    guard let header else { return }
    do throws(TableError) {
      let places = try header.places(of: columns, foldsCase: foldsCase, path: path)
      positions = positions.map { _ in Self.unnamed }
      for column in header.names.map(\.column) { positions[column] = Self.unselected }
      kinds = [UInt8](repeating: 0, count: places.count)
      for (position, column) in places.enumerated() { positions[column] = Int16(truncatingIfNeeded: position) }
    } catch {
      fault = error
    }
  }
}

// MARK: - Values

extension SheetReader {
  private func endCell() {
    isInCell = false
    guard fault == nil, column < SpreadsheetLimits.columns else { return }
    switch type {
    case .number: endNumber()
    case .shared: endShared()
    case .inline: endInline()
    case .bool:
      if textCount > 0 { store(.bool, text[0] == UInt8(ascii: "1") || text[0] == UInt8(ascii: "t") ? 1 : 0) }
    case .error: count(\.errorCells)
    case .date: endDate()
    }
  }

  private var value: TextBytes { TextBytes(start: text, count: textCount) }

  private func endNumber() {
    guard textCount > 0 else {
      if hasFormula { count(\.unsavedFormulas) }
      return
    }
    let mayBeDate = style < isDateStyle.count && isDateStyle[style]
    // That it is a number shows when it is read.
    if isScanning, !mayBeDate { return note(.number) }
    guard let number = parseNumber(value) else { return fail("'\(shownValue)' is not a number") }
    if mayBeDate, let time = dates.microseconds(number) {
      store(.date, UInt64(bitPattern: time))
    } else {
      store(.number, number.bitPattern)
    }
  }

  private func endShared() {
    guard textCount > 0 else { return }
    var index = 0
    for byte in value {
      guard byte.isDigit, index <= sharedCodes.count else { return failShared() }
      index = index * 10 + Int(byte - UInt8(ascii: "0"))
    }
    guard index < sharedCodes.count else { return failShared() }
    let code = sharedCodes[index]
    if code >= 0 { store(.text, UInt64(code)) }
  }

  private func failShared() {
    fail("the shared string '\(shownValue)' is not among the \(sharedCodes.count) of this workbook")
  }

  private func endInline() {
    if textCount == 0 {
      if hasFormula { count(\.unsavedFormulas) }
      return
    }
    if isScanning, positions[column] != Self.unnamed { return note(.text) }
    var unescaped = TextBuffer()
    if value.contains(UInt8(ascii: "_")) {
      unescaped.append(value)
      unescaped.unescape()
    }
    let code =
      unescaped.bytes.isEmpty
      ? texts.code(for: value) : unescaped.bytes.withUnsafeBufferPointer { texts.code(for: $0) }
    guard let code else {
      fault = .tooLarge(path: path, part: sheet.part, bytes: SpreadsheetLimits.textBytes)
      return
    }
    store(.text, UInt64(code))
  }

  /// ISO 8601.
  private func endDate() {
    guard textCount > 0 else { return }
    if let time = parseTimestamp(value) {
      store(.date, UInt64(bitPattern: time.microseconds))
    } else {
      endInline()
    }
  }

  private func store(_ kind: CellKind, _ bits: UInt64) {
    guard header != nil else { return cells.append(column: column, kind: kind, bits: bits) }
    let position = positions[column]
    if position == Self.unnamed, isBlank(kind, bits) { return }
    if isScanning || position == Self.unnamed { return note(kind) }
    if position >= 0 { cells.append(column: Int(position), kind: kind, bits: bits) }
  }

  /// What a scan keeps of a cell.
  private func note(_ kind: CellKind) {
    let position = positions[column]
    guard position >= 0 else {
      if position == Self.unnamed {
        fault = .unnamedColumn(path: path, sheet: sheet.name, cell: reference.description, header: header?.row ?? 1)
      }
      return
    }
    rowHasValue = true
    if pass == .scan { kinds[Int(position)] |= 1 << kind.rawValue }
  }

  private func isBlank(_ kind: CellKind, _ bits: UInt64) -> Bool {
    kind == .text && texts.withBytes(of: Int32(truncatingIfNeeded: bits)) { $0.allSatisfy(\.isBlank) }
  }

  /// Forgets the first `rows` rows.
  func drop(_ rows: Int) {
    cells.removeFirst(rows)
    texts.keep(only: cells)
  }

  private func count(_ counter: ReferenceWritableKeyPath<SheetReader, CellCount>) {
    self[keyPath: counter].note(column: column, row: row)
  }

  private var shownValue: String { excerpt(String(decoding: value.prefix(400), as: UTF8.self)) }

  private func fail(_ detail: String) {
    if fault == nil {
      fault = .badCell(path: path, sheet: sheet.name, cell: reference.description, detail: detail)
    }
  }
}
