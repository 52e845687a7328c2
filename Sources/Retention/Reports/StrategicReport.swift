import CivilTime
import Text

/// The run in plain words, for somebody who decides: what was found, what it is worth, what to do, what to doubt.
package struct StrategicReport: Sendable {
  let report: RunReport
  let scores: ScoreTable
  let summary: SegmentSummary
  let calendar: SnapshotCalendar
  let settings: RetentionSettings
  private let currency: String

  package init(
    _ report: RunReport, _ scores: ScoreTable, _ summary: SegmentSummary, calendar: SnapshotCalendar,
    _ settings: RetentionSettings
  ) {
    self.report = report
    self.scores = scores
    self.summary = summary
    self.calendar = calendar
    self.settings = settings
    currency = settings.allocation.currency.map { " \($0)" } ?? ""
  }

  package var markdown: String {
    let sections = [heading, verdicts, segments, churn, nextOrder, value, plan, reports, warnings].filter {
      !$0.isEmpty
    }
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

  /// A difference of probabilities in percentage points.
  private func points(_ difference: Double?) -> String { rounded(difference.map { 100 * $0 }, 1) }

  private func decimal(_ value: Double?, _ digits: Int = 3) -> String {
    rounded(value, digits)
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
    let data = report.data
    let first = Snapshot(day: Microseconds.day(of: calendar.dataStart))
    let last = Snapshot(day: Microseconds.day(of: calendar.dataEnd))
    return """
      # Retention report

      \(grouped(data?.inputRows ?? 0)) order lines from \(first) to \(last); \
      \(grouped(data?.cleanedRows ?? 0)) usable lines of \
      \(grouped(data?.customers ?? 0)) customers. Customers are scored as of \(scores.snapshot): \
      \(grouped(scores.rows)) ordered in the \(settings.features.windowDays) days before. \
      Amounts are in the currency of the source.\(returns)
      """
  }

  /// What was done with returns, as a paragraph; empty where there are none.
  private var returns: String {
    guard let returns = report[ReturnsReport.self], returns.lines > 0 else { return "" }
    let basis =
      settings.features.netOfReturns
      ? "Orders and revenue below count less what was returned of them"
      : "Orders and revenue below are as invoiced, without regard to returns"
    let rest =
      returns.unmatched > 0
      ? "; \(amount(returns.unmatched, 2)) came off nothing, because more was returned than had been bought before" : ""
    return """


      \(grouped(returns.lines)) lines are returns, worth \(amount(returns.value, 2)). \(basis)\(rest).
      """
  }

  /// What the data was too thin for.
  private var verdicts: String {
    guard !report.verdicts.isEmpty else { return "" }
    return "## What this data cannot show\n\n"
      + report.verdicts.map { "- \(escaped($0.sentence))." }.joined(separator: "\n")
  }

  private var segments: String {
    guard !summary.rows.isEmpty else { return "" }
    let rows = summary.rows.map { row in
      [
        escaped(row.name), grouped(row.customers), percent(row.share), grouped(row.notScored),
        rounded(row.recencyDays, 0), rounded(row.orders, 1), amount(row.orderValue), amount(row.revenue),
        percent(row.revenueShare), percent(row.churn), amount(row.lifetimeValue),
      ]
    }
    let notScored = summary.rows.reduce(0) { $0 + $1.notScored }
    let parts = [
      "## Who the customers are",
      table(
        [
          "Segment", "Customers", "Share", "Not scored", "Days since order", "Orders", "Mean order", "Spent",
          "Share of spend", "Churn risk", "Value ahead",
        ], rows),
      """
      Orders, spend and days are those of the whole history, less returns. \
      \(counted(notScored, "customer", as: grouped(notScored))) without an order in the last \
      \(settings.features.windowDays) days have a segment, but no risk and no value ahead: the means are those of the \
      others.
      """,
      definitions, outcomes, movement, clusters,
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  /// Each segment of somebody in one sentence.
  private var definitions: String {
    guard let segmentation = report.segmentation, let definitions = segmentation.definitions else { return "" }
    let present = Set(summary.rows.map(\.name))
    let lines = definitions.filter { present.contains($0.segment) }.map {
      "- **\(escaped($0.segment))**: \(escaped($0.definition))."
    }
    guard !lines.isEmpty else { return "" }
    let rhythm = segmentation.thresholds.map { limits in
      limits.repeatCustomers == 0
        ? """
        Nobody has come back yet, so what gap between orders is usual is unknown. The names assume \
        \(rounded(limits.shopGapDays, 0)) days, and that customers are on schedule while they have been silent for at \
        most \(rounded(limits.lateSilence, 1)) times as long.


        """
        : """
        A customer's usual gap is the geometric mean of the gaps between their orders and one gap of \
        \(rounded(limits.shopGapDays, 0)) days, which is usual in the shop; it is at least the median of their own gaps, and half of the shop's. \
        They are on schedule while they have been silent for at most \(rounded(limits.lateSilence, 1)) usual gaps. These \
        limits are the shop's own, learned from the \(grouped(limits.customers)) customers with an order before \
        \(limits.learnedAt), of whom \(grouped(limits.repeatCustomers)) had come back.


        """
    }
    return (rhythm ?? "") + lines.joined(separator: "\n")
  }

  /// What the segments of the test snapshot did.
  private var outcomes: String {
    guard let outcomes = report.segmentation?.outcomes, !outcomes.segments.isEmpty else { return "" }
    let rows = outcomes.segments.map { row in
      [escaped(row.segment), grouped(row.customers), percent(row.churnRate), amount(row.meanValue)]
    }
    let risky = outcomes.segments.max { $0.churnRate < $1.churnRate }
    let safe = outcomes.segments.min { $0.churnRate < $1.churnRate }
    // Segments that did the same have no first and no last.
    let comparison =
      risky?.churnRate == safe?.churnRate
      ? ""
      : "\n\n\(escaped(risky?.segment ?? "")) stayed away most often (\(percent(risky?.churnRate))), "
        + "\(escaped(safe?.segment ?? "")) least often (\(percent(safe?.churnRate)))."
    return """
      How well the names fit: all customers as they would have been named at \(outcomes.snapshot), from what was known \
      before it, and what they did in the \(outcomes.days) days that followed.

      \(table(["Segment then", "Customers", "Did not order", "Mean spend"], rows))\(comparison)
      """
  }

  private var movement: String {
    guard let segmentation = report.segmentation, let since = segmentation.migrationSince,
      let moved = segmentation.moved
    else { return "" }
    return
      "\(counted(moved, "customer", as: grouped(moved))) changed segment since \(escaped(since)) (`reports/segment_migration.csv`)."
  }

  /// How the scored customers were clustered, and what sets each cluster apart.
  private var clusters: String {
    guard let segmentation = report.segmentation else { return "" }
    let lines = (segmentation.clusters ?? []).map { cluster in
      let name = cluster.segment.map { " (\(escaped($0)))" } ?? ""
      let differences = cluster.differences.map { difference in
        "\(escaped(difference.feature)) \(difference.spreads < 0 ? "" : "+")\(rounded(difference.spreads, 1))"
      }
      return
        "- Cluster \(cluster.cluster)\(name), \(counted(cluster.customers, "customer", as: grouped(cluster.customers))): "
        + differences.joined(separator: ", ")
    }
    let shared = Dictionary(grouping: (segmentation.clusters ?? []).filter { $0.segment != nil }) { $0.segment! }
      .filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.map { name, clusters in
        "\n\nThe clusters \(clusters.map { "\($0.cluster)" }.joined(separator: ", ")) have one name, \(escaped(name)), and "
          + "are one segment."
      }
    let list =
      lines.isEmpty
      ? ""
      : " What sets a cluster apart from the others, in standard deviations:\n\n" + lines.joined(separator: "\n")
    guard let k = segmentation.k else { return "" }
    return """
      The scored customers form \(counted(k, "cluster")): \(segmentation.reason ?? ""). Silhouette \
      \(decimal(segmentation.silhouette)); on resampled customers the clusters agree with an adjusted Rand index of \
      \(decimal(segmentation.stabilityARI, 2)).\(list)\(shared.joined())
      """
  }

  private var churn: String {
    guard let churn = report.churn else { return "" }
    let (scores, recency) = (churn.scores, churn.baselines.recency)
    let verdict =
      churn.beatsRecency
      ? "It ranks customers better than the days since their last order do"
      : "It is **no better than the days since the last order**, beyond what chance explains"
    return """
      ## Who may not come back

      A customer counts as lost without an order in \(settings.churn.horizonDays) days. On \
      \(grouped(churn.testCount)) customers at \(churn.testSnapshot) \
      (holdout by \(churn.holdout)), \(percent(churn.prevalence)) were lost. The \
      chosen model, \(escaped(churn.champion)), has an AUC of \(decimal(scores.auc)) \
      (95 % interval \(decimal(scores.aucLow))-\(decimal(scores.aucHigh))). \(verdict) \
      (AUC \(decimal(recency.auc)), \(decimal(recency.aucLow))-\
      \(decimal(recency.aucHigh))\(gain(churn.gainOverRecency))).\(sampled(churn.trainingShare))

      Probabilities are off by \(points(scores.ece)) percentage points on average (a perfect model would show \
      \(points(scores.eceByChance)) by chance on as many customers); \
      \(points(scores.eceLevelRemoved)) once the level of the season is removed. \(level(churn.levelBand)) Contacting pays from a \
      probability of \(percent(scores.threshold)) on; \
      customers above it are worth \(amount(churn.valueAtStake)) each on average, if they stay.
      """
  }

  /// How far all probabilities can be off together.
  private func level(_ band: ChurnReport.LevelBand?) -> String {
    guard let band, let value = band.value else {
      return "How far all of them can be off together is unknown: `churn --backtest` shows it from four tests on."
    }
    let days = (calendar.dataEnd - calendar.dataStart) / Microseconds.day
    let history = days < 730 ? ", because less than two years of history cannot show the season" : ""
    return "All of them together can be off by about \(points(value)) points\(history): the backtest of run "
      + "\(band.run), over \(band.origins) snapshots, was off by as much (root mean square)."
  }

  /// Empty where the difference is not known.
  private func gain(_ gain: ChurnReport.Gain?) -> String {
    gain.map {
      "; difference on the same customers \(decimal($0.estimate)), \(decimal($0.low)) to \(decimal($0.high))"
    } ?? ""
  }

  /// Empty where all customers were learned from.
  private func sampled(_ share: Double?) -> String {
    guard let share, share < 1 else { return "" }
    return " It learned from a random \(percent(share, 1)) of the customers, and was tested on all."
  }

  private var nextOrder: String {
    guard let next = report.nextOrder, next.withDate > 0 else { return "" }
    let counts =
      "\(grouped(next.withDate)) of \(counted(next.scored, "scored customer", as: grouped(next.scored))) have a date by which half of the "
      + "customers like them order again, \(grouped(next.withAllDates)) also one by which nine in ten do "
      + "(`predictions/customer_scores.parquet`)."
    return ["## When they may order again", counts, nextOrderTest(next)].filter { !$0.isEmpty }.joined(
      separator: "\n\n")
  }

  private func nextOrderTest(_ next: NextOrderReport) -> String {
    guard let snapshot = next.testSnapshot else {
      return "The dates are not tested: no snapshot has \(next.horizonDays) days of orders after it."
    }
    let coverage = next.coverage.map {
      "of the \(counted(next.n ?? 0, "customer", as: grouped(next.n ?? 0))) whose dates have all passed, \(percent($0)) ordered between the first and the "
        + "last (\(percent(next.coverageTarget)) were to)"
    }
    let half = next.byMiddle.map { share in
      "of the \(grouped(next.dated ?? 0)) whose middle date has passed, \(percent(share)) had ordered by then (half were to)"
        + (next.medianErrorDays.map { error in
          ", and half of these dates were off by at most \(counted(Int(error), "day"))"
            + (next.baselineErrorDays.map { " (the last order and one usual gap: \(rounded($0, 0)))" } ?? "")
        } ?? "")
    }
    let errors = next.meanErrorDays.map { error in
      "over all customers, the middle date was off by \(rounded(error, 0)) days on average, and the last order and one "
        + "usual gap by \(rounded(next.baselineMeanErrorDays, 0)) (what lies after the data's end counts as its end)"
    }
    let level = next.returnPredicted.map {
      "within \(next.horizonDays) days, \(percent($0)) were to order, and \(percent(next.returnObserved)) did"
    }
    let parts = [coverage, half, errors, level].compactMap { $0 }
    return "Tested at \(snapshot): " + (parts.isEmpty ? "none of the dates has passed" : parts.joined(separator: "; "))
      + "."
  }

  private var value: String {
    guard let value = report.lifetimeValue else { return "" }
    let row = { (name: String, errors: LifetimeValueReport.Errors) in
      [name, amount(errors.mae), amount(errors.rmse), decimal(errors.spearman, 2), decimal(errors.gini, 2)]
    }
    return """
      ## What they will be worth

      Revenue less returns in the next \(settings.lifetimeValue.horizonDays) days, tested on \
      \(grouped(value.testCount)) customers at \(value.testSnapshot) \
      (holdout by \(value.holdout)):

      \(table(
        ["", "Mean absolute error", "Root mean square error", "Spearman", "Gini"],
        [
          row(escaped(value.model), value.errors), row("Median (clv\\_p50)", value.median),
          row("Spend as before", value.baselines.pastSpend),
          row("Spend as before, less returns", value.baselines.pastSpendNet),
          row("Mean of all", value.baselines.mean),
        ]))

      The interval from low to high was to hold \(percent(value.coverageTarget)) of the customers; it \
      held \(percent(value.coverage, 1))\(coverageBySegment(value))\(aboveHigh(value)). The model's values add up to \
      \(percent(value.errors.level)) of what the test customers spent.\(overLastHorizon(value)) The hundredth of the customers with the largest errors carries \(percent(value.topErrorShare)) of the error.

      Why \(escaped(value.model)), by customers whom the models had not seen: \(escaped(value.reason)).
      """
  }

  /// How much more or less than of late the customers are taken to spend; empty where it is unknown.
  private func overLastHorizon(_ value: LifetimeValueReport) -> String {
    value.overLastHorizon.map {
      " Those of the customers who are scored now add up to \(rounded($0, 2)) times what these brought in the last "
        + "\(settings.lifetimeValue.horizonDays) days."
    } ?? ""
  }

  /// The segments whose interval held least and most, of those with enough customers to tell; empty for fewer than two.
  private func coverageBySegment(_ value: LifetimeValueReport) -> String {
    let known = value.coverageBySegment.filter { $0.n >= 50 }.compactMap { segment in
      segment.coverage.map { (name: segment.segment, coverage: $0) }
    }
    guard known.count > 1, let least = known.min(by: { $0.coverage < $1.coverage }),
      let most = known.max(by: { $0.coverage < $1.coverage })
    else { return "" }
    return ", by segment from \(percent(least.coverage, 1)) (\(escaped(least.name))) to "
      + "\(percent(most.coverage, 1)) (\(escaped(most.name)))"
  }

  /// Empty where no expected value lies above its interval.
  private func aboveHigh(_ value: LifetimeValueReport) -> String {
    guard let share = value.aboveHighShare, share > 0 else { return "" }
    return
      "; for \(percent(share, 1)) of the scored customers it was widened to hold the expected value, which a few large "
      + "values lift above what most reach"
  }

  private var plan: String {
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

  private var reports: String {
    guard let lists = report.invoices else { return "" }
    let reports = settings.reports
    return """
      ## Two lists for tomorrow

      - **Revenue leak**: \(grouped(lists.leakCustomers)) customers spent much and have been \
      silent for more than \(reports.leakDays) days. They were invoiced \
      \(amount(lists.leakRevenue, 2)) so far, or \(amount(lists.leakNetRevenue, 2)) less returns. \(recoverable(lists)) \
      (`reports/revenue_leak.csv`).
      - **Margin protection**: \(grouped(lists.championCustomers)) champions buy often and \
      recently, without being asked. They were invoiced \(amount(lists.championRevenue, 2)), or less returns \
      \(amount(lists.championNetRevenue, 2)): VIP track, no discounts (`reports/margin_protection.csv`).
      """
  }

  /// Without a full stop.
  private func recoverable(_ lists: InvoiceReport) -> String {
    guard let value = lists.leakRecoverable else { return "What offers to them would be worth is unknown" }
    return "\(grouped(lists.leakScored)) of them still ordered in the window and have scores; the best offers to these "
      + "would be worth \(amount(value, 2))"
  }

  private var warnings: String {
    guard !report.warnings.isEmpty else { return "" }
    return "## What to keep in mind\n\n" + report.warnings.map { "- \(escaped($0.message))." }.joined(separator: "\n")
  }
}
