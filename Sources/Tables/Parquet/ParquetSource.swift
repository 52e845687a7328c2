import CArrowBridge
import Numerics

/// Reads a Parquet file through Arrow C++, without copying its values.
final class ParquetSource: BatchSource {
  let fields: [Field]
  let skippedColumns: [String]
  private let path: String
  private let handle: OpaquePointer
  private var nextRow = 0

  init(path: String, options: ReadOptions) throws(TableError) {
    self.path = path
    var schema = ArrowSchema()
    let settings = ArrowBridgeParquetOptions(
      batch_rows: Int64(options.batchRows), threads: Int32(clamping: options.parallelism.threads),
      dictionary_strings: options.strings == .dictionary)
    let handle = try callBridge(path: path, action: .read, format: "Parquet") { error in
      arrow_bridge_parquet_open(path, settings, &schema, &error)
    }
    self.handle = handle
    let known = (0..<Int(schema.n_children)).map { StoredColumn(schema.children[$0]!.pointee) }
    schema.release?(&schema)
    skippedColumns = options.columns == nil ? known.filter { $0.type == nil }.map(\.name) : []
    var fields: [Field] = []
    do throws(TableError) {
      try requireDistinct(known.map(\.name), path: path)
      let selected = try StoredColumn.select(options.columns, from: known, path: path)
      fields = selected.map { Field(name: known[$0].name, type: known[$0].type!, isUTC: known[$0].isUTC) }
      let positions = selected.map(Int32.init)
      _ = try callBridge(path: path, action: .read, format: "Parquet", columns: fields.map(\.name)) { error in
        arrow_bridge_parquet_select(handle, positions, Int32(positions.count), &error).orNil
      }
    } catch {
      arrow_bridge_parquet_close(handle)
      throw error
    }
    self.fields = fields
  }

  deinit { arrow_bridge_parquet_close(handle) }

  func next() throws(TableError) -> TableBatch? {
    while true {
      var array = ArrowArray()
      let names = fields.map(\.name)
      _ = try callBridge(path: path, action: .read, format: "Parquet", columns: names) { error in
        arrow_bridge_parquet_next(handle, &array, &error).orNil
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
