package import Numerics

/// Everything that the model stages read.
package struct ModelInput: Sendable {
  /// Features at all snapshots.
  package let table: FeatureTable
  /// What customers did after a snapshot.
  package let labels: Labels
  /// The data's snapshots.
  package let calendar: SnapshotCalendar
  /// Hash of each customer's id, so that other customers do not shift folds.
  package let idHashes: [UInt64]
  /// Days over which lifetime value is measured; it prices a churner.
  package let valueHorizonDays: Int
  /// What the features of the whole history are about; nil where models do not read these.
  package let history: RevenueBasis?
  /// The segments that models read; nil where they do not.
  package let segments: SegmentColumns?
  /// Rows beyond which models learn from a sample of the customers; nil for no limit.
  package let maxTrainingRows: Int?
  /// Rows beyond which models are tested on a sample of the customers; nil for no limit.
  package let maxTestRows: Int?

  package init(
    table: FeatureTable, labels: Labels, calendar: SnapshotCalendar, idHashes: [UInt64], valueHorizonDays: Int,
    maxTrainingRows: Int? = nil, maxTestRows: Int? = nil, history: RevenueBasis? = nil,
    segments: SegmentColumns? = nil
  ) {
    self.segments = segments
    self.history = history
    self.maxTrainingRows = maxTrainingRows
    self.maxTestRows = maxTestRows
    self.valueHorizonDays = valueHorizonDays
    self.table = table
    self.labels = labels
    self.calendar = calendar
    self.idHashes = idHashes
  }
}

extension ModelInput {
  /// What models read, column by column.
  package var columns: ModelColumns { ModelColumns(history: history != nil, segments: segments?.names ?? []) }

  /// What models read of some customers at some snapshots: rows × `columns`.
  ///
  /// - Parameter blocks: ascending by snapshot.
  /// - Throws: `Cancelled`.
  package func features(
    of blocks: [SnapshotFeatures], context: ExecutionContext
  ) throws(Cancelled) -> Matrix<Float> {
    let columns = columns
    guard !blocks.isEmpty else { return Matrix(rows: 0, columns: columns.count) }
    let sweep = try history.map { (basis) throws(Cancelled) in
      try HistorySweep(basis).features(
        of: labels.histories, at: blocks.map { ($0.snapshot, $0.customers) }, context: context)
    }
    let starts = blocks.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.rows) }
    let places = segments.map { segments in blocks.map { segments.places($0.customers, $0.snapshot) } }
    return try Matrix(rows: starts[blocks.count], columns: columns.count, context: context) { column, rows, output in
      for (index, start) in starts.dropLast().enumerated() {
        let inside = rows.clamped(to: start..<starts[index + 1])
        if column < Feature.count {
          blocks[index].values.withColumn(column) { values in
            for row in inside { output[row] = Float(values[row - start]) }
          }
        } else if column >= columns.firstSegment {
          let segment = Int32(column - columns.firstSegment)
          guard let places = places?[index] else { continue }
          for row in inside { output[row] = places[row - start] == segment ? 1 : 0 }
        } else if let block = sweep?[index] {
          block.values.withColumn(column - Feature.count) { values in
            for row in inside { output[row] = values[row - start] }
          }
        }
      }
    }
  }

  /// Rows of some customers at some snapshots, with labels.
  ///
  /// - Parameter label: labels of the customers with a row at a snapshot.
  /// - Throws: `Cancelled`.
  package func rows(
    _ blocks: [SnapshotFeatures], context: ExecutionContext,
    label: (_ customers: [Int32], _ snapshot: Snapshot) throws(Cancelled) -> [Double]
  ) throws(Cancelled) -> LabelledRows {
    var labels: [Double] = []
    for block in blocks {
      try context.checkCancellation()
      labels += try label(block.customers, block.snapshot)
    }
    return LabelledRows(
      features: try features(of: blocks, context: context), labels: labels, customers: blocks.flatMap(\.customers),
      snapshots: blocks.flatMap { [Snapshot](repeating: $0.snapshot, count: $0.rows) }, columns: columns)
  }
}
