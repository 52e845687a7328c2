import Numerics

/// Reads the rows of one sheet, and turns their cells into columns batch by batch: no more is held than a batch, and
/// what was unpacked at once.
final class SheetBatches {
  private let fields: [Field]
  private let reader: SheetReader
  private let parse: XMLParse
  private let batchRows: Int
  private let path: String
  private let label: String?
  /// Rows of the file before the sheet, then before the next batch.
  private var firstRow: Int
  private var isAtEnd = false
  /// Rows of the reader that were handed out.
  private var taken = 0
  /// By code of the sheet's texts: its code in the current column, while `stamp` of it is the current one.
  private var codes: [Int32] = []
  private var stamps: [Int32] = []
  private var stamp: Int32 = 0

  /// Most cells of a batch, blank ones included.
  private static let batchCells = 1 << 22

  /// - Parameters:
  ///   - fields: of the table, the kinds of all cells considered.
  ///   - label: name of the sheet for its batches; nil where it is the only one.
  init(
    _ table: SheetTable, of workbook: Workbook, _ shared: SharedStrings, fields: [Field], label: String?,
    firstRow: Int, options: ReadOptions
  ) throws(TableError) {
    self.fields = fields
    self.label = label
    self.firstRow = firstRow
    path = workbook.archive.path
    batchRows = max(1, min(options.batchRows, Self.batchCells / max(1, fields.count)))
    reader = SheetReader(
      .read, table.sheet, of: workbook, shared, columns: fields.map(\.name), foldsCase: true,
      headerRow: table.top.header.row, nameless: table.top.nameless)
    parse = try XMLParse(
      try workbook.archive.open(table.sheet.part, again: true), into: reader,
      ahead: options.parallelism.threads > 1)
  }

  /// The types of columns in which cells of these kinds occur, a bit each: one kind has a type of its own; several are
  /// text, and so is a column without a value.
  static func type(ofKinds kinds: UInt8) -> ColumnType {
    switch kinds {
    case 1 << CellKind.number.rawValue: .double
    case 1 << CellKind.date.rawValue: .timestamp
    case 1 << CellKind.bool.rawValue: .bool
    default: .dictionary
    }
  }

  /// Nil at the end of the sheet.
  func next() throws(TableError) -> TableBatch? {
    while !isAtEnd, reader.cells.rowCount - taken < batchRows {
      reader.drop(taken)
      taken = 0
      isAtEnd = try !parse.next()
    }
    let rows = taken..<min(taken + batchRows, reader.cells.rowCount)
    guard !rows.isEmpty else { return nil }
    let columns = columns(of: rows)
    let lines = LineMap(rows: rows.lazy.map { Int(self.reader.cells.rowNumbers[$0]) })
    defer {
      taken = rows.upperBound
      firstRow += rows.count
    }
    return TableBatch(
      table: Table(columns: columns, rowCount: rows.count, path: path), firstRow: firstRow, lines: lines, sheet: label)
  }

  private func columns(of rows: Range<Int>) -> [Column] {
    var builders = fields.map { SheetColumnBuilder($0.type, count: rows.count) }
    reader.cells.forEach(in: rows) { row, column, kind, bits in builders[column].set(row, kind, bits) }
    let missing = reader.texts.count - codes.count
    if missing > 0 {
      codes.append(contentsOf: repeatElement(0, count: missing))
      stamps.append(contentsOf: repeatElement(0, count: missing))
    }
    return zip(fields, builders).map { field, builder in
      Column(name: field.name, values: values(builder))
    }
  }

  private func values(_ builder: SheetColumnBuilder) -> ColumnValues {
    let isNull: [Bool]? = builder.nullCount > 0 ? builder.isNull : nil
    switch builder.type {
    case .double: return .double(Primitive(builder.bits.map { Double(bitPattern: $0) }, isNull: isNull))
    case .timestamp: return .timestamp(Primitive(builder.bits.map { Int64(bitPattern: $0) }, isNull: isNull))
    case .bool: return .bool(Primitive(builder.bits.map { $0 == 1 }, isNull: isNull))
    default: return .dictionary(dictionary(builder, isNull: isNull))
    }
  }

  /// The texts of the column in order of first appearance; a number, date or truth value becomes text once.
  private func dictionary(_ builder: SheetColumnBuilder, isNull: [Bool]?) -> DictionaryColumn {
    stamp += 1
    let texts = reader.texts
    var entries = StringColumnBuilder(capacity: 64)
    var entryCount: Int32 = 0
    var others: [Rendered: Int32] = [:]
    var rendered = [Int32](repeating: 0, count: builder.bits.count)
    func add(_ text: TextBytes) -> Int32 {
      // A batch's text is below the limit of a sheet's.
      precondition(entries.append(text), "a batch holds at most 2 GiB of text")
      entryCount += 1
      return entryCount - 1
    }
    for row in builder.bits.indices where !builder.isNull[row] {
      let bits = builder.bits[row]
      guard builder.kinds[row] == CellKind.text.rawValue else {
        let kind = CellKind(rawValue: builder.kinds[row]).unsafelyUnwrapped
        let key = Rendered(kind: kind, bits: bits)
        if let code = others[key] {
          rendered[row] = code
        } else {
          var text = CellText.string(kind, bits, texts)
          rendered[row] = text.withUTF8 { add($0) }
          others[key] = rendered[row]
        }
        continue
      }
      let code = Int(bits)
      if stamps[code] != stamp {
        stamps[code] = stamp
        codes[code] = texts.withBytes(of: Int32(code)) { add($0) }
      }
      rendered[row] = codes[code]
    }
    return DictionaryColumn(codes: Primitive(rendered, isNull: isNull), dictionary: entries.column())
  }
}

/// A cell that is made text.
private struct Rendered: Hashable {
  let kind: CellKind
  let bits: UInt64
}

/// The cells of one column of a batch.
private struct SheetColumnBuilder {
  let type: ColumnType
  var bits: [UInt64]
  var isNull: [Bool]
  /// Only of text.
  var kinds: [UInt8]
  var nullCount: Int

  init(_ type: ColumnType, count: Int) {
    self.type = type
    bits = [UInt64](repeating: 0, count: count)
    isNull = [Bool](repeating: true, count: count)
    kinds = type == .dictionary ? [UInt8](repeating: 0, count: count) : []
    nullCount = count
  }

  @inline(__always)
  mutating func set(_ row: Int, _ kind: CellKind, _ value: UInt64) {
    // Of a cell that occurs twice the last one counts.
    if isNull[row] { nullCount -= 1 }
    isNull[row] = false
    bits[row] = value
    if type == .dictionary { kinds[row] = kind.rawValue }
  }
}
