import CArrowBridge
import Numerics

/// Reads a file of typed columns through Arrow C++, without copying its values.
final class BridgeSource: BatchSource {
  let fields: [Field]
  let skippedColumns: [String]
  let header: HeaderFacts
  let warnings: [String]
  private let path: String
  private let reader: BridgeReader
  private let file: OpenFile
  private var nextRow = 0

  /// - Parameters:
  ///   - reader: of the file's format.
  ///   - open: opens the file, and describes its columns in the schema.
  init(
    path: String, _ reader: BridgeReader, columns: [String]?,
    open: (inout ArrowSchema, inout ArrowBridgeError) -> OpaquePointer?
  ) throws(TableError) {
    self.path = path
    self.reader = reader
    var schema = ArrowSchema()
    let handle = try callBridge(path: path, action: .read, format: reader.format) { error in open(&schema, &error) }
    file = OpenFile(handle: handle, close: reader.close)
    let stored = (0..<Int(schema.n_children)).map { StoredColumn(schema.children[$0]!.pointee) }
    schema.release?(&schema)
    let (names, repeated) = distinctNames(stored.map(\.name))
    let known = zip(stored, names).map { $0.named($1) }
    var header = HeaderFacts()
    header.repeated = repeated
    self.header = header
    warnings = repeated.map(\.warning)
    skippedColumns = columns == nil ? known.filter { $0.type == nil }.map(\.name) : []
    let selected = try StoredColumn.select(columns, from: known, path: path)
    fields = selected.map { Field(name: known[$0].name, type: known[$0].type!, isUTC: known[$0].isUTC) }
    let positions = selected.map(Int32.init)
    _ = try callBridge(path: path, action: .read, format: reader.format, columns: fields.map(\.name)) { error in
      reader.select(handle, positions, Int32(positions.count), &error).orNil
    }
  }

  func next() throws(TableError) -> TableBatch? {
    let names = fields.map(\.name)
    while true {
      var array = ArrowArray()
      _ = try callBridge(path: path, action: .read, format: reader.format, columns: names) { error in
        reader.next(file.handle, &array, &error).orNil
      }
      guard array.release != nil else { return nil }
      let owner = ArrowOwner(taking: array)
      if owner.rowCount == 0 { continue }
      defer { nextRow += owner.rowCount }
      let columns = fields.enumerated().map { index, field in
        Column(name: field.name, values: owner.column(index, type: field.type), isUTC: field.isUTC)
      }
      return TableBatch(
        table: Table(columns: columns, rowCount: owner.rowCount, path: path), firstRow: nextRow,
        lines: LineMap(firstLine: nextRow + 1))
    }
  }
}

/// Closes a file of the bridge with the last reference to it: an initializer may throw before and after everything
/// else exists.
private final class OpenFile {
  let handle: OpaquePointer
  private let close: (OpaquePointer?) -> Void

  init(handle: OpaquePointer, close: @escaping (OpaquePointer?) -> Void) {
    self.handle = handle
    self.close = close
  }

  deinit { close(handle) }
}

/// The bridge's calls for files of one format.
struct BridgeReader {
  /// As errors name it.
  let format: String
  let select: (OpaquePointer?, UnsafePointer<Int32>?, Int32, UnsafeMutablePointer<ArrowBridgeError>?) -> Bool
  let next: (OpaquePointer?, UnsafeMutablePointer<ArrowArray>?, UnsafeMutablePointer<ArrowBridgeError>?) -> Bool
  let close: (OpaquePointer?) -> Void
}

extension BridgeSource {
  /// A Parquet file.
  convenience init(parquet path: String, options: ReadOptions) throws(TableError) {
    let settings = ArrowBridgeParquetOptions(
      batch_rows: Int64(options.batchRows), threads: Int32(clamping: options.parallelism.threads),
      dictionary_strings: options.strings == .dictionary)
    let reader = BridgeReader(
      format: "Parquet", select: arrow_bridge_parquet_select, next: arrow_bridge_parquet_next,
      close: arrow_bridge_parquet_close)
    try self.init(path: path, reader, columns: options.columns) { schema, error in
      arrow_bridge_parquet_open(path, settings, &schema, &error)
    }
  }

  /// An Arrow IPC file (Feather) or stream. The bridge checks every batch in full, because a hostile file could make
  /// any offset point anywhere.
  convenience init(arrow path: String, isStream: Bool, options: ReadOptions) throws(TableError) {
    let settings = ArrowBridgeIPCOptions(
      batch_rows: Int64(options.batchRows), is_stream: isStream, dictionary_strings: options.strings == .dictionary)
    let reader = BridgeReader(
      format: "Arrow", select: arrow_bridge_ipc_select, next: arrow_bridge_ipc_next, close: arrow_bridge_ipc_close)
    try self.init(path: path, reader, columns: options.columns) { schema, error in
      arrow_bridge_ipc_open(path, settings, &schema, &error)
    }
  }
}
