package import Numerics

/// The features of every customer with a row at one snapshot.
package struct SnapshotFeatures: Sendable, Equatable {
  /// When the customers are described.
  package let snapshot: Snapshot
  /// Customer of each row, ascending.
  package let customers: [Int32]
  /// rows × 33, one column per `Feature`; NaN where the value is null.
  package var values: Matrix<Double>
  /// Customers with a row before the block was thinned: `rows` where it was not.
  package let allRows: Int
  /// Whether the rows that models are tested on are among those left.
  package let hasTestRows: Bool

  /// - Parameters:
  ///   - allRows: nil for a block with all its rows.
  ///   - hasTestRows: of a thinned block.
  package init(
    snapshot: Snapshot, customers: [Int32], values: Matrix<Double>, allRows: Int? = nil, hasTestRows: Bool = false
  ) {
    self.allRows = allRows ?? customers.count
    self.hasTestRows = hasTestRows || self.allRows == customers.count
    self.snapshot = snapshot
    self.customers = customers
    self.values = values
  }

  /// Customers with a row.
  package var rows: Int { customers.count }

  /// Value of a feature; NaN where null.
  package subscript(row: Int, feature: Feature) -> Double { values[row, feature.rawValue] }

  /// Values of a feature by row; NaN where null.
  package func column(_ feature: Feature) -> [Double] { values.column(feature.rawValue) }
}

/// The feature store in memory: one block per snapshot.
package struct FeatureTable: Sendable, Equatable {
  /// Days of the observation window.
  package let windowDays: Int
  /// Ascending by snapshot.
  package let snapshots: [SnapshotFeatures]

  package init(windowDays: Int, snapshots: [SnapshotFeatures]) {
    self.windowDays = windowDays
    self.snapshots = snapshots
  }

  /// Over all snapshots.
  package var rows: Int { snapshots.reduce(0) { $0 + $1.rows } }

  /// The block of a snapshot; nil if there is none.
  package func at(_ snapshot: Snapshot) -> SnapshotFeatures? {
    snapshots.first { $0.snapshot == snapshot }
  }
}
