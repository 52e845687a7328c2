import Foundation

/// What a pass over a sheet finds before it is read.
struct SheetFindings {
  /// By position among the columns to read: the kinds of cells that occur, a bit each.
  var kinds: [UInt8]
  /// Rows below the header with a value in these columns.
  var rowCount = 0
  /// Cells that hold an error such as `#N/A`, and formulas without a value: both are blank.
  var errorCells = CellCount()
  var unsavedFormulas = CellCount()
}

/// How often something occurs, and where first.
struct CellCount {
  var count = 0
  var first: CellReference?

  mutating func note(column: Int, row: Int) {
    if count == 0 { first = CellReference(column: column, row: row) }
    count += 1
  }
}

/// Looks at the cells of a sheet as programs usually write them, without an XML parser: rows and cells with references,
/// no prefixes, comments or sections of characters. Anything else makes it give up, and what is wrong with a sheet shows
/// when it is read.
struct SheetScan {
  private(set) var findings: SheetFindings
  /// By column of the sheet: its position among the columns to read, or one of the two below it.
  private let positions: [Int32]
  private static let unnamed: Int32 = -1
  private static let unselected: Int32 = -2
  /// A value below no name: an error, unless it is blank.
  private var hasUnnamedValue = false
  private let headerRow: Int
  private let sharedCodes: [Int32]
  private let isDateStyle: [Bool]
  private let dates: SerialDate
  private var row = 0
  private var rowHasValue = false
  private var isInData = false
  private var isDone = false

  /// Most bytes that a row may take here, and what comes before the first.
  private static let longest = 1 << 20

  /// - Parameter columns: the columns to read, by their place in the sheet.
  init(columns: [Int], header: SheetHeader, of workbook: Workbook, _ shared: SharedStrings) {
    findings = SheetFindings(kinds: [UInt8](repeating: 0, count: columns.count))
    var positions = [Int32](repeating: Self.unnamed, count: SpreadsheetLimits.columns)
    for (_, column) in header.names { positions[column] = Self.unselected }
    for (position, column) in columns.enumerated() { positions[column] = Int32(position) }
    self.positions = positions
    headerRow = header.row
    sharedCodes = shared.codes
    isDateStyle = workbook.isDateStyle
    dates = workbook.dates
  }

  /// Looks at all of `entry`. False where it gives up.
  ///
  /// - Throws: what unpacking throws.
  mutating func run(_ entry: ZipEntry, ahead: Bool) throws(TableError) -> Bool {
    let blocks = UnpackedBlocks(entry, ahead: ahead)
    var rest: [UInt8] = []
    while !isDone {
      let answer = try blocks.withNext { block throws(TableError) -> Bool? in
        if block.isEmpty { return nil }
        rest.append(contentsOf: block)
        return true
      }
      guard answer != nil else { return false }
      guard let taken = rest.withUnsafeBufferPointer({ look(at: $0) }) else { return false }
      rest.removeFirst(taken)
      if rest.count > Self.longest { return false }
    }
    return true
  }

  /// Looks at all whole rows, and returns where they end; nil where it gives up.
  private mutating func look(at text: TextBytes) -> Int? {
    let end = max(text.end(ofLast: "</row>") ?? 0, text.end(ofLast: "</sheetData>") ?? 0)
    var cursor = TagCursor(TextBytes(rebasing: text[..<end]))
    if !isInData {
      // A prefix or another encoding keeps it from being found; what is before it may be anything.
      guard cursor.goTo("<sheetData") else { return 0 }
      guard let tag = cursor.next(), !tag.isEmptyElement else { return nil }
      isInData = true
    }
    while let tag = cursor.next() {
      switch tag.name {
      case .row:
        guard let number = tag.row, number > row else { return nil }
        row = number
      case .rowEnd:
        if hasUnnamedValue { return nil }
        if rowHasValue { findings.rowCount += 1 }
        rowHasValue = false
      case .cell:
        if tag.isEmptyElement { continue }
        guard let column = tag.column(of: row), column < positions.count else { return nil }
        guard lookAtCell(tag, column, &cursor) else { return nil }
      case .dataEnd:
        isDone = true
        return cursor.position
      default: return nil
      }
    }
    return end
  }

