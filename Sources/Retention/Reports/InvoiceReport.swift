/// Totals of the two lists on what was invoiced: `reports` of `metrics.json`. Amounts are in units of the currency.
package struct InvoiceReport: StageReport, Hashable {
  package static let key = "reports"

  package let leakCustomers: Int
  package let leakRevenue: Double
  /// The same less returns.
  @Nullable package var leakNetRevenue: Double?
  /// Of those who have scores.
  @Nullable package var leakRecoverable: Double?
  /// Customers of the leak list who have scores.
  package let leakScored: Int
  package let championCustomers: Int
  package let championRevenue: Double
  /// The same less returns.
  @Nullable package var championNetRevenue: Double?
  /// Of what all customers were invoiced.
  @Nullable package var championRevenueShare: Double?

  package init(
    leakCustomers: Int, leakRevenue: Double, leakNetRevenue: Double?, leakRecoverable: Double?, leakScored: Int,
    championCustomers: Int, championRevenue: Double, championNetRevenue: Double?, championRevenueShare: Double?
  ) {
    self.leakCustomers = leakCustomers
    self.leakRevenue = leakRevenue
    self.leakScored = leakScored
    self.championCustomers = championCustomers
    self.championRevenue = championRevenue
    self.leakNetRevenue = leakNetRevenue
    self.championNetRevenue = championNetRevenue
    self.leakRecoverable = leakRecoverable
    self.championRevenueShare = championRevenueShare
  }

  enum CodingKeys: String, CodingKey {
    case leakCustomers = "leak_customers"
    case leakRevenue = "leak_revenue"
    case leakNetRevenue = "leak_net_revenue"
    case leakRecoverable = "leak_recoverable"
    case leakScored = "leak_scored"
    case championCustomers = "champion_customers"
    case championRevenue = "champion_revenue"
    case championNetRevenue = "champion_net_revenue"
    case championRevenueShare = "champion_revenue_share"
  }
}
