public import Numerics

/// Feature rows of one or more snapshots with their labels, as models train on and are tested with.
public struct LabelledRows: Sendable {
  /// rows × 33; NaN where null.
  public var features: Matrix<Double>
  public var labels: [Double]
  /// Customer of each row.
  public var customers: [Int32]
  /// Snapshot of each row.
  public var snapshots: [Snapshot]

  public var count: Int { labels.count }

  public init(features: Matrix<Double>, labels: [Double], customers: [Int32], snapshots: [Snapshot]) {
    self.features = features
    self.snapshots = snapshots
    self.labels = labels
    self.customers = customers
  }

  /// Stacks the rows of several snapshots, in order.
  ///
  /// - Parameter label: labels of the customers with a row at a snapshot.
  public init(
    _ table: FeatureTable, at snapshots: [Snapshot], label: (_ customers: [Int32], _ snapshot: Snapshot) -> [Double]
  ) {
    let blocks = snapshots.compactMap { table.at($0) }
    let rows = blocks.reduce(0) { $0 + $1.rows }
    var elements: [Double] = []
    elements.reserveCapacity(rows * Feature.count)
    for feature in 0..<Feature.count {
      for block in blocks { block.values.withColumn(feature) { elements.append(contentsOf: $0) } }
    }
    features = Matrix(rows: rows, columns: Feature.count, elements: elements)
    labels = blocks.flatMap { label($0.customers, $0.snapshot) }
    customers = blocks.flatMap(\.customers)
    self.snapshots = blocks.flatMap { [Snapshot](repeating: $0.snapshot, count: $0.rows) }
  }

  /// Only the rows whose customer `isIncluded`.
  public func rows(where isIncluded: (Int32) -> Bool) -> LabelledRows {
    selecting(customers.indices.filter { isIncluded(customers[$0]) })
  }

  public func selecting(_ rows: [Int]) -> LabelledRows {
    LabelledRows(
      features: features.selectingRows(rows), labels: rows.map { labels[$0] }, customers: rows.map { customers[$0] },
      snapshots: rows.map { snapshots[$0] })
  }

  public func appending(_ other: LabelledRows) -> LabelledRows {
    let columns = (0..<features.columns).map { features.column($0) + other.features.column($0) }
    return LabelledRows(
      features: Matrix(columns: columns), labels: labels + other.labels, customers: customers + other.customers,
      snapshots: snapshots + other.snapshots)
  }
}

extension Matrix where Element == Double {
  /// The same matrix in single precision, as trees read it.
  var single: Matrix<Float> { Matrix<Float>(rows: rows, columns: columns, elements: elements.map(Float.init)) }
}
