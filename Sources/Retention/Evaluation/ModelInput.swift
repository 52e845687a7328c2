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
  /// Rows beyond which models learn from a sample of the customers; nil for no limit.
  package let maxTrainingRows: Int?

  package init(
    table: FeatureTable, labels: Labels, calendar: SnapshotCalendar, idHashes: [UInt64], valueHorizonDays: Int,
    maxTrainingRows: Int? = nil
  ) {
    self.maxTrainingRows = maxTrainingRows
    self.valueHorizonDays = valueHorizonDays
    self.table = table
    self.labels = labels
    self.calendar = calendar
    self.idHashes = idHashes
  }
}
