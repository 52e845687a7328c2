/// The time from which each customer's history differs from that in an earlier run.
package struct ChangedHistories: Sendable, Equatable {
  /// By customer number: time of the earliest line that was added, removed or changed, in microseconds since
  /// 1970-01-01; `Int64.max` for none.
  package let since: [Int64]

  /// - Parameter since: one element per customer.
  package init(since: [Int64]) {
    self.since = since
  }

  /// Whether a customer's history before `snapshot` is the same as in the earlier run.
  package func isUnchanged(_ customer: Int32, before snapshot: Snapshot) -> Bool {
    since[Int(customer)] >= snapshot.time
  }
}
