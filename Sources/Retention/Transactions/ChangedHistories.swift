/// From when on the history of each customer differs from what it was in an earlier run.
public struct ChangedHistories: Sendable, Equatable {
  /// By customer number: time of the earliest line that came, went or counts otherwise; `Int64.max` where there is none.
  public let since: [Int64]

  public init(since: [Int64]) {
    self.since = since
  }

  /// Whether what was known of a customer before `snapshot` is what it was.
  public func isUnchanged(_ customer: Int32, before snapshot: Snapshot) -> Bool {
    since[Int(customer)] >= snapshot.time
  }
}
