package import Numerics
package import Tables
import Text

/// A table of which each order line takes one row: orders, customers or products beside their lines. Its keys and cells
/// are held as codes; the lines are read as a stream.
package struct JoinedTable: Sendable {
  package let clause: JoinClause
  /// Path of the file.
  package let path: String
  package private(set) var rows = 0
  private let keyPosition: Int
  private var keys = StringDictionary()
  /// By code of the key: the row that has it.
  private var rowOfKey: [Int32] = []
  private var columns: [JoinedColumn]

  /// A column that lines take over.
  private struct JoinedColumn: Sendable {
    let position: Int
    var name: String
    var codes: SpillableColumn<Int32> = []
    var texts = StringDictionary()
    /// The texts as lines share them, after `finish`.
    var column = StringColumn([String?]())
  }

  /// - Throws: `JoinError.missingKey`.
  package init(_ clause: JoinClause, path: String, fields: [Field]) throws(JoinError) {
    self.clause = clause
    self.path = path
    guard let position = fields.firstIndex(where: { isSameHeader($0.name, clause.key) }) else {
      throw .missingKey(
        column: clause.key, path: path, known: fields.map(\.name),
        nearest: nearestName(to: clause.key, in: fields.map(\.name)))
    }
    keyPosition = position
    columns = fields.indices.filter { $0 != position }.map { JoinedColumn(position: $0, name: fields[$0].name) }
  }

  /// Reads a batch of the file.
  ///
  /// - Throws: `JoinError.repeatedKey`, `Cancelled`.
  package mutating func append(_ batch: TableBatch, context: ExecutionContext) throws {
    try context.checkCancellation()
    var codes = SpillableColumn<Int32>()
    ColumnCells.appendIDs(batch.table.columns[keyPosition].values, to: &codes, &keys)
    rowOfKey.append(contentsOf: repeatElement(-1, count: keys.count - rowOfKey.count))
    for row in 0..<codes.count where codes[row] >= 0 {
      let key = Int(codes[row])
      guard rowOfKey[key] < 0 else {
        throw JoinError.repeatedKey(
          column: clause.key, value: keys[codes[row]], path: path, line: batch.fileLine(ofRow: row))
      }
      rowOfKey[key] = Int32(rows + row)
    }
    for index in columns.indices {
      var cells = IDCells()
      swap(&cells.codes, &columns[index].codes)
      swap(&cells.dictionary, &columns[index].texts)
      cells.append(text: batch.table.columns[columns[index].position].values, rows: batch.table.rowCount)
      swap(&cells.codes, &columns[index].codes)
      swap(&cells.dictionary, &columns[index].texts)
    }
    rows += batch.table.rowCount
  }

  /// Names the columns so that none repeats one of the lines or of earlier tables.
  ///
  /// - Parameter taken: headers so far; these are added.
  package mutating func finish(beside taken: inout [String]) {
    let stem = fileStem(path)
    for index in columns.indices {
      let name = columns[index].name
      if taken.contains(where: { isSameHeader($0, name) }) { columns[index].name = "\(stem).\(name)" }
      taken.append(columns[index].name)
      columns[index].column = columns[index].texts.asColumn()
    }
  }

  /// What lines take over.
  package var fields: [Field] { columns.map { Field(name: $0.name, type: .dictionary) } }

  /// The columns of some lines, whose keys are given.
  ///
  /// - Returns: also the lines without a row here, ascending.
  func columns(for keyCells: ColumnValues) -> (columns: [Column], unmatched: [Int]) {
    let found = ColumnCells.existingIDs(keyCells, in: keys).map { $0 >= 0 ? rowOfKey[Int($0)] : -1 }
    let made = columns.map { column in
      let codes = column.codes.pointer
      let own = found.map { $0 >= 0 ? codes[Int($0)] : -1 }
      return withExtendedLifetime(column) { Column.codes(column.name, own, column.column) }
    }
    return (made, found.indices.filter { found[$0] < 0 })
  }
}

/// The tables that complete order lines, in the order of the settings.
package struct JoinedTables: Sendable {
  package private(set) var tables: [JoinedTable] = []
  /// By table: position of its key among the columns of the lines and the tables before it, for the current file.
  private var keyPositions: [Int] = []

  package init() {}

  package mutating func add(_ table: JoinedTable) { tables.append(table) }

  package var isEmpty: Bool { tables.isEmpty }

  /// - Parameter fields: of the next file of lines.
  /// - Returns: these and those of the tables.
  /// - Throws: `JoinError.missingKey`.
  package mutating func begin(file: String, fields: [Field]) throws(JoinError) -> [Field] {
    var all = fields
    keyPositions = []
    for index in tables.indices {
      let column = tables[index].clause.column
      guard let position = all.firstIndex(where: { isSameHeader($0.name, column) }) else {
        throw .missingKey(
          column: column, path: file, known: all.map(\.name), nearest: nearestName(to: column, in: all.map(\.name)))
      }
      keyPositions.append(position)
      var taken = all.map(\.name)
      tables[index].finish(beside: &taken)
      all += tables[index].fields
    }
    return all
  }

  /// A batch of lines with the columns of the tables.
  ///
  /// - Returns: also the rows for which some table has none, ascending.
  package func joined(_ batch: TableBatch) -> (batch: TableBatch, unmatched: [Int]) {
    guard !tables.isEmpty else { return (batch, []) }
    var columns = batch.table.columns
    var unmatched: Set<Int> = []
    for (table, position) in zip(tables, keyPositions) {
      let (own, missing) = table.columns(for: columns[position].values)
      columns += own
      unmatched.formUnion(missing)
    }
    return (batch.adding(Array(columns.dropFirst(batch.table.columns.count))), unmatched.sorted())
  }
}

/// Why tables cannot be joined.
package enum JoinError: Error, Sendable, Equatable {
  /// A joined file is none of the inputs.
  case missingFile(String, inputs: [String])
  /// A clause names a column that a file, or what was joined before, lacks.
  case missingKey(column: String, path: String, known: [String], nearest: String?)
  /// Two rows of a joined file have one key.
  case repeatedKey(column: String, value: String, path: String, line: Int)
  /// All inputs are joined, and none holds lines.
  case noLines
  /// Lines are added to a run, and files are joined.
  case appended
}

func isSameHeader(_ first: String, _ second: String) -> Bool {
  ColumnMapping.normalized(first) == ColumnMapping.normalized(second)
}

/// The last part of a path without its endings.
private func fileStem(_ path: String) -> String {
  let name = path.split(separator: "/").last.map(String.init) ?? path
  return name.split(separator: ".").first.map(String.init) ?? name
}
