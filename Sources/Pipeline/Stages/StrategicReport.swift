import CivilTime
import Foundation
import Retention
import Text

/// The run in plain words, for somebody who decides: what was found, what it is worth, what to do, what to doubt.
struct StrategicReport {
  let state: RunState
  let settings: RetentionSettings
  private let currency: String

  init(_ state: RunState, _ settings: RetentionSettings) {
    self.state = state
    self.settings = settings
    currency = settings.allocation.currency.map { " \($0)" } ?? ""
  }

  var markdown: String {
    let sections = [heading, segments, churn, value, plan, reports, warnings].filter { !$0.isEmpty }
    return sections.joined(separator: "\n\n") + "\n"
  }

  // MARK: - Text

  private func amount(_ value: Double?, _ digits: Int = 0) -> String {
    guard let value, value.isFinite else { return "unknown" }
    let text = rounded(abs(value), digits).split(separator: ".")
    let whole = grouped(Int(text[0]) ?? 0)
    return (value < 0 ? "-" : "") + whole + (text.count > 1 ? ".\(text[1])" : "") + currency
  }

  private func percent(_ share: Double?, _ digits: Int = 0) -> String {
    share.map { $0.isFinite ? "\(rounded(100 * $0, digits)) %" : "unknown" } ?? "unknown"
  }

  private func decimal(_ value: Double?, _ digits: Int = 3) -> String {
    value.map { rounded($0, digits) } ?? "unknown"
  }

