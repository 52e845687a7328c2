import Foundation
import Text

extension RunResult {
  /// One JSON document: where the run is, and its metrics.
  public var json: JSONValue {
    [
      "run": run.map { .string($0.name) } ?? .null, "folder": run.map { .string($0.folder.path) } ?? .null,
      "unchanged": .bool(isUnchanged), "metrics": .object(metrics),
    ]
  }

  public var rehearsalJSON: JSONValue {
    ["unchanged": .bool(isUnchanged), "cleaning": cleaningStats, "metrics": .object(metrics)]
  }

  /// A few lines for a person.
  public var summary: String {
    if isUnchanged, let run { return "Nothing to add: \(run.folder.path) stays as it is\n" }
    var lines: [String] = []
    if let run { lines.append("Run \(run.name) is complete: \(run.folder.path)") }
    lines += [dataLine, segmentLine, churnLine, valueLine, planLine].compactMap { $0 }
    let timings = metrics.section("timings_s")
    if let total = timings.number("total") {
      lines.append("Took \(duration(total)), \(rounded(metrics.number("peak_rss_mb") ?? 0, 0)) MB at most")
    }
    if let run, run.contains(ArtefactPath.strategicReport) {
      lines.append("Read \(run.url(for: ArtefactPath.strategicReport).path) first")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func text(_ object: JSONObject, _ key: String, _ digits: Int) -> String {
    object.number(key).map { rounded($0, digits) } ?? "unknown"
  }

  private func count(_ object: JSONObject, _ key: String) -> String {
    object.number(key).map { grouped(Int($0)) } ?? "unknown"
  }

  private var dataLine: String? {
    let data = metrics.section("data")
    guard data["cleaned_rows"] != nil else { return nil }
    return "  data       \(count(data, "cleaned_rows")) usable of \(count(data, "input_rows")) lines, "
      + "\(count(data, "customers")) customers"
  }

  private var segmentLine: String? {
    let segmentation = metrics.section("segmentation")
    guard segmentation["k"] != nil else { return nil }
    return "  segments   \(count(segmentation, "k")) clusters, silhouette \(text(segmentation, "silhouette", 3)), "
      + "stability \(text(segmentation, "stability_ari", 2))"
  }

  private var churnLine: String? {
    let churn = metrics.section("churn")
    guard churn["auc"] != nil else { return nil }
    let baseline = churn.section("baselines").section("recency")
    return "  churn      \(churn.text("champion") ?? "unknown") AUC \(text(churn, "auc", 3)) "
      + "(\(text(churn, "auc_low", 3))-\(text(churn, "auc_high", 3)), n \(count(churn, "n_test"))); "
      + "recency alone \(text(baseline, "auc", 3))"
  }

  private var valueLine: String? {
    let clv = metrics.section("clv")
    guard clv["mae"] != nil else { return nil }
    let past = clv.section("baselines").section("past_spend")
    return "  value      MAE \(text(clv, "mae", 0)) (n \(count(clv, "n_test"))); spend as before "
      + "\(text(past, "mae", 0)); interval held \(rounded(100 * (clv.number("coverage_80") ?? .nan), 1)) %"
  }

  private var planLine: String? {
    let plan = metrics.section("allocation")
    guard plan["spent"] != nil else { return nil }
    return "  plan       \(count(plan, "customers")) customers, \(text(plan, "spent", 2)) spent, expected value "
      + "\(text(plan, "expected_value", 2)), \(gapText(plan.number("gap_share"))) below the best"
  }
}

/// How far a plan is from the bound, at most; the bound has rounding errors of its own.
///
/// - Parameter share: of the bound.
func gapText(_ share: Double?) -> String {
  guard let share else { return "an unknown share" }
  return share < 0.000_01 ? "less than 0.001 %" : "at most \(rounded(100 * share, 3)) %"
}

// MARK: - Dry run

extension RunResult {
  /// What cleaning would keep and remove, rows and money.
  public var rehearsalText: String {
    if isUnchanged, let run { return "Nothing to add to \(run.folder.path). Nothing was written.\n" }
    guard case .object(let stats) = cleaningStats else { return "nothing to clean\n" }
    var rows: [(String, JSONObject)] = [("input", stats.section("input"))]
    for stage in stats.section("stages").members {
      guard case .object(let object) = stage.value else { continue }
      for reason in object.section("reasons").members {
        guard case .object(let entry) = reason.value else { continue }
        rows.append(("- \(stage.key): \(reason.key)", entry))
      }
    }
    if stats.section("winsorised").number("rows") ?? 0 > 0 {
      rows.append(("- winsorised", stats.section("winsorised")))
    }
    rows.append(("cleaned", stats.section("cleaned")))
    let width = rows.map(\.0.count).max() ?? 0
    let body = rows.map { name, entry in
      let money = entry.number("money") ?? 0
      return name.padding(toLength: width, withPad: " ", startingAt: 0)
        + leftPadded(grouped(Int(entry.number("rows") ?? 0)), 12) + leftPadded(rounded(money, 2), 18)
    }
    let header = String(repeating: " ", count: width) + leftPadded("rows", 12) + leftPadded("money", 18)
    let reconciles = stats.section("reconciliation")["reconciles"] == .bool(true)
    let verdict = reconciles ? "Rows and money reconcile. Nothing was written." : "Rows or money do NOT reconcile."
    return ([header] + body + [verdict]).joined(separator: "\n") + "\n"
  }

  private func leftPadded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(1, width - text.count)) + text
  }
}
