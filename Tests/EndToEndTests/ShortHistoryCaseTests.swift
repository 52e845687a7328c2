import Foundation
import TestSupport
import Testing

@Suite("Files from the field: short histories keep what can be made")
struct ShortHistoryCaseTests {
  let workspace: Workspace

  init() throws { workspace = try Workspace() }

  private func train(_ name: String, _ options: String...) throws -> (run: RunFolder, outcome: Outcome) {
    let cases = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/cases/seven-months-of-history/\(name)")
    try workspace.write(Data(contentsOf: cases), to: name)
    let outcome = try workspace.run(["train", "--data", name, "--output", "runs"] + options)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    return (try workspace.latest(), outcome)
  }

  @Test("seven months: churn, segments and lists, and the setting that makes lifetime values run, which it does")
  func sevenMonths() throws {
    let (run, outcome) = try train("orders.csv")
    let metrics = try run.json("metrics.json")
    #expect(metrics.skipped.array.map { $0.stage.text } == ["clv", "allocate"])
    #expect(metrics.skipped.array.first?.setting.text == "clv.horizon_days=90")
    for path in ["reports/revenue_leak.csv", "reports/margin_protection.csv", "segments/segment_assignments.parquet"] {
      #expect(FileManager.default.fileExists(atPath: run.file(path).path), "\(path)")
    }
    let sentence = "the data ends 2 days too early; set clv.horizon_days to 90"
    #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
    #expect(try run.text("reports/strategic_report.md").contains("the data ends 2 days too early"))
    let (longer, _) = try train("orders.csv", "--set", "clv.horizon_days=90")
    #expect(try longer.json("metrics.json").skipped.array.isEmpty)
  }

  @Test("nobody churns: the sentence is about the customers, and names the setting", arguments: ["all_stay.csv"])
  func oneClass(name: String) throws {
    let (run, outcome) = try train(name)
    let skipped = try run.json("metrics.json").skipped.array
    #expect(skipped.first?.stage.text == "churn" && skipped.first?.setting.text == "churn.horizon_days")
    #expect(outcome.errors.contains("not enough variety for churn") && !outcome.errors.contains("logistic regression"))
    #expect(!outcome.errors.contains("unknown %"))
  }

  @Test("the training rows of one class at all snapshots but the last: no sentence of a learner")
  func learner() throws {
    let (_, outcome) = try train("one_class.csv")
    #expect(!outcome.errors.contains("every row has label") && !outcome.errors.contains("unknown %"))
  }
}
