import Foundation
import Pipeline
import Retention
import Runs
import Text

extension RunResult {
  /// A few lines for people, printed after a run.
  var summary: String {
    if isUnchanged, let run { return "Nothing to add: \(run.folder.path) stays as it is\n" }
    var lines: [String] = []
    if let run { lines.append("Run \(run.name) is complete: \(run.folder.path)") }
    lines += [
      report.data?.line, report.segmentation?.line, report.churn?.line, report.nextOrder?.line,
      report.lifetimeValue?.line,
      report.allocation?.line,
    ].compactMap { $0 }
    lines += report.verdicts.map { "  verdict    \($0.sentence)" }
    if metrics.timings["churn_backtest"] != nil, let backtest = report[ChurnBacktestReport.self] {
      lines += ["", "Backtest of churn within \(backtest.horizonDays) days"] + backtest.lines + [""]
    }
    if metrics.timings["clv_backtest"] != nil, let backtest = report[ValueBacktestReport.self] {
      lines += ["", "Backtest of value within \(backtest.horizonDays) days"] + backtest.lines + [""]
    }
    if let total = metrics.timings["total"] {
      lines.append("Took \(duration(total)), \(rounded(metrics.peakMegabytes, 0)) MB at most")
    }
    if let run, run.contains(ArtefactPath.strategicReport) {
      lines.append("Read \(run.url(for: ArtefactPath.strategicReport).path) first")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension DataReport {
  fileprivate var line: String {
    "  data       \(grouped(cleanedRows)) usable of \(grouped(inputRows)) lines, \(grouped(customers)) customers"
  }
}

extension SegmentationReport {
  fileprivate var line: String {
    guard let k else {
      return "  segments   \(counted(customers ?? n, "customer", as: grouped(customers ?? n))), no clusters"
    }
    return "  segments   \(grouped(k)) clusters, silhouette \(rounded(silhouette, 3)), "
      + "stability \(rounded(stabilityARI, 2))"
  }
}

extension ChurnReport {
  fileprivate var line: String {
    "  churn      \(champion) AUC \(rounded(scores.auc, 3)) "
      + "(\(rounded(scores.aucLow, 3))-\(rounded(scores.aucHigh, 3)), n \(grouped(testCount))); "
      + "recency alone \(rounded(baselines.recency.auc, 3))"
  }
}

extension NextOrderReport {
  /// nil where nobody has a date.
  fileprivate var line: String? {
    guard withDate > 0 else { return nil }
    let tested =
      coverage.map { "of \(grouped(n ?? 0)) tested, \(rounded(100 * $0, 1)) % ordered between theirs" }
      ?? "none could be tested"
    return "  next order \(grouped(withDate)) of \(grouped(scored)) customers have a date; \(tested)"
  }
}

extension ChurnBacktestReport {
  /// One line per origin below a header, and what they come to.
  fileprivate var lines: [String] {
    let header = ["at", "learned from", "customers", "churned", "predicted", "AUC", "recency", "ECE*", "chance"]
    let rows = origins.map { origin in
      [
        origin.snapshot, "\(origin.trainSnapshots)", grouped(origin.n), percent(origin.prevalence),
        percent(origin.meanPredicted), rounded(origin.auc, 3), rounded(origin.recencyAUC, 3),
        rounded(origin.eceLevelRemoved, 3), rounded(origin.eceByChance, 3),
      ]
    }
    let table = aligned([header] + rows)
    let band =
      levelBand.map {
        "The share of churners was off by \(rounded(100 * $0, 1)) points (root mean square): so much the level of the "
          + "season can move what the probabilities say."
      } ?? "Fewer than four tests: how much the level of the probabilities moves is unknown."
    let skips = skipped.map { "Not tested at \($0.snapshot): \($0.reason)" }
    return table + ["* calibration error with the level removed, beside what chance explains", band] + skips
  }
}

extension ValueBacktestReport {
  /// One line per origin below a header, and what they come to.
  fileprivate var lines: [String] {
    let header = ["at", "learned from", "customers", "model", "RMSE*", "MAE*", "MAE of p50*", "sum**", "interval held"]
    let rows = origins.map { origin in
      let ratios = origin.ratiosNet
      return [
        origin.snapshot, "\(origin.trainSnapshots)", grouped(origin.n), origin.model,
        rounded(ratios.rmse?.estimate, 3), rounded(ratios.mae?.estimate, 3), rounded(ratios.medianMAE?.estimate, 3),
        rounded(origin.errors.level, 2), percent(origin.coverage),
      ]
    }
    let band =
      levelBand.map {
        "The sum of the values was off by \(rounded(100 * $0, 1)) % (root mean square): so much the level of the season "
          + "can move it."
      } ?? "Fewer than four tests: how much the level of the values moves is unknown."
    let means = candidates.sorted { ($0.value.rmse ?? .infinity, $0.key) < ($1.value.rmse ?? .infinity, $1.key) }.map {
      "\($0.key) \(rounded($0.value.rmse, 3)) and \(rounded($0.value.mae, 3))"
    }
    let skips = skipped.map { "Not tested at \($0.snapshot): \($0.reason)" }
    return aligned([header] + rows) + [
      "* times that of net spend as before  ** of the values over that of what came",
      "On average RMSE and MAE were, times those of net spend as before: " + means.joined(separator: ", "), band,
    ] + skips
  }
}

private func percent(_ share: Double?) -> String { share.map { "\(rounded(100 * $0, 1)) %" } ?? "unknown" }

/// Rows of cells as lines, every column as wide as its widest cell.
private func aligned(_ rows: [[String]]) -> [String] {
  let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
  return rows.map { row in "  " + zip(row, widths).map { $0.leftPadded(to: $1) }.joined(separator: "  ") }
}

extension LifetimeValueReport {
  fileprivate var line: String {
    "  value      \(model) RMSE \(rounded(errors.rmse, 0)), MAE \(rounded(errors.mae, 0)) (n \(grouped(testCount))); "
      + "net spend as before \(rounded(baselines.pastSpendNet.rmse, 0)), \(rounded(baselines.pastSpendNet.mae, 0)); "
      + "interval held \(rounded(coverage.map { 100 * $0 }, 1)) %"
  }
}

extension AllocationReport {
  fileprivate var line: String {
    "  plan       \(grouped(customers)) customers, \(rounded(spent, 2)) spent, expected value "
      + "\(rounded(expectedValue, 2)), \(gapText) below the best"
  }
}

// MARK: - Dry run

extension RunResult {
  /// What cleaning would keep and remove, in rows and money.
  var dryRunText: String {
    if isUnchanged, let run { return "Nothing to add to \(run.folder.path). Nothing was written.\n" }
    guard let cleaning else { return "nothing to clean\n" }
    let rows = cleaning.ledgerRows
    let width = rows.map(\.name.count).max() ?? 0
    let body = rows.map { row in
      row.name.padded(to: width) + " " + grouped(row.rows).leftPadded(to: 11) + " "
        + rounded(row.money, 2).leftPadded(to: 17)
    }
    let header = String(repeating: " ", count: width) + "rows".leftPadded(to: 12) + "money".leftPadded(to: 18)
    let verdict =
      cleaning.reconciliation.reconciles
      ? "Rows and money reconcile. Nothing was written." : "Rows or money do NOT reconcile."
    return ([header] + body + [verdict]).joined(separator: "\n") + "\n"
  }
}

extension CleaningReport {
  /// The rows of the ledger: input, what each step removed and why, and what is left.
  fileprivate var ledgerRows: [(name: String, rows: Int, money: Double)] {
    let removals = CleaningStage.allCases.flatMap { stage in
      RemovalReason.allCases.compactMap { reason in
        stages[stage]?.reasons[reason].map { ("- \(stage.rawValue): \(reason.name)", $0.rows, $0.money) }
      }
    }
    let moved = winsorized.rows > 0 ? [("- winsorised", winsorized.rows, winsorized.money)] : []
    return [("input", input.rows, input.money)] + removals + moved + [("cleaned", cleaned.rows, cleaned.money)]
  }
}