  /// Names come from files of strangers: what Markdown would read as markup is escaped.
  private func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      if "\\`*_{}[]<>()#+!|".contains(character) { result.append("\\") }
      result.append(character)
    }
  }

  private func table(_ header: [String], _ rows: [[String]]) -> String {
    let lines = [header, header.indices.map { $0 == 0 ? "---" : "---:" }] + rows
    return lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
  }

  // MARK: - Sections

  private var heading: String {
    let data = state.metrics.section("data")
    let count = { (key: String) in grouped(Int(data.number(key) ?? 0)) }
    let span = state.calendar.map {
      " from \(Snapshot(day: Microseconds.day(of: $0.dataStart))) to \(Snapshot(day: Microseconds.day(of: $0.dataEnd)))"
    }
    return """
      # Retention report

      \(count("input_rows")) order lines\(span ?? ""); \(count("cleaned_rows")) usable lines of \
      \(count("customers")) customers. Customers are scored as of \(state.scores?.snapshot.description ?? "unknown"): \
      \(grouped(state.scores?.rows ?? 0)) ordered in the \(settings.features.windowDays) days before. \
      Amounts are in the currency of the source.
      """
  }

  private var segments: String {
    guard let scores = state.scores else { return "" }
    let summary = SegmentSummary(scores)
    guard !summary.rows.isEmpty else { return "" }
    let metrics = state.metrics.section("segmentation")
    let rows = summary.rows.map { row in
      [
        escaped(row.name), grouped(row.customers), percent(row.share), rounded(row.recency, 0),
        rounded(row.frequency, 1), amount(row.monetary), amount(row.revenue), percent(row.revenueShare),
        percent(row.churn), amount(row.expectedValue),
      ]
    }
    return """
      ## Who the customers are

      \(table(
        [
          "Segment", "Customers", "Share", "Days since order", "Orders", "Mean order", "Revenue", "Share of revenue",
          "Churn risk", "Value ahead",
        ], rows))

      Orders, revenue and days are those of the last \(settings.features.windowDays) days. \
      \(metrics.text("reason").map { "Clusters: \($0)." } ?? "") Silhouette \(decimal(metrics.number("silhouette"))); \
      on resampled customers the clusters agree with an adjusted Rand index of \
      \(decimal(metrics.number("stability_ari"), 2)).
      """
  }

  private var churn: String {
    let metrics = state.metrics.section("churn")
    guard !metrics.members.isEmpty else { return "" }
    let baselines = metrics.section("baselines").section("recency")
    let verdict =
      metrics["beats_recency"] == .bool(true)
      ? "It ranks customers better than the days since their last order do"
      : "It is **no better than the days since the last order**: the intervals overlap"
    return """
      ## Who may not come back

      A customer counts as lost without an order in \(settings.churn.horizonDays) days. On \
      \(grouped(Int(metrics.number("n_test") ?? 0))) customers at \(metrics.text("test_snapshot") ?? "unknown") \
      (holdout by \(metrics.text("holdout") ?? "unknown")), \(percent(metrics.number("prevalence"))) were lost. The \
      chosen model, \(escaped(metrics.text("champion") ?? "unknown")), has an AUC of \(decimal(metrics.number("auc"))) \
      (95 % interval \(decimal(metrics.number("auc_low")))-\(decimal(metrics.number("auc_high")))). \(verdict) \
      (AUC \(decimal(baselines.number("auc"))), \(decimal(baselines.number("auc_low")))-\
      \(decimal(baselines.number("auc_high")))).

      Probabilities are off by \(percent(metrics.number("ece"), 1)) on average (a perfect model would show \
      \(percent(metrics.number("ece_by_chance"), 1)) by chance on as many customers). Contacting pays from a \
      probability of \(percent(metrics.number("threshold"))) on, with \(amount(metrics.number("value_at_stake"))) at \
      stake a customer.
      """
  }

  private var value: String {
    let metrics = state.metrics.section("clv")
    guard !metrics.members.isEmpty else { return "" }
    let past = metrics.section("baselines").section("past_spend")
    let mean = metrics.section("baselines").section("mean")
    let row = { (name: String, object: JSONObject) in
      [
        name, amount(object.number("mae")), amount(object.number("rmse")), decimal(object.number("spearman"), 2),
        decimal(object.number("gini"), 2),
      ]
    }
    return """
      ## What they will be worth

      Revenue less returns in the next \(settings.lifetimeValue.horizonDays) days, tested on \
      \(grouped(Int(metrics.number("n_test") ?? 0))) customers at \(metrics.text("test_snapshot") ?? "unknown") \
      (holdout by \(metrics.text("holdout") ?? "unknown")):

      \(table(
        ["", "Mean error", "Root mean square error", "Spearman", "Gini"],
        [row("Model", metrics), row("Spend as before", past), row("Mean of all", mean)]))

      The interval from low to high was to hold \(percent(metrics.number("coverage_target"))) of the customers; it \
      held \(percent(metrics.number("coverage_80"), 1)). A few very large customers carry most of the error.
      """
  }

  private var plan: String {
    let metrics = state.metrics.section("allocation")
    guard !metrics.members.isEmpty, let scores = state.scores else { return "" }
    let tiers = settings.allocation.tiers.map { tier -> [String] in
      let rows = scores.tier.indices.filter { scores.tier[$0] == tier.name }
      return [
        escaped(tier.name), escaped(tier.channel), grouped(rows.count), amount(Double(rows.count) * tier.cost, 2),
        amount(rows.reduce(0) { $0 + scores.expectedValue[$1] }, 2),
      ]
    }
    let price = metrics.number("shadow_price") ?? 0
    return """
      ## What to do with the budget

      Of \(amount(metrics.number("budget"), 2)), \(amount(metrics.number("spent"), 2)) are spent on \
      \(grouped(Int(metrics.number("customers") ?? 0))) customers, for an expected value of \
      \(amount(metrics.number("expected_value"), 2)) after costs. No plan can be worth more than \
      \(amount(metrics.number("upper_bound"), 2)) (this one is \(gapText(metrics.number("gap_share"))) \
      below). \(price > 0 ? "One more unit of budget would bring about \(rounded(price, 2))." : "More budget would bring nothing.")

      \(table(["Tier", "Channel", "Customers", "Cost", "Expected value"], tiers))

      \(percent(settings.allocation.holdoutShare)) of the customers are left alone on purpose, to measure against. The \
      success rates behind the expected value are the configuration's, not measured: run an experiment before you \
      trust them.
      """
  }

  private var reports: String {
    let metrics = state.metrics.section("reports")
    guard !metrics.members.isEmpty else { return "" }
    let reports = settings.reports
    return """
      ## Two lists for tomorrow

      - **Revenue leak**: \(grouped(Int(metrics.number("leak_customers") ?? 0))) customers spent much and have been \
      silent for more than \(reports.leakDays) days. They were invoiced \
      \(amount(metrics.number("leak_revenue"), 2)) so far. \(grouped(Int(metrics.number("leak_scored") ?? 0))) of them \
      still ordered in the window and have scores; the best offers to these would be worth \
      \(amount(metrics.number("leak_recoverable"), 2)) (`reports/revenue_leak.csv`).
      - **Margin protection**: \(grouped(Int(metrics.number("champion_customers") ?? 0))) champions buy often and \
      recently, without being asked. They were invoiced \(amount(metrics.number("champion_revenue"), 2)): VIP track, \
      no discounts (`reports/margin_protection.csv`).
      """
  }

  private var warnings: String {
    guard !state.warnings.isEmpty else { return "" }
    return "## What to keep in mind\n\n" + state.warnings.map { "- \(escaped($0.message))." }.joined(separator: "\n")
  }
}
