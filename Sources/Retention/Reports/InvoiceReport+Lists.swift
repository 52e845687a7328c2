extension InvoiceReport {
  /// The totals of the two lists.
  package init(_ lists: InvoiceReports) {
    self.init(
      leakCustomers: lists.leak.rows.count, leakRevenue: InvoiceReports.amount(lists.leak.totalSpend),
      leakNetRevenue: InvoiceReports.amount(lists.leak.totalNetSpend),
      leakRecoverable: lists.leak.totalRecoverable.map(InvoiceReports.amount), leakScored: lists.scoredLeakCustomers,
      championCustomers: lists.champions.rows.count,
      championRevenue: InvoiceReports.amount(lists.champions.totalRevenue),
      championNetRevenue: InvoiceReports.amount(lists.champions.totalNetRevenue),
      championRevenueShare: lists.champions.revenueShare)
  }
}
