/// Turns the cells of a sheet into columns, batch by batch.
struct SheetBatches {
  let fields: [Field]
  private let cells: SheetCells
  private let texts: SheetTexts
  private let batchRows: Int
  private var nextRow = 0
  /// By code of the sheet's texts: its code in the current column, while `stamp` of it is the current one.
  private var codes: [Int32]
  private var stamps: [Int32]
  private var stamp: Int32 = 0

  /// Most cells of a batch, blank ones included.
  private static let batchCells = 1 << 22

  init(_ reader: SheetReader, batchRows: Int) {
    fields = zip(reader.selected, reader.kinds).map { Field(name: $0, type: Self.type(ofKinds: $1)) }
    cells = reader.cells
    texts = reader.texts
    self.batchRows = max(1, min(batchRows, Self.batchCells / max(1, fields.count)))
    codes = [Int32](repeating: 0, count: texts.dictionary.count)
    stamps = [Int32](repeating: 0, count: texts.dictionary.count)
  }

  /// One kind has a type of its own; several are text, and so is a column without a value.
  private static func type(ofKinds kinds: UInt8) -> ColumnType {
    switch kinds {
    case 1 << CellKind.number.rawValue: .double
    case 1 << CellKind.date.rawValue: .timestamp
    case 1 << CellKind.bool.rawValue: .bool
    default: .dictionary
    }
  }

  mutating func next(path: String) -> TableBatch? {
    guard nextRow < cells.rowCount else { return nil }
    let rows = nextRow..<min(nextRow + batchRows, cells.rowCount)
    let columns = columns(of: rows)
    let lines = LineMap(rows: rows.map { Int(cells.rowNumbers[$0]) })
    defer { nextRow = rows.upperBound }
    cells.release(before: rows.upperBound)
    return TableBatch(
      table: Table(columns: columns, rowCount: rows.count, path: path), firstRow: rows.lowerBound, lines: lines)
  }

  private mutating func columns(of rows: Range<Int>) -> [Column] {
    var builders = fields.map { SheetColumnBuilder($0.type, count: rows.count) }
    cells.forEach(in: rows) { row, column, kind, bits in builders[column].set(row, kind, bits) }
    return zip(fields, builders).map { field, builder in
      Column(name: field.name, values: values(builder))
    }
  }

  private mutating func values(_ builder: SheetColumnBuilder) -> ColumnValues {
    let isNull: [Bool]? = builder.nullCount > 0 ? builder.isNull : nil
    switch builder.type {
    case .double: return .double(Primitive(builder.bits.map { Double(bitPattern: $0) }, isNull: isNull))
    case .timestamp: return .timestamp(Primitive(builder.bits.map { Int64(bitPattern: $0) }, isNull: isNull))
    case .bool: return .bool(Primitive(builder.bits.map { $0 == 1 }, isNull: isNull))
    default: return .dictionary(dictionary(builder, isNull: isNull))
    }
  }

  /// The texts of the column in order of first appearance; a number, date or truth value becomes text once.
  private mutating func dictionary(_ builder: SheetColumnBuilder, isNull: [Bool]?) -> DictionaryColumn {
    stamp += 1
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
        codes[code] = texts.dictionary.withBytes(of: Int32(code)) { add($0) }
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
