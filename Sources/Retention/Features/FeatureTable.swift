public import Numerics

/// The features of every customer with a row at one snapshot.
public struct SnapshotFeatures: Sendable, Equatable {
  public let snapshot: Snapshot
  /// Customer of each row, ascending.
  public let customers: [Int32]
  /// rows × 33, a column a `Feature`; NaN where the value is null.
  public var values: Matrix<Double>

  public init(snapshot: Snapshot, customers: [Int32], values: Matrix<Double>) {
    self.snapshot = snapshot
    self.customers = customers
    self.values = values
  }

  public var rows: Int { customers.count }

  public subscript(row: Int, feature: Feature) -> Double { values[row, feature.rawValue] }

  public func column(_ feature: Feature) -> [Double] { values.column(feature.rawValue) }
}

/// The feature store in memory: one block a snapshot, ascending.
public struct FeatureTable: Sendable, Equatable {
  public let windowDays: Int
  public let snapshots: [SnapshotFeatures]

  public init(windowDays: Int, snapshots: [SnapshotFeatures]) {
    self.windowDays = windowDays
    self.snapshots = snapshots
  }

  public var rows: Int { snapshots.reduce(0) { $0 + $1.rows } }

  public func at(_ snapshot: Snapshot) -> SnapshotFeatures? {
    snapshots.first { $0.snapshot == snapshot }
  }
}
