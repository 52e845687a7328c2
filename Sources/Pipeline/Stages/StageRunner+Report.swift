import Foundation
import Retention
import Tables

extension StageRunner {
  mutating func report() throws {
    guard let scores = state.scores else { return }
    try write(ArtefactPath.scores) { try ScoreOutput.write(scores, to: $0) }
    if scores.segment.contains(where: { $0 != nil }) {
      try write(ArtefactPath.segmentSummary) { try TableOutput.writeCSV(SegmentSummary(scores).table, to: $0) }
    }
    if case .object = state.allocation { try write(ArtefactPath.allocationSummary, state.allocation) }
    guard request.stages.contains(.report) else { return }
    if let invoiced = state.invoiced {
      let reports = InvoiceReports(invoiced, recoverable: recoverable(scores), settings: settings.reports)
      try write(ArtefactPath.revenueLeak) { try TableOutput.writeCSV(reports.leakTable, to: $0) }
      try write(ArtefactPath.marginProtection) { try TableOutput.writeCSV(reports.championTable, to: $0) }
      state.metrics["reports"] = reports.metrics
    }
    try write(ArtefactPath.strategicReport, text: StrategicReport(state, settings).markdown)
  }
}

extension StageRunner {
  /// By id of each scored customer: the expected value of the best offer, or 0 where none is worth its cost.
  private func recoverable(_ scores: ScoreTable) -> [String: Double] {
    let offers = OfferValues(scores, settings.allocation)
    return Dictionary(
      uniqueKeysWithValues: scores.ids.enumerated().map { row, id in
        (id, (0..<offers.tiers).reduce(0) { max($0, offers.value(row, $1)) })
      })
  }
}

/// `predictions/customer_scores.parquet`: a row a customer; what a stage has not filled is null.
enum ScoreOutput {
  static func write(_ scores: ScoreTable, to url: URL) throws {
    let reason = { (index: Int) in
      scores.reasons.map { index < $0.count && !$0[index].isEmpty ? $0[index] : nil }
    }
    let table = Table(columns: [
      .texts("customer_id", scores.ids),
      .categories("segment", scores.segment),
      .reals("churn_probability", scores.churn),
      .reals("clv_p10", scores.clvP10),
      .reals("clv_p50", scores.clvP50),
      .reals("clv_p90", scores.clvP90),
      .reals("clv_expected", scores.clvExpected),
      .reals("p_alive", scores.alive),
      .reals("expected_value", scores.expectedValue),
      .categories("tier", scores.tier),
      .categories("reason_1", reason(0)),
      .categories("reason_2", reason(1)),
      .categories("reason_3", reason(2)),
    ])
    try TableOutput.writeParquet(table, to: url)
  }

  /// Reads scores of the same customers back into `scores`.
  static func read(_ url: URL, into scores: inout ScoreTable) throws {
    let table = try readTable(url.path)
    guard try table.strings(named: "customer_id") == scores.ids else {
      throw ArtefactError.inconsistent(path: url.path, with: ArtefactPath.features)
    }
    func texts(_ name: String) throws -> [String?] {
      try table.strings(named: name).map { $0.isEmpty ? nil : $0 }
    }
    scores.segment = try texts("segment")
    scores.churn = try table.doubles(named: "churn_probability")
    scores.clvP10 = try table.doubles(named: "clv_p10")
    scores.clvP50 = try table.doubles(named: "clv_p50")
    scores.clvP90 = try table.doubles(named: "clv_p90")
    scores.clvExpected = try table.doubles(named: "clv_expected")
    scores.alive = try table.doubles(named: "p_alive")
    let reasons = try (1...3).map { try table.strings(named: "reason_\($0)") }
    scores.reasons = scores.ids.indices.map { row in reasons.map { $0[row] } }
  }
}
