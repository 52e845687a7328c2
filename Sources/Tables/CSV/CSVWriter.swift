import CArrowBridge

/// Writes tables to a CSV file: comma-separated, UTF-8, LF, a header always.
///
/// Text is quoted in a table that holds text which needs it (a separator, a quote, a line end, a blank at an end, or
/// nothing at all), and so are the names of the header. Null is an empty field (`""` in a table of one column), and an
/// empty string is `""`; doubles are the shortest decimals that read back alike; timestamps are `2011-09-01 00:00:00`,
/// in all rows of a table with three or six more digits where one has a fraction; dates are `2011-09-01`, truth values
/// `true` and `false`. The same input gives the same bytes. The file has its name only after `close()`; a writer that
/// is dropped before leaves nothing behind.
public final class CSVWriter {
  /// Where the file is when it is complete.
  public let path: String
  /// The columns that every table must have.
  public let fields: [Field]
  private let writer: BridgeWriter

  /// - Parameter fields: columns of the tables to come.
  public init(path: String, fields: [Field]) throws(TableError) {
    self.path = path
    self.fields = fields
    let names = CStrings(fields.map(\.name))
    // Times are written as they are, without a zone.
    let types = fields.map { Field(name: $0.name, type: $0.type).bridgeType }
    writer = try BridgeWriter(path: path, format: "CSV", free: arrow_bridge_csv_free) { target, error in
      arrow_bridge_csv_create(target, names.pointers, types, Int32(types.count), &error)
    }
  }
}

extension CSVWriter {
  /// Appends the rows of `table`, whose memory is borrowed for the call.
  ///
  /// - Parameter table: its columns are the writer's fields, in order.
  /// - Throws: `otherColumns`; `noPermission` or `system` where the file cannot be written, after which the writer is
  ///   of no more use.
  public func write(_ table: Table) throws(TableError) {
    guard table.fields == fields else {
      throw .otherColumns(path: path, expected: fields.map(\.name), found: table.fields.map(\.name))
    }
    try writer.call { handle, error in
      withBridgeColumns(table.columns[...], []) { columns in
        arrow_bridge_csv_write(handle, columns, Int64(table.rowCount), &error)
      }
    }
  }

  /// Completes the file and gives it its name.
  public func close() throws(TableError) {
    try writer.close { handle, error in arrow_bridge_csv_finish(handle, &error) }
  }
}
