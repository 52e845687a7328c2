extension ColumnValues {
  /// No rows.
  public static func empty(_ type: ColumnType) -> ColumnValues {
    switch type {
    case .bool: .bool(Primitive([]))
    case .int32: .int32(Primitive([]))
    case .int64: .int64(Primitive([]))
    case .float: .float(Primitive([]))
    case .double: .double(Primitive([]))
    case .timestamp: .timestamp(Primitive([]))
    case .date: .date(Primitive([]))
    case .string: .string(StringColumn([]))
    case .dictionary: .dictionary(DictionaryColumn([]))
    }
  }

  /// The parts, all of type `type`, one after the other. Nil where a string column passes 2 GiB.
  static func concatenating(_ parts: [ColumnValues], type: ColumnType) -> ColumnValues? {
    if parts.isEmpty { return .empty(type) }
    switch type {
    case .bool: return .bool(.concatenating(parts.map { if case .bool(let part) = $0 { part } else { mixed() } }))
    case .int32: return .int32(.concatenating(parts.map { if case .int32(let part) = $0 { part } else { mixed() } }))
    case .int64: return .int64(.concatenating(parts.map { if case .int64(let part) = $0 { part } else { mixed() } }))
    case .float: return .float(.concatenating(parts.map { if case .float(let part) = $0 { part } else { mixed() } }))
    case .double: return .double(.concatenating(parts.map { if case .double(let part) = $0 { part } else { mixed() } }))
    case .timestamp:
      return .timestamp(.concatenating(parts.map { if case .timestamp(let part) = $0 { part } else { mixed() } }))
    case .date: return .date(.concatenating(parts.map { if case .date(let part) = $0 { part } else { mixed() } }))
    case .string:
      let columns = parts.map { if case .string(let part) = $0 { part } else { mixed() } }
      return StringColumn.concatenating(columns).map { .string($0) }
    case .dictionary:
      return .dictionary(
        .concatenating(parts.map { if case .dictionary(let part) = $0 { part } else { mixed() } }))
    }
  }

  private static func mixed() -> Never { preconditionFailure("parts of one column have one type") }
}
