package import Foundation
package import Numerics
package import Retention
import Tables

/// `data/customer_features.parquet`: one row per customer and snapshot, one row group per snapshot.
package enum FeatureStore {
  /// Writes the rows of some snapshots after those of others.
  package final class Writer {
    private let url: URL
    private let windowDays: Int
    private let ids: StringColumn
    private let context: ExecutionContext
    private var file: ParquetWriter?

    /// - Parameter customerIDs: by customer number.
    package init(_ url: URL, windowDays: Int, customerIDs: [String], context: ExecutionContext) {
      self.url = url
      self.windowDays = windowDays
      self.context = context
      ids = StringColumn(customerIDs)
    }

    /// - Parameter blocks: of later snapshots than those before.
    /// - Throws: `TableError`, `Cancelled`.
    package func write(_ blocks: [SnapshotFeatures]) throws {
      let blocks = blocks.filter { $0.rows > 0 }
      var start = 0
      while start < blocks.count {
        // Large blocks one by one: each is copied, beside all others.
        let side = blocks[start].rows > largeBlock ? 1 : context.parallelism.threads
        let ready = Array(blocks[start..<min(start + side, blocks.count)])
        defer { start += side }
        let tables = try context.map(ready.count) { [windowDays, ids] in
          FeatureStore.table(ready[$0], windowDays: windowDays, ids)
        }
        for rows in tables { try open(rows).write(rows) }
      }
    }

    /// Ends the file, with columns without rows where nobody has any.
    ///
    /// - Throws: `TableError`.
    package func close() throws {
      if file == nil {
        let nobody = Matrix<Double>(rows: 0, columns: Feature.count, elements: [])
        let block = SnapshotFeatures(snapshot: Snapshot(day: 0), customers: [], values: nobody)
        let rows = FeatureStore.table(block, windowDays: windowDays, ids)
        try open(rows).write(rows)
      }
      try file?.close()
    }

    private func open(_ rows: Table) throws -> ParquetWriter {
      if let file { return file }
      let file = try ParquetWriter(
        path: url.path, fields: rows.fields, uniqueColumns: FeatureStore.uniqueColumns, context: context)
      self.file = file
      return file
    }
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
  /// Offers the rows of an existing store to a table that is being built, some snapshots at a time.
  package final class Reader {
    private let path: String
    private let reader: TableReader
    private var numbers: StringDictionary
    private let customerCount: Int
    private let context: ExecutionContext
    /// Read, but of a later snapshot than was asked for.
    private var ahead: Batch?

    private struct Batch {
      let customers: [Int32]
      let days: [Int32]
      let features: [[Double]]
      /// The first row that was not offered yet.
      var next = 0
    }

    /// - Parameter customerIDs: by customer number of the new table.
    /// - Throws: `TableError`.
    package init(_ url: URL, customerIDs: [String], context: ExecutionContext) throws {
      path = url.path
      self.context = context
      customerCount = customerIDs.count
      numbers = StringDictionary(capacity: customerIDs.count)
      for id in customerIDs { _ = numbers.code(for: id) }
      let columns = ["customer_id", "snapshot_date"] + Feature.allCases.map(\.name)
      reader = try TableReader(
        path: url.path, options: ReadOptions(columns: columns, parallelism: context.parallelism))
    }

    /// Offers the rows up to a snapshot that were not offered before.
    ///
    /// - Throws: `TableError`, `Cancelled`.
    package func offer(upTo last: Snapshot, to target: FeatureReuse) throws {
      while var batch = try ahead ?? next() {
        try context.checkCancellation()
        ahead = nil
        while batch.next < batch.days.count, batch.days[batch.next] <= last.day {
          let day = batch.days[batch.next]
          let rows = batch.next..<(batch.days[batch.next...].firstIndex { $0 != day } ?? batch.days.count)
          let features = batch.features
          try target.take(Snapshot(day: day), customers: batch.customers[rows]) { features[$0.rawValue][rows] }
          batch.next = rows.upperBound
        }
        guard batch.next == batch.days.count else {
          ahead = batch
          return
        }
      }
    }

    private func next() throws -> Batch? {
      guard let table = try reader.next()?.table else { return nil }
      guard case .dictionary(let ids) = table.columns[0].values else {
        throw TableError.wrongType(
          column: "customer_id", path: path, expected: "text", found: table.columns[0].values.type.description)
      }
      let customers = numbers.codes(for: ids).map { $0 < customerCount ? $0 : -1 }
      let features = try context.map(Feature.count) { index in
        Result { () throws(TableError) in try table.doubles(named: Feature.allCases[index].name) }
      }.map { try $0.get() }
      return Batch(customers: customers, days: try table.columns[1].days(path: path), features: features)
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
