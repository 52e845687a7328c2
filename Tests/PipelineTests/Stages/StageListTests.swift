import Pipeline
import Retention
import Runs
import Settings
import Tables
import Testing

@Suite("Stage list") struct StageListTests {
  private let list = StageList.standard

  @Test("stages are in the order of a run")
  func order() {
    #expect(
      list.names.map(\.rawValue) == [
        "ingest", "validate", "clean", "features", "segment", "churn_backtest", "churn", "next_order",
        "clv_backtest", "clv",
        "allocate",
        "scores", "report",
      ])
    #expect(list.namesOfWholeRun == list.names.filter { $0 != .churnBacktest && $0 != .lifetimeValueBacktest })
    #expect(list.names(through: .clean) == [.ingest, .validate, .clean])
    #expect(list.names(through: StageName("none")) == [])
  }

  @Test(
    "running a stage again makes only the stages that depend on it out of date",
    arguments: [
      Case(again: [.segment], outdated: [.segment, .allocate, .scores, .report]),
      Case(again: [.churn], outdated: [.churn, .allocate, .scores, .report]),
      Case(
        again: [.features],
        outdated: [
          .features, .segment, .churnBacktest, .churn, .nextOrder, .lifetimeValueBacktest, .lifetimeValue, .allocate,
          .scores, .report,
        ]),
      Case(again: [.allocate, .report], outdated: [.allocate, .scores, .report]),
      Case(again: [.ingest], outdated: Set(StageList.standard.names)),
    ])
  func outdated(example: Case) {
    #expect(list.outdated(by: example.again) == example.outdated)
  }

  @Test("churn that was learned with segments is out of date once these are named again")
  func segmentsOfChurn() throws {
    let plain = try RetentionSettings(RetentionParameters.catalog.defaults)
    #expect(list.outdated(by: [.segment], with: plain) == [.segment, .nextOrder, .allocate, .scores, .report])
    let reading = try RetentionSettings(PipelineBench().configuration("churn: {use_segment: true}"))
    #expect(
      list.outdated(by: [.segment], with: reading)
        == [.segment, .churnBacktest, .churn, .nextOrder, .allocate, .scores, .report])
  }

  struct Case: Sendable {
    let again: [StageName]
    let outdated: Set<StageName>
  }

  @Test(
    "every artifact belongs to the stage that writes it",
    arguments: [
      ("reports/validation_report.csv", StageName.validate), ("data/cleaned_data.parquet", .clean),
      ("data/unreadable_cells.parquet", .clean), ("data/customer_features.parquet", .features),
      ("models/next_order.json", .nextOrder), ("models/churn_gbdt.txt", .churn), ("models/churn.json", .churn),
      ("models/bgnbd.json", .lifetimeValue),
      ("models/clv_interval.json", .lifetimeValue), ("models/segmenter.json", .segment),
      ("segments/segment_assignments.parquet", .segment), ("reports/segment_migration.csv", .segment),
      ("segments/segment_summary.csv", .scores),
      ("predictions/customer_scores.parquet", .scores), ("allocation/campaign_plan.csv", .allocate),
      ("reports/revenue_leak.csv", .report),
    ])
  func artefacts(path: String, stage: StageName) {
    #expect(list.stage(writing: path)?.name == stage)
  }

  @Test("files that the run itself writes belong to no stage", arguments: ["metrics.json", "config.yaml"])
  func ownFiles(path: String) {
    #expect(list.stage(writing: path) == nil)
  }
}
