import CivilTime
import Tables

/// Reads the cells of one source column into numbers, ids or times; text is read once per distinct value.
enum ColumnCells {
  /// What a cell of text turned out to be.
  enum Cell<Value> {
    case blank
    case value(Value)
    case unreadable
  }

  /// Calls `read` once per distinct text of a column, and `place` once per row.
  static func forEachText<Value>(
    of values: ColumnValues, read: (TextBytes) -> Cell<Value>, place: (Int, Cell<Value>, () -> String) -> Void
  ) {
    switch values {
    case .dictionary(let column):
      let cells = (0..<column.dictionary.count).map { entry in
        column.dictionary.isNull(entry) ? .blank : column.dictionary.withBytes(entry) { read($0) }
      }
      column.codes.withValues { codes in
        for row in codes.indices {
          let isNull = column.codes.isNull(row)
          place(row, isNull ? .blank : cells[Int(codes[row])]) { column.dictionary[Int(codes[row])] }
        }
      }
    case .string(let column):
      for row in 0..<column.count {
        place(row, column.isNull(row) ? .blank : column.withBytes(row) { read($0) }) { column[row] }
      }
    default:
      preconditionFailure("the caller reads typed columns itself")
    }
  }
}

// MARK: - Numbers

extension ColumnCells {
  /// Appends a column of numbers; a null is NaN. Unreadable text is NaN too, and is passed to `unreadable`.
  ///
  /// - Parameter currencies: marks found beside the numbers are added.
  static func appendNumbers(
    _ values: ColumnValues, format: NumberFormat, to target: inout SpillableColumn<Double>,
    currencies: inout Set<String>,
    unreadable: (Int, String) -> Void
  ) {
    switch values {
    // Lines are compared by bits, so there is one NaN only.
    case .double(let column): append(column, to: &target) { $0.isNaN ? .nan : $0 }
    case .float(let column): append(column, to: &target) { $0.isNaN ? .nan : Double($0) }
    case .int64(let column): append(column, to: &target) { Double($0) }
    case .int32(let column): append(column, to: &target) { Double($0) }
    case .bool(let column): append(column, to: &target) { $0 ? 1 : 0 }
    case .date, .timestamp:
      for row in 0..<values.count {
        target.append(.nan)
        if !values.isNull(row) { unreadable(row, "a date") }
      }
    case .string, .dictionary:
      var found: Set<String> = []
      forEachText(of: values, read: { number($0, format: format, currencies: &found) }) { row, cell, text in
        switch cell {
        case .blank: target.append(.nan)
        case .value(let value): target.append(value)
        case .unreadable:
          target.append(.nan)
          unreadable(row, text())
        }
      }
      currencies.formUnion(found)
    }
  }

  private static func append<Element: BitwiseCopyable & Sendable>(
    _ column: Primitive<Element>, to target: inout SpillableColumn<Double>, _ convert: (Element) -> Double
  ) {
    column.withValues { values in
      target.append(values.count) { target in
        for row in values.indices { target[row] = column.isNull(row) ? .nan : convert(values[row]) }
      }
    }
  }

  static func number(_ text: TextBytes, format: NumberFormat, currencies: inout Set<String>) -> Cell<Double> {
    if trimmed(text).isEmpty { return .blank }
    guard let number = parseNumber(text, format: format) else { return .unreadable }
    if let currency = number.currency { currencies.insert(currency) }
    return .value(number.value)
  }

  static func trimmed(_ text: TextBytes) -> Slice<TextBytes> {
    let isBlank = { (byte: UInt8) in byte == 32 || (9...13).contains(byte) }
    guard let first = text.firstIndex(where: { !isBlank($0) }), let last = text.lastIndex(where: { !isBlank($0) })
    else { return text[text.endIndex..<text.endIndex] }
    return text[first...last]
  }
}

// MARK: - Ids

extension ColumnCells {
  /// Appends a column of ids as codes of `dictionary`; blank is −1.
  static func appendIDs(
    _ values: ColumnValues, to target: inout SpillableColumn<Int32>, _ dictionary: inout StringDictionary
  ) {
    switch values {
    case .string, .dictionary:
      forEachText(
        of: values,
        read: { text in
          let id = normalizedID(trimmed(text))
          return id.isEmpty ? .blank : .value(dictionary.code(for: TextBytes(rebasing: id)))
        }
      ) { (_, cell: Cell<Int32>, _) in
        if case .value(let code) = cell { target.append(code) } else { target.append(-1) }
      }
    default:
      for row in 0..<values.count {
        target.append(values.isNull(row) ? -1 : dictionary.code(for: numericID(values, row)))
      }
    }
  }

  /// Codes of a column of ids in a dictionary that stays as it is; −1 for a blank or an unknown id.
  static func existingIDs(_ values: ColumnValues, in dictionary: StringDictionary) -> [Int32] {
    var codes: [Int32] = []
    codes.reserveCapacity(values.count)
    switch values {
    case .string, .dictionary:
      forEachText(
        of: values,
        read: { text in
          let id = normalizedID(trimmed(text))
          return dictionary.existingCode(for: TextBytes(rebasing: id)).map { .value($0) } ?? .blank
        }
      ) { (_, cell: Cell<Int32>, _) in
        if case .value(let code) = cell { codes.append(code) } else { codes.append(-1) }
      }
    default:
      for row in 0..<values.count {
        var text = values.isNull(row) ? "" : numericID(values, row)
        codes.append(text.isEmpty ? -1 : text.withUTF8 { dictionary.existingCode(for: $0) } ?? -1)
      }
    }
    return codes
  }

  /// A whole number that passed through a spreadsheet is the id without its decimals: `17850.0` is `17850`.
  private static func normalizedID(_ id: Slice<TextBytes>) -> Slice<TextBytes> {
    guard let point = id.firstIndex(of: UInt8(ascii: ".")), point > id.startIndex else { return id }
    let (whole, fraction) = (id[..<point], id[id.index(after: point)...])
    let isDigit = { (byte: UInt8) in (48...57).contains(byte) }
    return whole.allSatisfy(isDigit) && !fraction.isEmpty && fraction.allSatisfy { $0 == 48 } ? whole : id
  }

  private static func numericID(_ values: ColumnValues, _ row: Int) -> String {
    switch values {
    case .int64(let column): String(column[row])
    case .int32(let column): String(column[row])
    case .double(let column): CellNumber.text(column[row])
    case .float(let column): CellNumber.text(Double(column[row]))
    case .bool(let column): String(column[row])
    case .timestamp(let column): timestampString(column[row])
    case .date(let column): dateString(column[row])
    case .string, .dictionary: preconditionFailure("text was handled before")
    }
  }

  /// A cell as text, whatever its type; not null.
  static func plainText(_ values: ColumnValues, _ row: Int) -> String {
    switch values {
    case .string(let column): column[row]
    case .dictionary(let column): column[row]
    default: numericID(values, row)
    }
  }
}

extension TextBytes {
  init(rebasing slice: Slice<Slice<TextBytes>>) {
    self.init(rebasing: Slice(base: slice.base.base, bounds: slice.startIndex..<slice.endIndex))
  }
}
