import CArrowBridge

/// Lends the memory of `columns` to `body` as the bridge takes it; `lent` are those before them.
func withBridgeColumns<Result>(
  _ columns: ArraySlice<Column>, _ lent: [ArrowBridgeColumn], _ body: ([ArrowBridgeColumn]) -> Result
) -> Result {
  guard let column = columns.first else { return body(lent) }
  return column.values.withBridgeColumn { withBridgeColumns(columns.dropFirst(), lent + [$0], body) }
}

extension ColumnValues {
  fileprivate func withBridgeColumn<Result>(_ body: (ArrowBridgeColumn) -> Result) -> Result {
    switch self {
    case .bool(let values): values.withBridgeColumn(body)
    case .int32(let values), .date(let values): values.withBridgeColumn(body)
    case .int64(let values), .timestamp(let values): values.withBridgeColumn(body)
    case .float(let values): values.withBridgeColumn(body)
    case .double(let values): values.withBridgeColumn(body)
    case .string(let values): values.withBridgeColumn(ArrowBridgeColumn(), body)
    case .dictionary(let values):
      values.codes.withBridgeColumn { values.dictionary.withBridgeColumn($0, body) }
    }
  }
}

extension Primitive {
  fileprivate func withBridgeColumn<Result>(_ body: (ArrowBridgeColumn) -> Result) -> Result {
    withValues { values in
      var column = ArrowBridgeColumn()
      column.values = UnsafeRawPointer(values.baseAddress)
      return column.withValidity(validity, nullCount: nullCount, body)
    }
  }
}

extension StringColumn {
  /// Adds the strings to `column`, which holds the codes if they are a dictionary.
  fileprivate func withBridgeColumn<Result>(_ column: ArrowBridgeColumn, _ body: (ArrowBridgeColumn) -> Result)
    -> Result
  {
    withUnsafeText { offsets, bytes in
      var column = column
      column.string_offsets = offsets.baseAddress
      column.string_bytes = bytes.baseAddress
      column.string_count = Int64(count)
      if column.values != nil { return body(column) }
      return column.withValidity(validity, nullCount: nullCount, body)
    }
  }
}

extension ArrowBridgeColumn {
  fileprivate func withValidity<Result>(
    _ validity: Validity?, nullCount: Int, _ body: (ArrowBridgeColumn) -> Result
  ) -> Result {
    guard let validity else { return body(self) }
    return validity.bits.withValues { bits in
      var column = self
      column.validity = bits.baseAddress
      column.validity_offset = Int64(validity.offset)
      column.null_count = Int64(nullCount)
      return body(column)
    }
  }
}

extension Field {
  var bridgeType: ArrowBridgeType {
    switch type {
    case .bool: ARROW_BRIDGE_BOOL
    case .int32: ARROW_BRIDGE_INT32
    case .int64: ARROW_BRIDGE_INT64
    case .float: ARROW_BRIDGE_FLOAT
    case .double: ARROW_BRIDGE_DOUBLE
    case .timestamp: isUTC ? ARROW_BRIDGE_TIMESTAMP_UTC : ARROW_BRIDGE_TIMESTAMP
    case .date: ARROW_BRIDGE_DATE
    case .string: ARROW_BRIDGE_STRING
    case .dictionary: ARROW_BRIDGE_DICTIONARY
    }
  }
}
