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
      let selected = try Self.select(options.columns, from: known, path: path)
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

  /// Positions of the columns to read.
  private static func select(_ names: [String]?, from known: [StoredColumn], path: String) throws(TableError)
    -> [Int]
  {
    guard let names else { return known.indices.filter { known[$0].type != nil } }
    return try names.map { name throws(TableError) in
      guard let position = known.firstIndex(where: { $0.name == name }) else {
        throw .missingColumn(name, in: known.map(\.name), path: path)
      }
      if known[position].type == nil {
        throw .nestedColumn(name: name, path: path, type: known[position].format)
      }
      return position
    }
  }
}

/// A top-level column, as the bridge describes it.
private struct StoredColumn {
  let name: String
  let format: String
  /// Nil where it cannot be read.
  let type: ColumnType?
  let isUTC: Bool

  init(_ schema: ArrowSchema) {
    name = schema.name.map { String(cString: $0) } ?? ""
    format = schema.format.map { String(cString: $0) } ?? ""
    isUTC = format.hasPrefix("tsu:") && format != "tsu:"
    type = Self.type(format: format, isDictionary: schema.dictionary != nil)
  }

  private static func type(format: String, isDictionary: Bool) -> ColumnType? {
    switch format {
    case "i" where isDictionary: .dictionary
    case "b": .bool
    case "i": .int32
    case "l": .int64
    case "f": .float
    case "g": .double
    case "tdD": .date
    case "u": .string
    case let format where format.hasPrefix("tsu:"): .timestamp
    default: nil
    }
  }
}
