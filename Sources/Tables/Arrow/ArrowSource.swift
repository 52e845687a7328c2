import CArrowBridge
import Numerics

/// Reads an Arrow IPC file (Feather) or stream through Arrow C++. Every batch is checked in full before it is used,
/// because a hostile file could make any offset point anywhere.
final class ArrowSource: BatchSource {
  let fields: [Field]
  let skippedColumns: [String]
  private let path: String
  private let handle: OpaquePointer
  private var nextRow = 0

  init(path: String, isStream: Bool, options: ReadOptions) throws(TableError) {
    self.path = path
    var schema = ArrowSchema()
    let settings = ArrowBridgeIPCOptions(
      batch_rows: Int64(options.batchRows), is_stream: isStream, dictionary_strings: options.strings == .dictionary)
    let handle = try callBridge(path: path, action: .read, format: "Arrow") { error in
      arrow_bridge_ipc_open(path, settings, &schema, &error)
    }
    self.handle = handle
    let known = (0..<Int(schema.n_children)).map { StoredColumn(schema.children[$0]!.pointee) }
    schema.release?(&schema)
    skippedColumns = options.columns == nil ? known.filter { $0.type == nil }.map(\.name) : []
    do throws(TableError) {
      try requireDistinct(known.map(\.name), path: path)
      let selected = try StoredColumn.select(options.columns, from: known, path: path)
      fields = selected.map { Field(name: known[$0].name, type: known[$0].type!, isUTC: known[$0].isUTC) }
      let (positions, names) = (selected.map(Int32.init), fields.map(\.name))
      _ = try callBridge(path: path, action: .read, format: "Arrow", columns: names) { error in
        arrow_bridge_ipc_select(handle, positions, Int32(positions.count), &error).orNil
      }
    } catch {
      arrow_bridge_ipc_close(handle)
      throw error
    }
  }

  deinit { arrow_bridge_ipc_close(handle) }

  func next() throws(TableError) -> TableBatch? {
    var array = ArrowArray()
    let names = fields.map(\.name)
    _ = try callBridge(path: path, action: .read, format: "Arrow", columns: names) { error in
      arrow_bridge_ipc_next(handle, &array, &error).orNil
    }
    guard array.release != nil else { return nil }
    let owner = ArrowOwner(taking: array)
    defer { nextRow += owner.rowCount }
    let columns = fields.enumerated().map { index, field in
      Column(name: field.name, values: owner.column(index, type: field.type), isUTC: field.isUTC)
    }
    return TableBatch(
      table: Table(columns: columns, rowCount: owner.rowCount, path: path), firstRow: nextRow,
      lines: LineMap(firstLine: nextRow + 1))
  }
}
