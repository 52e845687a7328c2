/// The types a column can have. Everything else a file holds is read as one of these.
public enum ColumnType: String, Sendable, Hashable, CaseIterable, CustomStringConvertible {
  case bool, int32, int64, float, double
  /// Microseconds since 1970-01-01 00:00.
  case timestamp
  /// Days since 1970-01-01.
  case date
  case string
  /// Strings that repeat.
  case dictionary

  public var description: String { self == .dictionary ? "string (dictionary)" : rawValue }
}

/// The values of one column.
public enum ColumnValues: Sendable {
  case bool(Primitive<Bool>)
  case int32(Primitive<Int32>)
  case int64(Primitive<Int64>)
  case float(Primitive<Float>)
  case double(Primitive<Double>)
  /// Microseconds since 1970-01-01 00:00, in the zone that the column's field says.
  case timestamp(Primitive<Int64>)
  /// Days since 1970-01-01.
  case date(Primitive<Int32>)
  case string(StringColumn)
  case dictionary(DictionaryColumn)
}

extension ColumnValues {
  public var type: ColumnType {
    switch self {
    case .bool: .bool
    case .int32: .int32
    case .int64: .int64
    case .float: .float
    case .double: .double
    case .timestamp: .timestamp
    case .date: .date
    case .string: .string
    case .dictionary: .dictionary
    }
  }

  /// Rows.
  public var count: Int {
    switch self {
    case .bool(let values): values.count
    case .int32(let values), .date(let values): values.count
    case .int64(let values), .timestamp(let values): values.count
    case .float(let values): values.count
    case .double(let values): values.count
    case .string(let values): values.count
    case .dictionary(let values): values.count
    }
  }

  public var nullCount: Int {
    switch self {
    case .bool(let values): values.nullCount
    case .int32(let values), .date(let values): values.nullCount
    case .int64(let values), .timestamp(let values): values.nullCount
    case .float(let values): values.nullCount
    case .double(let values): values.nullCount
    case .string(let values): values.nullCount
    case .dictionary(let values): values.nullCount
    }
  }

  public func isNull(_ row: Int) -> Bool {
    switch self {
    case .bool(let values): values.isNull(row)
    case .int32(let values), .date(let values): values.isNull(row)
    case .int64(let values), .timestamp(let values): values.isNull(row)
    case .float(let values): values.isNull(row)
    case .double(let values): values.isNull(row)
    case .string(let values): values.isNull(row)
    case .dictionary(let values): values.isNull(row)
    }
  }

  /// The rows named by `rows`, in that order.
  public func selecting(_ rows: [Int]) -> ColumnValues {
    switch self {
    case .bool(let values): .bool(values.selecting(rows))
    case .int32(let values): .int32(values.selecting(rows))
    case .int64(let values): .int64(values.selecting(rows))
    case .float(let values): .float(values.selecting(rows))
    case .double(let values): .double(values.selecting(rows))
    case .timestamp(let values): .timestamp(values.selecting(rows))
    case .date(let values): .date(values.selecting(rows))
    case .string(let values): .string(values.selecting(rows))
    case .dictionary(let values): .dictionary(values.selecting(rows))
    }
  }
}