  /// Up to the end of the cell; false where it is of another form.
  private mutating func lookAtCell(_ cell: SheetTag, _ column: Int, _ cursor: inout TagCursor) -> Bool {
    var value = TextBytes(start: nil, count: 0)
    var (hasFormula, isPhonetic) = (false, false)
    while let tag = cursor.next() {
      switch tag.name {
      case .value:
        if !tag.isEmptyElement { value = cursor.textToTag() }
      case .text:
        if cell.type == .inline, !isPhonetic, !tag.isEmptyElement, value.isEmpty { value = cursor.textToTag() }
      case .formula: hasFormula = true
      case .phonetic: isPhonetic = !tag.isEmptyElement
      case .phoneticEnd: isPhonetic = false
      case .inside: continue
      case .cellEnd:
        if row > headerRow { settle(cell, value, hasFormula: hasFormula, column) }
        return true
      default:
        return false
      }
    }
    return false
  }

  private mutating func settle(_ cell: SheetTag, _ value: TextBytes, hasFormula: Bool, _ column: Int) {
    switch cell.type {
    case .error: findings.errorCells.note(column: column, row: row)
    case .bool: if !value.isEmpty { note(.bool, column) }
    case .shared:
      // An index beyond the end is an error when the sheet is read.
      guard let index = digits(value), index < sharedCodes.count else { return }
      if sharedCodes[index] >= 0 { note(.text, column) }
    case .number, .inline, .date:
      if value.isEmpty {
        if hasFormula, cell.type != .date { findings.unsavedFormulas.note(column: column, row: row) }
      } else if cell.type == .inline {
        note(.text, column)
      } else if cell.type == .date {
        note(parseTimestamp(value) == nil ? .text : .date, column)
      } else if cell.style < isDateStyle.count, isDateStyle[cell.style], let number = parseNumber(value),
        dates.microseconds(number) != nil
      {
        note(.date, column)
      } else {
        note(.number, column)
      }
    }
  }

  private mutating func note(_ kind: CellKind, _ column: Int) {
    let position = positions[column]
    guard position >= 0 else {
      if position == Self.unnamed { hasUnnamedValue = true }
      return
    }
    rowHasValue = true
    findings.kinds[Int(position)] |= 1 << kind.rawValue
  }
}

private func digits(_ text: TextBytes) -> Int? {
  guard !text.isEmpty, text.count < 12 else { return nil }
  var value = 0
  for byte in text {
    guard byte.isDigit else { return nil }
    value = value * 10 + Int(byte - UInt8(ascii: "0"))
  }
  return value
}

/// What `t` says of a cell's value.
enum CellType {
  case number, shared, inline, bool, error, date

  @inline(__always)
  init(_ first: UInt8, isOneLetter: Bool) {
    switch first {
    case UInt8(ascii: "s"): self = isOneLetter ? .shared : .inline
    case UInt8(ascii: "i"): self = .inline
    case UInt8(ascii: "b"): self = .bool
    case UInt8(ascii: "e"): self = .error
    case UInt8(ascii: "d"): self = .date
    default: self = .number
    }
  }
}

/// A tag of a sheet, and the attributes that count.
private struct SheetTag {
  enum Name {
    case row, rowEnd, cell, cellEnd, value, text, formula, phonetic, phoneticEnd, dataEnd
    /// Another one that may be in a cell: the ends of these, and runs of rich text.
    case inside
    case other
  }

  var name = Name.other
  var isEmptyElement = false
  var reference = TextBytes(start: nil, count: 0)
  var type = CellType.number
  var style = 0

  /// Of a row.
  var row: Int? { digits(reference).flatMap { (1...SpreadsheetLimits.rows).contains($0) ? $0 : nil } }

  /// The column of a cell's reference; nil where there is none, or one to another row.
  func column(of row: Int) -> Int? {
    var column = 0
    var index = 0
    while index < reference.count, (65...90).contains(reference[index]) {
      column = column &* 26 &+ Int(reference[index] &- 64)
      index += 1
      if index > 3 { return nil }
    }
    guard index > 0, digits(TextBytes(rebasing: reference[index...])) == row else { return nil }
    return column - 1
  }
}

extension TextBytes {
  /// Where the last `word` ends.
  fileprivate func end(ofLast word: StaticString) -> Int? {
    let length = word.utf8CodeUnitCount
    var position = count - length
    while position >= 0 {
      if self[position] == word.utf8Start[0], memcmp(baseAddress! + position, word.utf8Start, length) == 0 {
        return position + length
      }
      position -= 1
    }
    return nil
  }
}

