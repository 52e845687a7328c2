import CArrowBridge
public import Numerics

/// Writes tables to a Parquet file, packed with zstd.
///
/// The same input gives the same bytes. The file has its name only after `close()`; a writer that is dropped before
/// leaves nothing behind.
public final class ParquetWriter {
  /// Where the file is when it is complete.
  public let path: String
  /// The columns that every table must have.
  public let fields: [Field]
  private let writer: BridgeWriter
  private let cancellation: CancellationFlag

  /// - Parameters:
  ///   - fields: columns of the tables to come.
  ///   - uniqueColumns: columns whose values hardly repeat, for which no dictionary is tried.
  ///   - metadata: kept in the file's footer, sorted by key.
  ///   - context: its threads pack columns side by side. Do not write several files at once with more than one thread
  ///     each.
  public init(
    path: String, fields: [Field], uniqueColumns: Set<String> = [], metadata: [String: String] = [:],
    context: ExecutionContext = .serial
  ) throws(TableError) {
    self.path = path
    cancellation = context.cancellation
    self.fields = fields
    let entries = metadata.sorted { $0.key < $1.key }
    let names = CStrings(fields.map(\.name))
    let keys = CStrings(entries.map(\.key))
    let values = CStrings(entries.map(\.value))
    let types = fields.map(\.bridgeType)
    let repeats = fields.map { !uniqueColumns.contains($0.name) }
    writer = try BridgeWriter(path: path, format: "Parquet", free: arrow_bridge_parquet_free) { target, error in
      arrow_bridge_parquet_create(
        target, names.pointers, types, repeats, Int32(types.count), keys.pointers, values.pointers,
        Int32(entries.count),
        Int32(clamping: context.parallelism.threads), &error)
    }
  }
}

extension ParquetWriter {
  /// Appends the rows of `table`, whose memory is borrowed for the call.
  ///
  /// - Parameters:
  ///   - table: its columns are the writer's fields, in order.
  ///   - rowGroupRows: rows per row group; nil for a single one.
  /// - Throws: `otherColumns`; `noPermission` or `system` where the file cannot be written, after which the writer is
  ///   of no more use; `Cancelled`, after which there is no file.
  public func write(_ table: Table, rowGroupRows: Int? = nil) throws {
    guard table.fields == fields else {
      throw TableError.otherColumns(path: path, expected: fields.map(\.label), found: table.fields.map(\.label))
    }
    guard table.rowCount > 0 else { return }
    let rows = Int64(table.rowCount)
    let groupRows = Int64(max(1, rowGroupRows ?? table.rowCount))
    try withExtendedLifetime(cancellation) {
      let flag = Unmanaged.passUnretained(cancellation).toOpaque()
      try writer.call { handle, error in
        withBridgeColumns(table.columns[...], []) { columns in
          arrow_bridge_parquet_write(handle, columns, rows, groupRows, isStopRequested, flag, &error)
        }
      }
    }
    do { try cancellation.check() } catch {
      writer.abandon()
      throw error
    }
  }

  /// Completes the file and gives it its name.
  public func close() throws(TableError) {
    try writer.close { handle, error in arrow_bridge_parquet_finish(handle, &error) }
  }
}

/// For the bridge; `flag` is a `CancellationFlag`.
private func isStopRequested(_ flag: UnsafeRawPointer?) -> Bool {
  flag.map { Unmanaged<CancellationFlag>.fromOpaque($0).takeUnretainedValue().isRequested } ?? false
}

extension Field {
  /// For messages.
  fileprivate var label: String { "\(name): \(type.rawValue)\(isUTC ? " UTC" : "")" }
}
