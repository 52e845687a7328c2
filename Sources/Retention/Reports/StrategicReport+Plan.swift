import Text

// MARK: - What to do with the budget, the two lists, and what to keep in mind.

extension StrategicReport {
  var plan: String {
    guard let plan = report.allocation else { return "" }
    let tiers = settings.allocation.tiers.map { tier -> [String] in
      let rows = scores.tier.indices.filter { scores.tier[$0] == tier.name }
      return [
        escaped(tier.name), escaped(tier.channel), grouped(rows.count), amount(Double(rows.count) * tier.cost, 2),
        amount(rows.reduce(0) { $0 + scores.expectedValue[$1] }, 2),
      ]
    }
    let price = plan.shadowPrice ?? 0
    return """
      ## What to do with the budget

      Of \(amount(plan.budget, 2)), \(amount(plan.spent, 2)) are spent on \
      \(grouped(plan.customers)) customers, for an expected value of \
      \(amount(plan.expectedValue, 2)) after costs. No plan can be worth more than \
      \(amount(plan.upperBound, 2)) (this one is \(plan.gapText) \
      below). \(price > 0 ? "One more unit of budget would bring about \(rounded(price, 2))." : "More budget would bring nothing.")

      \(table(["Tier", "Channel", "Customers", "Cost", "Expected value"], tiers))

      \(percent(settings.allocation.holdoutShare)) of the customers are left alone on purpose, to measure against. The \
      success rates behind the expected value are the configuration's, not measured: run an experiment before you \
      trust them.
      """
  }

  var reports: String {
    guard let lists = report.invoices else { return "" }
    let reports = settings.reports
    return """
      ## Two lists for tomorrow

      - **Revenue leak**: \(grouped(lists.leakCustomers)) customers \
      \(reports.leakSpend == .net ? "spent much, less returns," : "were invoiced much") and have been silent for more than \
      \(reports.leakDays) days. They were invoiced \
      \(amount(lists.leakRevenue, 2)) so far, or \(amount(lists.leakNetRevenue, 2)) less returns. \(recoverable(lists)) \
      (`reports/revenue_leak.csv`).
      - **Margin protection**: \(grouped(lists.championCustomers)) customers order often \
      and did recently. They were invoiced \(amount(lists.championRevenue, 2)), or less returns \
      \(amount(lists.championNetRevenue, 2)): VIP track, no discounts (`reports/margin_protection.csv`).
      """
  }

  /// Without a full stop.
  private func recoverable(_ lists: InvoiceReport) -> String {
    guard let value = lists.leakRecoverable else { return "What offers to them would be worth is unknown" }
    return "\(grouped(lists.leakScored)) of them still ordered in the window and have scores; the best offers to these "
      + "would be worth \(amount(value, 2))"
  }

  var warnings: String {
    guard !report.warnings.isEmpty else { return "" }
    return "## What to keep in mind\n\n" + report.warnings.map { "- \(escaped($0.message))." }.joined(separator: "\n")
  }
}
