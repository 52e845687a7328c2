import CArrowBridge
import Numerics

/// The text of a CSV file, cut into blocks of whole records by the bridge.
final class CSVBlockReader {
  private let handle: OpaquePointer
  private let path: String
  private let format: String

  init(path: String, compression: Compression, encoding: TextEncoding?, blockSize: Int) throws(TableError) {
    let (kind, format) =
      switch compression {
      case .none: (ARROW_BRIDGE_PLAIN, "CSV")
      case .gzip: (ARROW_BRIDGE_GZIP, "gzip")
      case .zstd: (ARROW_BRIDGE_ZSTD, "zstd")
      }
    self.path = path
    self.format = format
    handle = try callBridge(path: path, action: .read, format: format) { error in
      arrow_bridge_csv_open(path, kind, ArrowBridgeEncoding(encoding), Int64(blockSize), &error)
    }
  }

  deinit { arrow_bridge_csv_close(handle) }

  /// What the bytes read so far are.
  var encoding: TextEncoding { TextEncoding(arrow_bridge_csv_encoding(handle)) }

  /// The first bytes of the file, at least its first line, and whether they are all.
  func withHead<Result>(_ body: (_ head: TextBytes, _ isWhole: Bool) -> Result) -> Result {
    var count: Int64 = 0
    var isWhole = false
    let start = arrow_bridge_csv_head(handle, &count, &isWhole)
    defer { withExtendedLifetime(self) {} }
    return body(TextBytes(start: start, count: Int(count)), isWhole)
  }

  /// The fields of the first record that is not blank, and its line; nil where the file holds none.
  ///
  /// - Parameter isKept: whether it is a row as well.
  func header(_ dialect: CSVDialect, isKept: Bool = false) throws(TableError) -> (names: [StringColumn], line: Int)? {
    var array = ArrowArray()
    var line: Int64 = 0
    // A tab stands for each run of blanks.
    let delimiter = dialect.joinsBlanks ? UInt8(ascii: "\t") : dialect.delimiter
    let bridged = ArrowBridgeCSVDialect(
      delimiter: delimiter, quote: dialect.quote ?? 0, joins_blanks: dialect.joinsBlanks)
    try call { error in arrow_bridge_csv_header(handle, bridged, isKept, &array, &line, &error).orNil }
    guard array.release != nil else { return nil }
    let count = Int(array.n_children)
    let owner = ArrowOwner(taking: array)
    let names = (0..<count).map { position in
      guard case .string(let name) = owner.column(position, type: .string) else { return StringColumn([""]) }
      return name
    }
    return (names, Int(line))
  }

  /// Chooses the columns of the blocks, of rows with `fieldCount` fields; once, before the first block.
  func select(_ positions: [Int], of fieldCount: Int) throws(TableError) {
    let positions = positions.map(Int32.init)
    try call { error in
      arrow_bridge_csv_select(handle, Int32(fieldCount), positions, Int32(positions.count), &error).orNil
    }
  }

  /// Goes on with blocks of whole lines, without a header.
  func startLines() throws(TableError) {
    try call { error in arrow_bridge_json_start(handle, &error).orNil }
  }

  /// Nil at the end of the file.
  func next() throws(TableError) -> CSVBlock? {
    var block: OpaquePointer?
    try call { error in arrow_bridge_csv_next(handle, &block, &error).orNil }
    return block.map { CSVBlock(taking: $0, path: path) }
  }

  /// The next blocks, as many as there are threads, and what `read` makes of each.
  ///
  /// A fault of the text comes after the blocks before it: which error a file ends in does not depend on threads.
  func readBlocks<Answer: Sendable>(
    _ parallelism: Parallelism, _ read: @Sendable (CSVBlock) throws(TableError) -> Answer
  ) throws(TableError) -> [(block: CSVBlock, answer: Result<Answer, TableError>)] {
    var blocks: [CSVBlock] = []
    do throws(TableError) {
      while blocks.count < parallelism.threads, let block = try next() { blocks.append(block) }
    } catch {
      // The reader fails again at the next call.
      if blocks.isEmpty { throw error }
    }
    let cut = blocks
    let answers = parallelism.map(cut.count) { index in
      Result { () throws(TableError) in try read(cut[index]) }
    }
    return zip(cut, answers).map { ($0, $1) }
  }

