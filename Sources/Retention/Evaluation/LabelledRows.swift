package import Numerics

/// Feature rows of one or more snapshots with their labels, for training and testing models.
package struct LabelledRows: Sendable {
  /// rows × columns, in the order of `columns`, in single precision as trees read them; NaN where null.
  package var features: Matrix<Float>
  /// Label of each row.
  package var labels: [Double]
  /// Customer of each row.
  package var customers: [Int32]
  /// Snapshot of each row.
  package var snapshots: [Snapshot]
  /// What each row counts in training; nil where all count the same.
  package var weights: [Double]?
  /// What models of value read beside the features; nil for other models.
  package var spend: SpendInputs?
  /// The features cut into bins, where several fits share them.
  package var bins: SharedBins?
  /// What the columns of `features` are.
  package let columns: ModelColumns

  /// Number of rows.
  package var count: Int { labels.count }

  /// Values of a feature by row; NaN where null.
  package func column(_ feature: Feature) -> [Double] { features.column(feature.rawValue).map(Double.init) }

  /// - Parameter columns: nil for those of as many columns without segments.
  package init(
    features: Matrix<Float>, labels: [Double], customers: [Int32], snapshots: [Snapshot], weights: [Double]? = nil,
    spend: SpendInputs? = nil, bins: SharedBins? = nil, columns: ModelColumns? = nil
  ) {
    self.columns = columns ?? ModelColumns(features.columns)
    self.spend = spend
    self.bins = bins
    self.weights = weights
    self.features = features
    self.snapshots = snapshots
    self.labels = labels
    self.customers = customers
  }
}

extension LabelledRows {
  /// Only the rows whose customer `isIncluded`.
  package func rows(
    context: ExecutionContext, where isIncluded: @Sendable (Int32) -> Bool
  ) throws(Cancelled) -> LabelledRows {
    let included = try context.mapChunks(of: count) { rows in rows.filter { isIncluded(customers[$0]) } }
    return try selecting(Array(included.joined()), context: context)
  }

  /// The rows named by their places, in that order.
  package func selecting(_ rows: [Int], context: ExecutionContext) throws(Cancelled) -> LabelledRows {
    LabelledRows(
      features: try features.selectingRows(rows, context: context), labels: rows.map { labels[$0] },
      customers: rows.map { customers[$0] }, snapshots: rows.map { snapshots[$0] },
      weights: weights.map { weights in rows.map { weights[$0] } },
      spend: try spend?.selecting(rows, context: context), bins: try bins?.selecting(rows, context: context),
      columns: columns)
  }

  /// The same rows, where a row counts half of one that is `halfLifeDays` later, and the latest counts 1.
  package func weighted(halfLifeDays: Double) -> LabelledRows {
    guard let latest = snapshots.max() else { return self }
    var rows = self
    rows.weights = snapshots.map {
      powerOfTwo(-Double(latest.day - $0.day) / halfLifeDays)
    }
    return rows
  }

  /// These rows, and then those of `other`; weights and spend stay only where both have them, bins do not.
  package func appending(_ other: LabelledRows, context: ExecutionContext) throws(Cancelled) -> LabelledRows {
    LabelledRows(
      features: try Matrix(stacking: [features, other.features], context: context), labels: labels + other.labels,
      customers: customers + other.customers, snapshots: snapshots + other.snapshots,
      weights: weights.flatMap { own in other.weights.map { own + $0 } },
      spend: try spend?.appending(other.spend, context: context), columns: columns)
  }
}
