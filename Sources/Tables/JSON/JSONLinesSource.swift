import Numerics
import Text

/// Reads JSON Lines: an object on each line, whose members are the columns.
///
/// A member may be missing anywhere, and may be a fraction or text for the first time on the last line, so the file is
/// read twice: for the types first. As many blocks are read at a time as there are threads.
final class JSONLinesSource: BatchSource {
  let fields: [Field]
  /// Members that hold objects or lists, unless they were asked for.
  let skippedColumns: [String]

  /// Of what was read so far.
  var encoding: TextEncoding? { reader.encoding }

  private let kinds: [JSONKind]
  private let path: String
  private let parallelism: Parallelism
  private let reader: CSVBlockReader
  /// Blocks that were read, in the order of the file, the next one last.
  private var ready: [ReadBlock] = []
  private var nextRow = 0

  private typealias ReadBlock = (block: CSVBlock, answer: Result<[Column], TableError>)

  /// Blocks are small: Arrow takes up to 100,000 objects at a time, and an object may have three bytes with its line end.
  private static let blockSize = 1 << 18

  init(path: String, compression: Compression, options: ReadOptions) throws(TableError) {
    self.path = path
    parallelism = options.parallelism
    let blockSize = min(options.blockSize, Self.blockSize)
    func open() throws(TableError) -> CSVBlockReader {
      let reader = try CSVBlockReader(
        path: path, compression: compression, encoding: options.text.encoding, blockSize: blockSize)
      try reader.startLines()
      return reader
    }
    let members = try Self.members(of: try open(), path: path, parallelism)
    let known = members.names
    skippedColumns = options.columns == nil ? known.filter { members[$0] == .nested } : []
    let selected = options.columns ?? known.filter { members[$0] != .nested }
    kinds = try selected.map { name throws(TableError) in
      guard let kind = members[name] else { throw .missingColumn(name, in: known, path: path) }
      if kind == .nested { throw .nestedColumn(name: name, path: path, type: "an object or a list") }
      return kind
    }
    fields = zip(selected, kinds).map { Field(name: $0, type: $1.type) }
    reader = try open()
  }

  var warnings: [String] {
    skippedColumns.isEmpty
      ? []
      : [
        "what holds objects or lists is left out: \(excerpt(skippedColumns)); to use it, write it as columns of its own"
      ]
  }

  func next() throws(TableError) -> TableBatch? {
    if ready.isEmpty {
      let (fields, kinds) = (fields, kinds)
      ready = try reader.readBlocks(parallelism) { block throws(TableError) in
        try block.readJSON(fields: fields, kinds: kinds)
      }
      .reversed()
    }
    guard let (block, columns) = ready.popLast() else { return nil }
    defer { nextRow += block.rowCount }
    return TableBatch(
      table: Table(columns: try columns.get(), rowCount: block.rowCount, path: path), firstRow: nextRow,
      lines: block.lines)
  }

  /// The members of all objects, in order of first appearance.
  private static func members(
    of reader: CSVBlockReader, path: String, _ parallelism: Parallelism
  ) throws(TableError) -> JSONMembers {
    var members = JSONMembers(path: path)
    while true {
      let blocks = try reader.readBlocks(parallelism) { block throws(TableError) in try block.jsonMembers() }
      if blocks.isEmpty { return members }
      for (block, found) in blocks {
        for (name, kind) in try found.get() { try members.add(name, kind, block) }
      }
    }
  }
}

/// The members seen so far.
private struct JSONMembers {
  private(set) var names: [String] = []
  private var kinds: [String: JSONKind] = [:]
  private let path: String

  /// As in CSV.
  private static let limit = 16_384

  init(path: String) { self.path = path }

  subscript(name: String) -> JSONKind? { kinds[name] }

  mutating func add(_ name: String, _ kind: JSONKind, _ block: CSVBlock) throws(TableError) {
    guard let known = kinds[name] else {
      names.append(name)
      kinds[name] = kind
      guard names.count <= Self.limit else {
        throw .tooManyColumns(path: path, line: block.lines.line(ofRow: 0), found: names.count, limit: Self.limit)
      }
      return
    }
    kinds[name] = known.joined(with: kind)
  }
}
