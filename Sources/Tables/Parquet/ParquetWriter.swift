import CArrowBridge
public import Numerics

/// Writes tables to a Parquet file, packed with zstd.
///
/// The same input gives the same bytes. The file has its name only after `close()`; a writer that is dropped before
/// leaves nothing behind.
public final class ParquetWriter {
  public let path: String
  public let fields: [Field]
  private let file: PartialFile
  /// Nil once closed or failed.
  private var handle: OpaquePointer?

  /// - Parameters:
  ///   - fields: columns of the tables to come.
  ///   - metadata: kept in the file's footer, sorted by key.
  ///   - parallelism: columns packed at a time. Do not write several files at once with more than one thread each.
  public init(
    path: String, fields: [Field], metadata: [String: String] = [:], parallelism: Parallelism = .serial
  ) throws(TableError) {
    self.path = path
    self.fields = fields
    file = try PartialFile(path: path)
    let entries = metadata.sorted { $0.key < $1.key }
    let names = CStrings(fields.map(\.name))
    let keys = CStrings(entries.map(\.key))
    let values = CStrings(entries.map(\.value))
    let types = fields.map(\.bridgeType)
    let target = file.target
    do throws(TableError) {
      handle = try callBridge(path: path, action: .write, format: "Parquet") { error in
        arrow_bridge_parquet_create(
          target, names.pointers, types, Int32(types.count), keys.pointers, values.pointers, Int32(entries.count),
          Int32(clamping: parallelism.threads), &error)
      }
    } catch {
      file.discard()
      throw error
    }
  }

  deinit { abandon() }
}

extension ParquetWriter {
  /// Appends the rows of `table`, whose memory is borrowed for the call.
  ///
  /// - Parameters:
  ///   - table: its columns are the writer's fields, in order.
  ///   - rowGroupRows: rows a row group; nil for one row group.
  /// - Throws: `otherColumns`; `noPermission` or `system` where the file cannot be written, after which the writer is
  ///   of no more use.
  public func write(_ table: Table, rowGroupRows: Int? = nil) throws(TableError) {
    guard table.fields == fields else {
      throw .otherColumns(path: path, expected: fields.map(\.label), found: table.fields.map(\.label))
    }
    guard table.rowCount > 0 else { return }
    let rows = Int64(table.rowCount)
    let groupRows = Int64(max(1, rowGroupRows ?? table.rowCount))
    try call { handle, error in
      withBridgeColumns(table.columns[...], []) { columns in
        arrow_bridge_parquet_write(handle, columns, rows, groupRows, &error)
      }
    }
  }

  /// Completes the file and gives it its name.
  public func close() throws(TableError) {
    try call { handle, error in arrow_bridge_parquet_finish(handle, &error) }
    arrow_bridge_parquet_free(handle)
    handle = nil
    do throws(TableError) {
      try file.commit()
    } catch {
      file.discard()
      throw error
    }
  }

  private func call(_ body: (OpaquePointer, inout ArrowBridgeError) -> Bool) throws(TableError) {
    guard let handle else { preconditionFailure("a closed or failed writer cannot be used") }
    do throws(TableError) {
      _ = try callBridge(path: path, action: .write, format: "Parquet") { error in body(handle, &error).orNil }
    } catch {
      abandon()
      throw error
    }
  }

  private func abandon() {
    guard let handle else { return }
    arrow_bridge_parquet_free(handle)
    self.handle = nil
    file.discard()
  }
}

/// C strings that live as long as this object.
private final class CStrings {
  let pointers: [UnsafePointer<CChar>?]

  init(_ strings: [String]) {
    pointers = strings.map { string in
      let bytes = string.utf8CString
      let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
      for (index, byte) in bytes.enumerated() { copy[index] = byte }
      return UnsafePointer(copy)
    }
  }

  deinit { for pointer in pointers { pointer?.deallocate() } }
}

extension Field {
  /// For messages.
  fileprivate var label: String { "\(name): \(type.rawValue)\(isUTC ? " UTC" : "")" }
}
