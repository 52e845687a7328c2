package import Foundation
package import Numerics
package import Retention
import Tables

/// `data/customer_features.parquet`: one row per customer and snapshot, one row group per snapshot.
package enum FeatureStore {
  /// Writes the rows of all snapshots.
  ///
  /// - Parameter customerIDs: by customer number.
  /// - Throws: `TableError`, `Cancelled`.
  package static func write(
    _ table: FeatureTable, customerIDs: [String], to url: URL, context: ExecutionContext
  ) throws {
    let ids = StringColumn(customerIDs)
    var blocks = table.snapshots.filter { $0.rows > 0 }
    // Columns without rows, where nobody has any.
    if blocks.isEmpty {
      let nobody = Matrix<Double>(rows: 0, columns: Feature.count, elements: [])
      blocks = [SnapshotFeatures(snapshot: Snapshot(day: 0), customers: [], values: nobody)]
    }
    var writer: ParquetWriter?
    var start = 0
    while start < blocks.count {
      // Large blocks one by one: each is copied, beside the whole table.
      let side = blocks[start].rows > largeBlock ? 1 : context.parallelism.threads
      let ready = Array(blocks[start..<min(start + side, blocks.count)])
      defer { start += side }
      let tables = try context.map(ready.count) { self.table(ready[$0], windowDays: table.windowDays, ids) }
      for rows in tables {
        let open =
          try writer
          ?? ParquetWriter(path: url.path, fields: rows.fields, uniqueColumns: Self.uniqueColumns, context: context)
        try open.write(rows)
        writer = open
      }
    }
    try writer?.close()
  }

  /// Rows of a block that is worth a pass of its own.
  private static let largeBlock = 1 << 16

  private static let uniqueColumns = Set(Feature.allCases.filter { $0.description.type == .real }.map(\.name))

  private static func table(_ block: SnapshotFeatures, windowDays: Int, _ ids: StringColumn) -> Table {
    let constant = { (day: Int32) in [Int32](repeating: day, count: block.rows) }
    var packed = PackedCodes(ids)
    return Table(
      columns: [
        packed.column("customer_id", count: block.rows) { block.customers[$0] },
        .days("snapshot_date", constant(block.snapshot.day)),
        .days("observation_start", constant(block.snapshot.adding(days: -windowDays).day)),
        .days("observation_end", constant(block.snapshot.day)),
      ]
        + Feature.allCases.map { feature in
          switch feature.description.type {
          case .integer: .integers(feature.name, block.column(feature))
          case .real: .doubles(feature.name, block.column(feature))
          }
        })
  }

  /// Reads the store back; customers are numbered as in `customerIDs`.
  ///
  /// - Throws: `TableError`, `Cancelled`; `ArtefactError.inconsistent` if the store has a customer that the cleaned
  ///   data lacks.
  package static func read(_ url: URL, customerIDs: [String], context: ExecutionContext) throws -> FeatureTable {
    let table = try readTable(url.path, context: context)
    let numbers = Dictionary(uniqueKeysWithValues: customerIDs.enumerated().map { ($1, Int32($0)) })
    let customers = try table.strings(named: "customer_id").map { numbers[$0] }
    guard !customers.contains(nil) else {
      throw ArtefactError.inconsistent(path: url.path, with: ArtefactPath.cleaned)
    }
    let days = try table.requireColumn(named: "snapshot_date").days(path: url.path)
    let starts = try table.requireColumn(named: "observation_start").days(path: url.path)
    let columns = try Feature.allCases.map { try table.doubles(named: $0.name) }
    var blocks: [SnapshotFeatures] = []
    var start = 0
    while start < days.count {
      let end = days[start...].firstIndex { $0 != days[start] } ?? days.count
      let range = start..<end
      blocks.append(
        SnapshotFeatures(
          snapshot: Snapshot(day: days[start]), customers: customers[range].compactMap { $0 },
          values: Matrix(columns: columns.map { Array($0[range]) })))
      start = end
    }
    let windowDays = days.isEmpty ? 0 : Int(days[0] - starts[0])
    return FeatureTable(windowDays: windowDays, snapshots: blocks)
  }
}

extension FeatureStore {
  /// Offers the rows of an existing store to a table that is being built.
  ///
  /// - Parameter customerIDs: by customer number of the new table.
  static func reuse(
    _ url: URL, customerIDs: [String], in target: FeatureReuse, context: ExecutionContext
  ) throws {
    var numbers = StringDictionary(capacity: customerIDs.count)
    for id in customerIDs { _ = numbers.code(for: id) }
    let columns = ["customer_id", "snapshot_date"] + Feature.allCases.map(\.name)
    let reader = try TableReader(
      path: url.path, options: ReadOptions(columns: columns, parallelism: context.parallelism))
    while let batch = try reader.next()?.table {
      try context.checkCancellation()
      guard case .dictionary(let ids) = batch.columns[0].values else {
        throw TableError.wrongType(
          column: "customer_id", path: url.path, expected: "text", found: batch.columns[0].values.type.description)
      }
      let customers = numbers.codes(for: ids).map { $0 < customerIDs.count ? $0 : -1 }
      let days = try batch.columns[1].days(path: url.path)
      let features = try context.map(Feature.count) { index in
        Result { () throws(TableError) in try batch.doubles(named: Feature.allCases[index].name) }
      }.map { try $0.get() }
      var start = 0
      while start < days.count {
        let rows = start..<(days[start...].firstIndex { $0 != days[start] } ?? days.count)
        try target.take(Snapshot(day: days[start]), customers: customers[rows]) { features[$0.rawValue][rows] }
        start = rows.upperBound
      }
    }
  }
}

extension Column {
  /// Days since 1970-01-01.
  ///
  /// - Parameter path: of the file, named in the error.
  func days(path: String) throws(TableError) -> [Int32] {
    guard case .date(let values) = values else {
      throw .wrongType(column: name, path: path, expected: "date", found: values.type.description)
    }
    return values.array
  }
}
