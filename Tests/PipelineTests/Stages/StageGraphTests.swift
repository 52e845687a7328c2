import Pipeline
import Testing

@Suite("Stage graph") struct StageGraphTests {
  @Test(
    "a stage that runs again makes what reads it out of date, and nothing else",
    arguments: [
      Case(again: [.segment], outdated: [.segment, .allocate, .report]),
      Case(again: [.churn], outdated: [.churn, .allocate, .report]),
      Case(again: [.features], outdated: [.features, .segment, .churn, .clv, .allocate, .report]),
      Case(again: [.allocate, .report], outdated: [.allocate, .report]),
      Case(
        again: [.ingest],
        outdated: [.ingest, .validate, .clean, .features, .segment, .churn, .clv, .allocate, .report]),
    ])
  func outdated(example: Case) {
    #expect(StageGraph.outdated(by: example.again) == example.outdated)
  }

  struct Case: Sendable {
    let again: [StageName]
    let outdated: Set<StageName>
  }
}

@Suite("Artefact paths") struct ArtefactPathTests {
  @Test("every artefact belongs to the stage that writes it")
  func stages() {
    #expect(ArtefactPath.stage(of: "reports/validation_report.csv") == .validate)
    #expect(ArtefactPath.stage(of: "data/cleaned_data.parquet") == .clean)
    #expect(ArtefactPath.stage(of: "models/churn_gbdt.txt") == .churn)
    #expect(ArtefactPath.stage(of: "models/bgnbd.json") == .clv)
    #expect(ArtefactPath.stage(of: "models/segmenter.json") == .segment)
    #expect(ArtefactPath.stage(of: "allocation/campaign_plan.csv") == .allocate)
    #expect(ArtefactPath.stage(of: "reports/revenue_leak.csv") == .report)
    // The scores are written anew by every run, from what the stages know.
    #expect(ArtefactPath.stage(of: "predictions/customer_scores.parquet") == nil)
    #expect(ArtefactPath.stage(of: "metrics.json") == nil)
  }
}

@Suite("Spreadsheet guard") struct FormulaGuardTests {
  @Test(
    "text that a spreadsheet would run gets an apostrophe",
    arguments: [
      ("=cmd()", "'=cmd()"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx"), ("17850", "17850"),
      ("", ""), ("a=b", "a=b"),
    ])
  func guards(text: String, expected: String) {
    #expect(guardedAgainstFormulas(text) == expected)
  }
}
