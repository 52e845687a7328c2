import Foundation
import Retention
import Testing

@Suite("Typed reports")
struct RunReportTests {
  private func read(_ text: String, _ types: [any StageReport.Type]) throws -> [any StageReport] {
    try JSONText.decode(RunReportReader.self, text).sections(types)
  }

  private func object(_ text: String) throws -> NSDictionary {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSDictionary)
  }

  @Test("a report written again has every key and value it was read with, null ones too")
  func roundTrip() throws {
    let churn = ReportFixtures.churnText.replacing("BEATS", with: "true")
    #expect(try object(JSONText.encode(ReportFixtures.churn(beatsRecency: true))) == object(churn))
    #expect(
      try object(JSONText.encode(ReportFixtures.lifetimeValue())) == object(ReportFixtures.lifetimeValueText))
    let plan = try JSONText.encode(ReportFixtures.allocation(shadowPrice: nil))
    #expect(try object(plan)["shadow_price"] is NSNull)
    #expect(try JSONText.decode(AllocationReport.self, plan) == ReportFixtures.allocation(shadowPrice: nil))
  }

  @Test("a number that is not finite is unknown, in the property as in the text")
  func notFinite() throws {
    for value in [Double.nan, .infinity, -.infinity] {
      let report = InvoiceReport(
        leakCustomers: 0, leakRevenue: 0, leakNetRevenue: nil, leakRecoverable: value, leakScored: 0,
        championCustomers: 0,
        championRevenue: 0, championNetRevenue: nil, championRevenueShare: 0.5)
      #expect(report.leakRecoverable == nil)
      #expect(try object(JSONText.encode(report))["leak_recoverable"] is NSNull)
    }
  }

  @Test("a figure that an older version did not write is unknown; one that is never unknown must be there")
  func olderText() throws {
    let text = ReportFixtures.lifetimeValueText
    let older = try JSONText.decode(
      LifetimeValueReport.self, text.replacing(#""coverage_target": 0.8,"#, with: ""))
    #expect(older.coverageTarget == nil && older.coverage == 0.851)
    #expect(throws: DecodingError.self) {
      try JSONText.decode(LifetimeValueReport.self, text.replacing(#""n_test": 404, "#, with: ""))
    }
  }

  @Test("the largest hundredth of amounts, at least one of them, as a share of their sum")
  func topShare() {
    #expect(LifetimeValueReport.topShare(of: [1, 6, 3]) == 0.6)
    #expect(LifetimeValueReport.topShare(of: [Double](repeating: 1, count: 198) + [101, 101]) == 0.505)
    #expect(LifetimeValueReport.topShare(of: [0, 0]) == nil && LifetimeValueReport.topShare(of: []) == nil)
  }

  @Test("buy-till-you-die without a fit is null, and reads back as no fit")
  func noFit() throws {
    var report = RunReport()
    report.add([BuyTillYouDieReport(nil)])
    let text = try JSONText.encode(report)
    #expect(try object(text)["bgnbd"] is NSNull)
    let restored = try #require(read(text, [BuyTillYouDieReport.self]).first as? BuyTillYouDieReport)
    #expect(restored.fit == nil)
  }

  @Test("sections are found by their type; the later of two of a kind replaces the earlier")
  func sections() {
    var report = RunReport()
    #expect(report.data == nil && report.churn == nil)
    report.add([DataReport(inputRows: 3, cleanedRows: 2, customers: 1)])
    report.add([DataReport(inputRows: 5, cleanedRows: 4, customers: 2)])
    #expect(report.sections.count == 1)
    #expect(report.data == DataReport(inputRows: 5, cleanedRows: 4, customers: 2))
  }

  @Test("only the sections asked for are read, in the order asked; others and absent ones are passed over")
  func selection() throws {
    let text = """
      {"data": {"input_rows": 3, "cleaned_rows": 2, "customers": 1}, "clv": \(ReportFixtures.lifetimeValueText),
       "toy": [1], "warnings": [{"stage": "churn", "message": "few"}]}
      """
    let sections = try read(text, [LifetimeValueReport.self, ChurnReport.self, DataReport.self])
    #expect(sections.map { type(of: $0).key } == ["clv", "data"])
    let reader = try JSONText.decode(RunReportReader.self, text)
    #expect(try reader.warnings == [RunWarning(stage: "churn", message: "few")])
    #expect(try JSONText.decode(RunReportReader.self, "{}").warnings.isEmpty)
  }

  @Test("keys of two sections lie beside the warnings")
  func topLevel() throws {
    var report = RunReport()
    report.add([DataReport(inputRows: 3, cleanedRows: 2, customers: 1), try ReportFixtures.lifetimeValue()])
    report.add([RunWarning(stage: "clv", message: "behind")])
    let keys = try #require(object(JSONText.encode(report)).allKeys as? [String])
    #expect(keys.sorted() == ["clv", "data", "skipped", "verdicts", "warnings"])
  }

  @Test("a verdict says what works all the same, is a warning too, and is read back once")
  func verdicts() throws {
    let clusters = StageVerdict(stage: "segment", reason: "no clusters", stillWorks: ["segments"])
    let churn = StageVerdict(stage: "churn", reason: "too little", stillWorks: ["features", "segments", "reports"])
    let plan = StageVerdict(stage: "allocate", reason: "no plan, because there is no churn")
    #expect(clusters.sentence == "no clusters; segments still work")
    #expect(churn.sentence == "too little; features, segments and reports still work")
    #expect(plan.sentence == "no plan, because there is no churn")
    var report = RunReport()
    report.add([RunWarning(stage: "clv", message: "behind")])
    report.add([clusters, churn, plan])
    let text = try JSONText.encode(report)
    let warnings = try #require(object(text)["warnings"] as? [[String: String]]).map { $0["message"] }
    #expect(warnings == [clusters.sentence, churn.sentence, plan.sentence, "behind"])
    let first = try #require(object(text)["verdicts"] as? [[String: Any]])[1]
    #expect(first["stage"] as? String == "churn" && first["verdict"] as? String == churn.sentence)
    let reader = try JSONText.decode(RunReportReader.self, text)
    #expect(try reader.verdicts == [clusters, churn, plan])
    #expect(try reader.warnings == [RunWarning(stage: "clv", message: "behind")])
    #expect(try JSONText.decode(RunReportReader.self, "{}").verdicts.isEmpty, "a run of an older version")
  }
}
