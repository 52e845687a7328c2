public import Numerics

/// The features of every customer with a row at one snapshot.
public struct SnapshotFeatures: Sendable, Equatable {
  /// When the customers are described.
  public let snapshot: Snapshot
  /// Customer of each row, ascending.
  public let customers: [Int32]
  /// rows × 33, one column per `Feature`; NaN where the value is null.
  public var values: Matrix<Double>

  public init(snapshot: Snapshot, customers: [Int32], values: Matrix<Double>) {
    self.snapshot = snapshot
    self.customers = customers
    self.values = values
  }

  /// Customers with a row.
  public var rows: Int { customers.count }

  /// Value of a feature; NaN where null.
  public subscript(row: Int, feature: Feature) -> Double { values[row, feature.rawValue] }

  /// Values of a feature by row; NaN where null.
  public func column(_ feature: Feature) -> [Double] { values.column(feature.rawValue) }
}

/// The feature store in memory: one block per snapshot.
public struct FeatureTable: Sendable, Equatable {
  /// Days of the observation window.
  public let windowDays: Int
  /// Ascending by snapshot.
  public let snapshots: [SnapshotFeatures]

  public init(windowDays: Int, snapshots: [SnapshotFeatures]) {
    self.windowDays = windowDays
    self.snapshots = snapshots
  }

  /// Over all snapshots.
  public var rows: Int { snapshots.reduce(0) { $0 + $1.rows } }

  /// The block of a snapshot; nil if there is none.
  public func at(_ snapshot: Snapshot) -> SnapshotFeatures? {
    snapshots.first { $0.snapshot == snapshot }
  }
}
