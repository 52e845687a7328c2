package import Numerics
import Settings

/// Expected value of each tier for each customer, net of cost.
package struct OfferValues: Sendable, Equatable {
  /// Number of tiers.
  package let tiers: Int
  /// customers × tiers, row by row, in units of the currency; NaN where churn or lifetime value is.
  package let values: [Double]

  /// - Parameters:
  ///   - customers: who could get the tiers.
  ///   - settings: the tiers and the margin.
  package init(
    _ customers: CampaignCustomers, _ settings: AllocationSettings, context: ExecutionContext
  ) throws(Cancelled) {
    let tiers = settings.tiers
    let rates = Self.successRates(customers.segmentNames, tiers)
    let chunks = try context.mapChunks(of: customers.count) { rows in
      var values: [Double] = []
      values.reserveCapacity(rows.count * tiers.count)
      for row in rows {
        // The last row of rates is that of customers without a segment.
        let segment = customers.segment[row] < 0 ? rates.count - 1 : Int(customers.segment[row])
        for (tier, rate) in zip(tiers, rates[segment]) {
          values.append(
            expectedValue(
              churn: customers.churn[row], valueAtStake: customers.valueAtStake[row], successRate: rate,
              margin: settings.margin, cost: tier.cost))
        }
      }
      return values
    }
    self.tiers = tiers.count
    values = Array(chunks.joined())
  }

  /// By segment and tier: share of leavers whom the tier keeps; the last row is for customers without a segment.
  private static func successRates(_ segments: [String], _ tiers: [CampaignTier]) -> [[Double]] {
    segments.map { name in tiers.map { $0.successRateBySegment[name] ?? $0.successRate } } + [tiers.map(\.successRate)]
  }

  /// Value of a tier for the customer of a row.
  package func value(_ row: Int, _ tier: Int) -> Double { values[row * tiers + tier] }

  /// Value of the best tier for the customer of a row; 0 if none is worth its cost.
  package func best(_ row: Int) -> Double { (0..<tiers).reduce(0) { max($0, value(row, $1)) } }
}
