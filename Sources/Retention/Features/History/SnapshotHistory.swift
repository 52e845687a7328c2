package import Numerics

/// The history features of some customers at one snapshot.
package struct SnapshotHistory: Sendable, Equatable {
  /// When the customers are described.
  package let snapshot: Snapshot
  /// Customer of each row, ascending.
  package let customers: [Int32]
  /// rows × 27, one column per `HistoryFeature`; NaN where the value is null.
  package let values: Matrix<Float>

  /// Value of a feature; NaN where null.
  package subscript(row: Int, feature: HistoryFeature) -> Float { values[row, feature.rawValue] }

  /// Values of a feature by row; NaN where null.
  package func column(_ feature: HistoryFeature) -> [Float] { values.column(feature.rawValue) }
}
