import Foundation
import Pipeline
import Retention
import Runs
import Testing

/// A stage defined outside the program's modules: the number of customers at each snapshot. It only has to be added to
/// the list.
private struct HeadcountStage: Stage {
  let name = StageName("headcount")
  let reads: [any Stage.Type] = [FeaturesStage.self]
  let uses: [any Stage.Type] = [ChurnStage.self]
  let writes: [ArtefactPattern] = [.file("reports/headcount.txt")]
  let sections: [any StageReport.Type] = [HeadcountReport.self]

  func run(_ inputs: StageInputs, _ context: StageContext) throws -> HeadcountReport {
    let features = try inputs(FeaturesStage.self)
    let counts = features.table.snapshots.map(\.rows)
    let risky = inputs.ifPresent(ChurnStage.self)?.probabilities.count { $0 > 0.5 }
    context.journal.info("counted \(counts.count) snapshots")
    if counts.count < 3 { context.journal.warn("there are few snapshots") }
    try context.artefacts.write(text: counts.map(String.init).joined(separator: "\n"), to: "reports/headcount.txt")
    return HeadcountReport(snapshots: counts.count, scored: features.scored.rows, risky: risky)
  }

  func restore(
    from run: PublishedRun, _ inputs: StageInputs, _ context: StageContext
  ) throws -> HeadcountReport? {
    try run.report(StageList.standard.adding(self))[HeadcountReport.self]
  }

  func reports(of output: HeadcountReport) -> [any StageReport] { [output] }
}

private struct HeadcountReport: StageReport, Equatable {
  static let key = "headcount"
  let snapshots: Int
  let scored: Int
  @Nullable var risky: Int?
}

@Suite("External stage") struct ToyStageTests {
  private let bench: PipelineBench
  private let list = StageList.standard.adding(HeadcountStage())

  init() throws { bench = try PipelineBench() }

  @Test("it runs in order, and its file, figures, time and log are recorded like those of the others")
  func runs() throws {
    let request = try bench.request([.ingest, .validate, .clean, .features, StageName("headcount")])
    let result = try RunExecution(request, stages: list).perform()
    let run = try #require(result.run)
    let report = try #require(result.report[HeadcountReport.self])
    #expect(report.snapshots > 3 && report.scored > 20 && report.risky == nil)
    let text = try String(contentsOf: run.url(for: "reports/headcount.txt"), encoding: .utf8)
    #expect(text.split(separator: "\n").count == report.snapshots)
    #expect(result.metrics.timings["headcount"] != nil)
    #expect(try run.report(list)[HeadcountReport.self] == report)
    #expect(try run.manifest().artefacts.contains { $0.path == "reports/headcount.txt" })
    let log = try String(contentsOf: run.url(for: EventLog.path), encoding: .utf8)
    #expect(log.contains(#""stage":"headcount","message":"counted"#))
    let metrics =
      try JSONSerialization.jsonObject(with: Data(contentsOf: run.url(for: "metrics.json"))) as? [String: Any]
    let section = try #require(metrics?["headcount"] as? [String: Any])
    #expect(section["risky"] is NSNull)
  }

  @Test("it is out of date once a stage that it reads or uses runs again, and is restored otherwise")
  func graph() throws {
    #expect(list.outdated(by: [.features]).contains(StageName("headcount")))
    #expect(list.outdated(by: [.churn]).contains(StageName("headcount")))
    #expect(!list.outdated(by: [.segment]).contains(StageName("headcount")))
    #expect(list.stage(writing: "reports/headcount.txt")?.name == StageName("headcount"))
    let first = try RunExecution(
      bench.request([.ingest, .validate, .clean, .features, StageName("headcount")]), stages: list
    ).perform()
    let parent = try #require(first.run)
    let second = try RunExecution(bench.request([.segment], source: .run(parent)), stages: list).perform()
    #expect(second.report[HeadcountReport.self] == first.report[HeadcountReport.self])
    #expect(try #require(second.run).contains("reports/headcount.txt"))
    let third = try RunExecution(bench.request([.churn], source: .run(parent)), stages: list).perform()
    #expect(third.report[HeadcountReport.self] == nil)
    #expect(try !#require(third.run).contains("reports/headcount.txt"))
  }

  @Test("a missing input and an unknown stage are errors; the stage is never skipped")
  func missingInput() throws {
    let request = try bench.request([.ingest, .validate, StageName("headcount")])
    let error = #expect(throws: StageError.self) { try RunExecution(request, stages: list).perform() }
    #expect(error == .missingInput(stage: StageName("headcount"), input: "FeaturesStage"))
    let unknown = #expect(throws: StageError.self) {
      try RunExecution(bench.request([StageName("headcount")]))
    }
    #expect(unknown?.description.contains("'headcount'") == true)
  }
}
