package import Numerics

/// The two reports on what was invoiced, with the ids of their customers and what may be won back from them.
package struct InvoiceReports: Sendable, Equatable {
  /// High spenders who have gone quiet.
  package let leak: RevenueLeakReport
  /// Who buys often and recently.
  package let champions: MarginProtectionReport
  /// Ids of the customers, ascending; `CustomerAccount.customer` is an index into them.
  package let ids: [String]
  /// By customer: value of the best offer in units of the currency; nil where the customer was not scored.
  package let recoverable: [Double?]

  /// - Parameters:
  ///   - invoiced: what customers were invoiced.
  ///   - net: what is left of the purchases of each customer, by id, ascending, in millionths of the currency's unit; nil
  ///     without returns.
  ///   - recoverable: by id of each scored customer: value of the best offer in units of the currency, at least 0; nil
  ///     where it is unknown of everybody.
  ///   - scoring: when customers are scored; nil for the midnight after the last line.
  ///   - settings: who is in which list.
  package init(
    _ invoiced: InvoicedSpend, net: (ids: [String], revenue: [Int64])? = nil, recoverable: [String: Double]?,
    scoring: Snapshot? = nil, settings: ReportSettings, context: ExecutionContext
  ) throws(Cancelled) {
    let history = PurchaseHistory(invoiced, net: net, scoring: scoring)
    let values = invoiced.ids.map { recoverable?[$0] }
    ids = invoiced.ids
    try context.checkCancellation()
    self.recoverable = values
    leak = revenueLeak(
      history, quietDays: settings.leakDays, spendQuantile: settings.leakSpendQuantile,
      spendKind: settings.leakSpend,
      recoverable: recoverable == nil ? nil : values.map { Int64((($0 ?? 0) * 1e6).rounded()) })
    try context.checkCancellation()
    champions = marginProtection(history, settings)
  }

  /// Number of customers in `leak` who were scored.
  package var scoredLeakCustomers: Int { leak.rows.count { recoverable[$0.customer] != nil } }

  /// Ids of those in the margin protection list, who should get no discounts.
  package static func championIDs(_ invoiced: InvoicedSpend, settings: ReportSettings) -> Set<String> {
    Set(marginProtection(PurchaseHistory(invoiced), settings).rows.map { invoiced.ids[$0.customer] })
  }

  /// Millionths of the currency's unit in units, rounded to hundredths, halves away from zero.
  package static func amount(_ micros: Int64) -> Double {
    Double((micros + (micros < 0 ? -5_000 : 5_000)) / 10_000) / 100
  }
}

private func marginProtection(_ history: PurchaseHistory, _ settings: ReportSettings) -> MarginProtectionReport {
  marginProtection(
    history, recencyQuantile: settings.championRecencyQuantile, orderQuantile: settings.championOrdersQuantile)
}
