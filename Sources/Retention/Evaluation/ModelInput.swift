/// Everything that the model stages read.
public struct ModelInput: Sendable {
  /// Features at all snapshots.
  public let table: FeatureTable
  /// What customers did after a snapshot.
  public let labels: Labels
  /// The data's snapshots.
  public let calendar: SnapshotCalendar
  /// Hash of each customer's id, so that other customers do not shift folds.
  public let idHashes: [UInt64]
  /// Days over which lifetime value is measured; it prices a churner.
  public let valueHorizonDays: Int

  public init(
    table: FeatureTable, labels: Labels, calendar: SnapshotCalendar, idHashes: [UInt64], valueHorizonDays: Int
  ) {
    self.valueHorizonDays = valueHorizonDays
    self.table = table
    self.labels = labels
    self.calendar = calendar
    self.idHashes = idHashes
  }
}
