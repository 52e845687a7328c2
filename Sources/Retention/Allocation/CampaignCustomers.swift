/// The customers whom a campaign could reach, with their scores: one element per customer.
package struct CampaignCustomers: Sendable, Equatable {
  /// In the order of the rows.
  package let ids: [String]
  /// Hash of each id, which decides who is held out: the same for an id in every run and data set.
  package let idHashes: [UInt64]
  /// Names of the segments with a customer, ascending.
  package let segmentNames: [String]
  /// Index into `segmentNames`; −1 for none.
  package let segment: [Int32]
  /// Probability of leaving, 0 to 1.
  package let churn: [Double]
  /// Expected revenue over the horizon, in units of the currency.
  package let lifetimeValue: [Double]
  /// Revenue over the horizon that is lost when the customer leaves, in units of the currency.
  package let valueAtStake: [Double]

  /// - Parameters:
  ///   - segments: name of each customer's segment; nil for none.
  ///   - lapsedShare: what a customer who leaves brings all the same, as a share of what one who stays brings; nil where
  ///     it is unknown.
  package init(
    ids: [String], idHashes: [UInt64], segments: [String?], churn: [Double], lifetimeValue: [Double],
    lapsedShare: Double? = nil
  ) {
    precondition(
      [idHashes.count, segments.count, churn.count, lifetimeValue.count].allSatisfy { $0 == ids.count },
      "one element per customer")
    let names = Array(Set(segments.compactMap { $0 })).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0)) })
    self.ids = ids
    self.idHashes = idHashes
    segmentNames = names
    segment = segments.map { $0.flatMap { numbers[$0] } ?? -1 }
    self.churn = churn
    self.lifetimeValue = lifetimeValue
    valueAtStake = zip(churn, lifetimeValue).map {
      Retention.valueAtStake(churn: $0, lifetimeValue: $1, lapsedShare: lapsedShare)
    }
  }

  /// Number of customers.
  package var count: Int { ids.count }
}
