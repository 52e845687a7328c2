import Numerics
import Retention
import Tables
import Text

/// The inputs apart: those that hold order lines, and those that `ingest.join` completes them with, which are read here.
struct JoinedInputs {
  let lines: [InputFiles.File]
  var tables = JoinedTables()
  private(set) var readings: [FileReading] = []

  /// - Throws: `JoinError`, `TableError`, `Cancelled`.
  init(_ inputs: InputFiles, _ settings: IngestSettings, _ context: StageContext) throws {
    let clauses = settings.joinClauses
    if !clauses.isEmpty, context.source.base != nil { throw JoinError.appended }
    let files = inputs.files
    let joined = try clauses.map { clause in try Self.position(of: clause.file, in: files) }
    lines = files.indices.filter { !joined.contains($0) }.map { files[$0] }
    guard clauses.isEmpty || !lines.isEmpty else { throw JoinError.noLines }
    for (clause, position) in zip(clauses, joined) {
      let reader = try TableReader(
        path: files[position].path, options: settings.readOptions(context.parallelism))
      guard reader.stamp == files[position].stamp else { throw TableError.changed(path: reader.path) }
      let table = try Self.table(clause, reader, context.execution)
      tables.add(table)
      readings.append(FileReading(reader, rows: table.rows, numbers: nil))
    }
  }

  private static func table(
    _ clause: JoinClause, _ reader: TableReader, _ context: ExecutionContext
  ) throws -> JoinedTable {
    var table = try JoinedTable(clause, path: reader.path, fields: reader.fields)
    while let batch = try reader.next() { try table.append(batch, context: context) }
    return table
  }

  /// The file of this path, or the only one of this name in whatever folder.
  private static func position(of name: String, in files: [InputFiles.File]) throws(JoinError) -> Int {
    let position =
      files.firstIndex { $0.path == name }
      ?? files.firstIndex { $0.path.split(separator: "/").last.map(String.init) == name }
    guard let position else { throw .missingFile(name, inputs: files.map(\.path)) }
    return position
  }

  /// One for each joined file.
  var sentences: [String] {
    tables.tables.map { table in
      "joined \(table.path) (\(counted(table.rows, "row", as: grouped(table.rows)))) by \(table.clause.column)"
    }
  }
}
