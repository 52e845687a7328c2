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
final class SheetReader: XMLHandler {
  let cells = SheetCells()
  private(set) var texts: SheetTexts
  private(set) var header: SheetHeader?
  /// The first rows with a value, of a preview.
  private(set) var firstRows: [SheetHeader] = []
  /// Cells that hold an error such as `#N/A`, and formulas without a value: both are blank.
  private(set) var errorCells = CellCount()
  private(set) var unsavedFormulas = CellCount()
  /// By position in `selected`: the kinds that occur, a bit each.
  private(set) var kinds: [UInt8] = []
  /// The columns to read, in order, by name.
  private(set) var selected: [String] = []
  /// Columns that are called otherwise because another one has their name.
  private(set) var repeated: [RepeatedName] = []

  private let sheet: Workbook.Sheet
  private let path: String
  private let dates: SerialDate
  private let isDateStyle: [Bool]
  private let columns: [String]?
  private let isPreview: Bool
  private let headerRow: Int
  private let nameless: [Int]
  /// By column of the sheet: its position in `selected`, or one of the two below it.
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

  /// What `t` says of a cell's value.
  private enum CellType {
    case number, shared, inline, bool, error, date
  }

  struct CellCount {
    var count = 0
    var first: CellReference?
  }

  /// - Parameters:
  ///   - columns: columns to read, in this order; nil for all.
  ///   - headerRow: number of the row that names the columns; nil for a preview, which keeps the first rows alone.
  ///   - nameless: columns of the sheet that it gives no name, and that are called after their place.
  init(
    _ sheet: Workbook.Sheet, of workbook: Workbook, texts: SheetTexts, columns: [String]?, headerRow: Int?,
    nameless: [Int] = []
  ) {
    self.nameless = nameless
    self.sheet = sheet
    self.texts = texts
    self.columns = columns
    self.headerRow = headerRow ?? 0
    isPreview = headerRow == nil
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
      case UInt8(ascii: "t"): type = Self.type(value)
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

  private static func type(_ text: XMLName) -> CellType {
    switch UInt8(bitPattern: text[0]) {
    case UInt8(ascii: "s"): text[1] == 0 ? .shared : .inline
    case UInt8(ascii: "i"): .inline
    case UInt8(ascii: "b"): .bool
    case UInt8(ascii: "e"): .error
    case UInt8(ascii: "d"): .date
    default: .number
    }
  }

  private func endRow() {
    cells.endRow(row)
    if header != nil { return }
    defer { cells.removeAll() }
    guard row >= headerRow, let names = SheetHeader(row: row, cells: cells, texts: texts) else { return }
    if isPreview {
      firstRows.append(names)
      // One more behind the first that has several values.
      isDone = firstRows.dropLast().contains { $0.names.count > 1 } || firstRows.count > SheetTop.mostTitles + 1
    } else {
      header = names
      chooseColumns()
    }
  }

  private func chooseColumns() {
    guard let header else { return }
    do throws(TableError) {
      let own = nameless.map { (name: positionName($0 + 1, among: Set(header.names.map(\.name))), column: $0) }
      let all = (header.names + own).sorted { $0.column < $1.column }
      let (names, repeated) = distinctNames(all.map(\.name), positions: all.map { $0.column + 1 })
      self.repeated = repeated
      positions = positions.map { _ in Self.unnamed }
      for column in all.map(\.column) { positions[column] = Self.unselected }
      selected = columns ?? names
      kinds = [UInt8](repeating: 0, count: selected.count)
      let columnOfName = Dictionary(uniqueKeysWithValues: zip(names, all.map(\.column)))
      for (position, name) in selected.enumerated() {
        guard let column = columnOfName[name] else { throw .missingColumn(name, in: names, path: path) }
        positions[column] = Int16(truncatingIfNeeded: position)
      }
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
    guard let number = parseNumber(value) else { return fail("'\(shownValue)' is not a number") }
    if style < isDateStyle.count, isDateStyle[style], let time = dates.microseconds(number) {
      store(.date, UInt64(bitPattern: time))
    } else {
      store(.number, number.bitPattern)
    }
  }

  private func endShared() {
    guard textCount > 0 else { return }
    var index = 0
    for byte in value {
      guard byte.isDigit, index <= texts.shared.count else { return failShared() }
      index = index * 10 + Int(byte - UInt8(ascii: "0"))
    }
    guard index < texts.shared.count else { return failShared() }
    let code = texts.shared[index]
    if code >= 0 { store(.text, UInt64(code)) }
  }

  private func failShared() {
    fail("the shared string '\(shownValue)' is not among the \(texts.shared.count) of this workbook")
  }

  private func endInline() {
    if textCount == 0 {
      if hasFormula { count(\.unsavedFormulas) }
      return
    }
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
    var position = positions[column]
    if header == nil || isPreview {
      position = Int16(column)
    } else if position < 0 {
      if position == Self.unnamed, !isBlank(kind, bits) {
        fault = .unnamedColumn(path: path, sheet: sheet.name, cell: reference.description, header: header?.row ?? 1)
      }
      return
    } else {
      kinds[Int(position)] |= 1 << kind.rawValue
    }
    cells.append(column: Int(position), kind: kind, bits: bits)
  }

  private func isBlank(_ kind: CellKind, _ bits: UInt64) -> Bool {
    kind == .text && texts.dictionary.withBytes(of: Int32(truncatingIfNeeded: bits)) { $0.allSatisfy(\.isBlank) }
  }

  private func count(_ counter: ReferenceWritableKeyPath<SheetReader, CellCount>) {
    if self[keyPath: counter].count == 0 { self[keyPath: counter].first = reference }
    self[keyPath: counter].count += 1
  }

  private var shownValue: String { excerpt(String(decoding: value.prefix(400), as: UTF8.self)) }

  private func fail(_ detail: String) {
    if fault == nil {
      fault = .badCell(path: path, sheet: sheet.name, cell: reference.description, detail: detail)
    }
  }
}
