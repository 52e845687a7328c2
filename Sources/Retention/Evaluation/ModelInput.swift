/// Everything the model stages read.
public struct ModelInput: Sendable {
  public let table: FeatureTable
  public let labels: Labels
  public let calendar: SnapshotCalendar
  /// A hash of each customer's id, for folds that no other customer can shift.
  public let idHashes: [UInt64]
  /// Horizon of lifetime value, which prices a churner.
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
