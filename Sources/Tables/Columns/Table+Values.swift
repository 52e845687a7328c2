import CivilTime

extension Table {
  /// - Throws: `missingColumn`.
  public func requireColumn(named name: String) throws(TableError) -> Column {
    if let column = column(named: name) { return column }
    throw .missingColumn(name, in: columns.map(\.name), path: path)
  }

  /// Numbers of column `name`, null as NaN. Text is read as numbers with a decimal point.
  ///
  /// - Throws: `missingColumn`; `wrongType` for dates, times, truth values, and text that is not a number.
  public func doubles(named name: String) throws(TableError) -> [Double] {
    try requireColumn(named: name).doubles(path: path)
  }

  /// Whole numbers of column `name`. Text is read as whole numbers.
  ///
  /// - Throws: `missingColumn`; `wrongType` for other types, fractions and text; `nullValue` for a null.
  public func int64s(named name: String) throws(TableError) -> [Int64] {
    try requireColumn(named: name).int64s(path: path)
  }

  /// Strings of column `name`, null as the empty string.
  ///
  /// - Throws: `missingColumn`; `wrongType` for anything but text.
  public func strings(named name: String) throws(TableError) -> [String] {
    try requireColumn(named: name).strings(path: path)
  }

  /// Microseconds since 1970-01-01 00:00 of column `name`. Text is read as ISO 8601 without an offset; a date is its
  /// midnight.
  ///
  /// - Throws: `missingColumn`; `wrongType` for other types and text; `nullValue` for a null.
  public func timestamps(named name: String) throws(TableError) -> [Int64] {
    try requireColumn(named: name).timestamps(path: path)
  }
}

extension Column {
  func doubles(path: String?) throws(TableError) -> [Double] {
    switch values {
    case .int32(let values): return values.doubles(Double.init)
    case .int64(let values): return values.doubles(Double.init)
    case .float(let values): return values.doubles(Double.init)
    case .double(let values): return values.nullCount == 0 ? values.array : values.doubles { $0 }
    case .string, .dictionary:
      return try parsed(as: "number", path: path, null: .nan) { parseNumber($0) }
    case .bool, .timestamp, .date: throw wrongType("number", path: path)
    }
  }

  func int64s(path: String?) throws(TableError) -> [Int64] {
    try requireNoNull(path: path)
    switch values {
    case .int32(let values): return values.withValues { $0.map(Int64.init) }
    case .int64(let values): return values.array
    case .string, .dictionary:
      return try parsed(as: "whole number", path: path, null: 0) { Int64(String(decoding: $0, as: UTF8.self)) }
    case .float(let column):
      return try exact(column.withValues { $0.map { Int64(exactly: $0) } }, path: path)
    case .double(let column):
      return try exact(column.withValues { $0.map { Int64(exactly: $0) } }, path: path)
    case .bool, .timestamp, .date: throw wrongType("whole number", path: path)
    }
  }

  func strings(path: String?) throws(TableError) -> [String] {
    switch values {
    case .string(let values): return (0..<values.count).map { values[$0] }
    case .dictionary(let values): return values.array.map { $0 ?? "" }
    default: throw wrongType("text", path: path)
    }
  }

  func timestamps(path: String?) throws(TableError) -> [Int64] {
    try requireNoNull(path: path)
    switch values {
    case .timestamp(let values): return values.array
    case .date(let values): return values.withValues { $0.map { Int64($0) * Microseconds.day } }
    case .string, .dictionary:
      return try parsed(as: "time", path: path, null: 0) { bytes in
        parseTimestamp(bytes).flatMap { $0.offsetMinutes == nil ? $0.microseconds : nil }
      }
    default: throw wrongType("time", path: path)
    }
  }

  /// Parses text, once an entry of a dictionary.
  private func parsed<Value>(
    as expected: String, path: String?, null: Value, _ parse: (TextBytes) -> Value?
  ) throws(TableError) -> [Value] {
    switch values {
    case .string(let column):
      return try (0..<column.count).map { row throws(TableError) in
        if column.isNull(row) { return null }
        guard let value = column.withBytes(row, parse) else { throw notParsed(column[row], expected, path) }
        return value
      }
    case .dictionary(let column):
      let entries = (0..<column.dictionary.count).map { column.dictionary.withBytes($0, parse) }
      return try (0..<column.count).map { row throws(TableError) in
        if column.isNull(row) { return null }
        guard let value = entries[Int(column.codes[row])] else { throw notParsed(column[row], expected, path) }
        return value
      }
    default: throw wrongType(expected, path: path)
    }
  }

  private func exact(_ numbers: [Int64?], path: String?) throws(TableError) -> [Int64] {
    let whole = numbers.compactMap(\.self)
    if whole.count < numbers.count { throw wrongType("whole number", path: path) }
    return whole
  }

  private func requireNoNull(path: String?) throws(TableError) {
    guard values.nullCount > 0, let row = (0..<values.count).first(where: values.isNull) else { return }
    throw .nullValue(column: name, path: path, row: row)
  }

  private func wrongType(_ expected: String, path: String?) -> TableError {
    .wrongType(column: name, path: path, expected: expected, found: values.type.description)
  }

  private func notParsed(_ text: String, _ expected: String, _ path: String?) -> TableError {
    .wrongType(column: name, path: path, expected: expected, found: "the text '\(text)'")
  }
}

extension Primitive {
  /// Null as NaN.
  fileprivate func doubles(_ convert: (Element) -> Double) -> [Double] {
    withValues { values in values.indices.map { isNull($0) ? .nan : convert(values[$0]) } }
  }
}