/// Goes from tag to tag.
private struct TagCursor {
  private let text: TextBytes
  var position = 0

  init(_ text: TextBytes) { self.text = text }

  /// Goes to the next `word`, which begins with `<`; false where there is none.
  mutating func goTo(_ word: StaticString) -> Bool {
    while let place = next(UInt8(ascii: "<")) {
      position = place
      let length = word.utf8CodeUnitCount
      if place + length <= text.count, memcmp(text.baseAddress! + place, word.utf8Start, length) == 0 { return true }
      position += 1
    }
    return false
  }

  private func next(_ byte: UInt8) -> Int? {
    guard let start = text.baseAddress, position < text.count,
      let place = memchr(start + position, Int32(byte), text.count - position)
    else { return nil }
    return UnsafeRawPointer(place) - UnsafeRawPointer(start)
  }

  /// The text up to the next tag.
  mutating func textToTag() -> TextBytes {
    let end = next(UInt8(ascii: "<")) ?? text.count
    defer { position = end }
    return TextBytes(rebasing: text[position..<end])
  }

  /// The next tag; nil where the text ends before it does.
  mutating func next() -> SheetTag? {
    guard let open = next(UInt8(ascii: "<")) else { return nil }
    position = open + 1
    var tag = SheetTag()
    let start = position
    while position < text.count, text[position] > 32, text[position] != UInt8(ascii: ">"),
      text[position] != UInt8(ascii: "/") || position == start
    {
      position += 1
    }
    tag.name = Self.name(TextBytes(rebasing: text[start..<position]))
    return attributes(&tag) ? tag : nil
  }

  private static func name(_ name: TextBytes) -> SheetTag.Name {
    switch name.count {
    case 1:
      switch name[0] {
      case UInt8(ascii: "c"): return .cell
      case UInt8(ascii: "v"): return .value
      case UInt8(ascii: "t"): return .text
      case UInt8(ascii: "f"): return .formula
      case UInt8(ascii: "r"): return .inside
      default: return .other
      }
    case 2 where name[0] == UInt8(ascii: "/"):
      switch name[1] {
      case UInt8(ascii: "c"): return .cellEnd
      case UInt8(ascii: "v"), UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "r"): return .inside
      default: return .other
      }
    case 2 where name.elementsEqual("is".utf8): return .inside
    case 3 where name.elementsEqual("row".utf8): return .row
    case 3 where name.elementsEqual("/is".utf8): return .inside
    case 3 where name.elementsEqual("rPh".utf8): return .phonetic
    case 4 where name.elementsEqual("/row".utf8): return .rowEnd
    case 4 where name.elementsEqual("/rPh".utf8): return .phoneticEnd
    case 10 where name.elementsEqual("/sheetData".utf8): return .dataEnd
    case 9 where name.elementsEqual("sheetData".utf8): return .inside
    default: return .other
    }
  }

  /// Up to the end of the tag; false where the text ends before it does.
  private mutating func attributes(_ tag: inout SheetTag) -> Bool {
    while position < text.count {
      let byte = text[position]
      position += 1
      if byte == UInt8(ascii: ">") { return true }
      if byte == UInt8(ascii: "/") { tag.isEmptyElement = true }
      guard byte > 32, byte != UInt8(ascii: "/") else { continue }
      let key = position - 1
      while position < text.count, text[position] != UInt8(ascii: "="), text[position] != UInt8(ascii: ">") {
        position += 1
      }
      guard position + 1 < text.count else { return false }
      // An attribute without a value is no XML, which shows when the sheet is read.
      if text[position] == UInt8(ascii: ">") { continue }
      let length = position - key
      let quote = text[position + 1]
      position += 2
      let start = position
      guard let end = next(quote) else { return false }
      position = end + 1
      guard length == 1, end > start else { continue }
      switch text[key] {
      case UInt8(ascii: "r"): tag.reference = TextBytes(rebasing: text[start..<end])
      case UInt8(ascii: "s"): tag.style = digits(TextBytes(rebasing: text[start..<end])) ?? 0
      case UInt8(ascii: "t"): tag.type = CellType(text[start], isOneLetter: end == start + 1)
      default: break
      }
    }
    return false
  }
}