  private func call(_ body: (inout ArrowBridgeError) -> Bool?) throws(TableError) {
    _ = try callBridge(path: path, action: .read, format: format, body)
  }
}

/// Whole records of a CSV file, read by any thread.
final class CSVBlock: @unchecked Sendable {
  let rowCount: Int
  let lines: LineMap
  private let handle: OpaquePointer
  private let path: String

  /// Takes `handle` over.
  init(taking handle: OpaquePointer, path: String) {
    self.handle = handle
    self.path = path
    rowCount = Int(arrow_bridge_csv_block_rows(handle))
    var count: Int64 = 0
    let breaks = arrow_bridge_csv_block_lines(handle, &count)
    lines = LineMap(UnsafeBufferPointer(start: breaks, count: Int(count)))
  }

  deinit { arrow_bridge_csv_block_free(handle) }

  /// The chosen columns, which are called `fields`; those behind them must be blank.
  func read(fields: [Field], blank: BlankColumns) throws(TableError) -> [Column] {
    var array = ArrowArray()
    _ = try callBridge(path: path, action: .read, format: "CSV") { error in
      arrow_bridge_csv_block_read(handle, &array, &error).orNil
    }
    let owner = ArrowOwner(taking: array)
    let columns = fields.enumerated().map { position, field in
      Column(name: field.name, values: owner.column(position, type: .dictionary))
    }
    try requireUTF8(columns)
    for place in blank.positions.indices {
      guard let row = owner.column(fields.count + place, type: .dictionary).firstRowWithText else { continue }
      throw blank.error(at: place, path: path, line: lines.line(ofRow: row))
    }
    return columns
  }

  /// The members of the objects on its lines, in order of first appearance, as far as they show what they are.
  func jsonMembers() throws(TableError) -> [(name: String, kind: JSONKind)] {
    var members: [(name: String, kind: JSONKind)] = []
    try callJSON { error in
      withUnsafeMutablePointer(to: &members) { members in
        arrow_bridge_json_block_members(
          handle, members,
          { context, name, kind in
            guard let name, let context else { return }
            context.assumingMemoryBound(to: [(name: String, kind: JSONKind)].self).pointee
              .append((String(cString: name), JSONKind(kind)))
          }, &error
        ).orNil
      }
    }
    return members
  }

  /// The members that are called `fields`, of these kinds.
  func readJSON(fields: [Field], kinds: [JSONKind]) throws(TableError) -> [Column] {
    var array = ArrowArray()
    let names = CStrings(fields.map(\.name))
    let bridged = kinds.map(\.bridge)
    try callJSON { error in
      arrow_bridge_json_block_read(handle, names.pointers, bridged, Int32(fields.count), &array, &error).orNil
    }
    let owner = ArrowOwner(taking: array)
    let columns = fields.enumerated().map { position, field in
      Column(name: field.name, values: owner.column(position, type: field.type))
    }
    try requireUTF8(columns)
    return columns
  }

  /// Rows of the block become lines.
  private func callJSON(_ body: (inout ArrowBridgeError) -> Bool?) throws(TableError) {
    do {
      _ = try callBridge(path: path, action: .read, format: "JSON", body)
    } catch .badJSON(let path, let row, let detail) {
      throw .badJSON(path: path, line: lines.line(ofRow: row), detail: detail)
    }
  }

  /// - Throws: `notUTF8` for the first row, and in it the first column, that holds something else.
  private func requireUTF8(_ columns: [Column]) throws(TableError) {
    let faults = columns.compactMap { column -> (row: Int, column: String)? in
      guard case .dictionary(let values) = column.values, let row = values.firstRowNotUTF8 else { return nil }
      return (row, column.name)
    }
    guard let fault = faults.min(by: { $0.row < $1.row }) else { return }
    throw .notUTF8(path: path, line: lines.line(ofRow: fault.row), column: fault.column)
  }
}

extension ColumnValues {
  /// Of a dictionary; nil where all rows are null or blanks.
  fileprivate var firstRowWithText: Int? {
    guard case .dictionary(let column) = self else { return nil }
    let isText = (0..<column.dictionary.count).map { entry in
      !column.dictionary.isNull(entry) && column.dictionary.withBytes(entry) { !$0.allSatisfy(\.isBlank) }
    }
    guard isText.contains(true) else { return nil }
    return column.codes.withValues { codes in codes.indices.first { !column.isNull($0) && isText[Int(codes[$0])] } }
  }
}
