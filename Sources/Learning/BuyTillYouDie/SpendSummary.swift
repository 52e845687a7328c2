import Numerics

/// What a spend model knows about a customer.
package struct SpendSummary: Sendable, Hashable, Codable {
  /// x: purchases averaged over. Leave the first one out of `mean` exactly where it is left out here.
  package var purchases: Int
  /// m̄: mean spend per purchase, above 0; meaningless where `purchases` is 0.
  package var mean: Double
  /// How many customers share this history.
  package var weight: Double

  package init(purchases: Int, mean: Double, weight: Double = 1) {
    self.purchases = purchases
    self.mean = mean
    self.weight = weight
  }
}

extension SpendSummary {
  /// By purchases, then by mean.
  static func sorted(_ summaries: [SpendSummary]) -> [SpendSummary] {
    let byMean = ascendingOrder(of: summaries.map(\.mean))
    return ascendingOrder(of: summaries.map { Double($0.purchases) }, from: byMean).map { summaries[Int($0)] }
  }

  /// - Throws: `BuyTillYouDieError.invalidSummary` for values that no history can have.
  func check(row: Int) throws(BuyTillYouDieError) {
    func refuse(_ field: String, _ found: Double, _ rule: String) -> BuyTillYouDieError {
      .invalidSummary(row: row, field: field, found: found, rule: rule)
    }
    if purchases < 0 { throw refuse("purchases", Double(purchases), "at least 0") }
    if purchases > 0 && !(mean > 0 && mean.isFinite) {
      throw refuse("mean spend", mean, "finite and above 0; leave such customers out")
    }
    if !(weight >= 0 && weight.isFinite) { throw refuse("weight", weight, "finite and at least 0") }
  }
}
