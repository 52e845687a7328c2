import Foundation
import TestSupport
import Testing

@Suite("churn --backtest") struct BacktestTests {
  let training: Training

  init() throws { training = try Shared.training.get() }

  private func run(_ arguments: String...) throws -> (text: String, run: RunFolder) {
    let outcome = try training.workspace.run(arguments + ["--output", "backtest", "--quiet"])
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    return (outcome.output, try training.workspace.latest("backtest"))
  }

  @Test("prints a table and keeps it; later runs on the same log name it, and those with other settings do not")
  func stored() throws {
    let (text, tested) = try run("churn", "--backtest", "--run", training.run.url.path)
    let report = try tested.json("reports/churn_backtest.json")
    let origins = report.report.origins.array
    #expect(origins.count >= 4 && text.contains("Backtest of churn within 90 days"))
    for origin in origins { #expect(text.contains(origin.snapshot.text ?? "none")) }
    let band = try #require(report.report.level_band.number)
    #expect(try tested.json("metrics.json").churn.level_band["value"].number == band)
    #expect(try tested.json("metrics.json").churn_backtest.level_band.number == band)

    let (_, later) = try run("churn", "--run", training.run.url.path)
    let reused = try later.json("metrics.json").churn.level_band
    #expect(reused["value"].number == band && reused.run.text == report.run.text && reused.run.text == tested.name)
    #expect(try !later.files().contains("reports/churn_backtest.json"))

    // Another shop that begins at the same time, in the same folder: every customer has another name.
    let renamed = SampleShop.csv.replacing(/,([0-9]{5}),/) { ",9\($0.output.1)," }
    _ = try training.workspace.write(renamed, to: "other.csv")
    let (_, shop) = try run("train", "--data", "other.csv")
    #expect(try shop.json("metrics.json").churn.level_band.isNull)

    let (_, other) = try run("churn", "--run", training.run.url.path, "--set", "churn.horizon_days=60")
    #expect(try other.json("metrics.json").churn.level_band.isNull)
  }

  @Test("of value: prints a table and keeps it; the report and later runs say how far sums and intervals were off")
  func storedValues() throws {
    let settings = ["--set", "clv.horizon_days=60"]
    func run(_ arguments: String...) throws -> (text: String, run: RunFolder) {
      let outcome = try training.workspace.run(
        arguments + ["--run", training.run.url.path, "--output", "value-backtest", "--quiet"] + settings)
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      return (outcome.output, try training.workspace.latest("value-backtest"))
    }
    let (text, tested) = try run("clv", "--backtest")
    let report = try tested.json("reports/clv_backtest.json").report
    let origins = report.origins.array
    #expect(origins.count >= 4 && text.contains("Backtest of value within 60 days"))
    for origin in origins { #expect(text.contains(origin.snapshot.text ?? "none")) }
    let band = try #require(report.level_band.number)
    #expect(try tested.json("metrics.json").clv.backtest.level_band.number == band)
    #expect(try tested.json("metrics.json").clv_backtest.level_band.number == band)
    let (_, later) = try run("clv")
    let reused = try later.json("metrics.json").clv.backtest
    #expect(reused.level_band.number == band && reused.run.text == tested.name)
    #expect(try !later.files().contains("reports/clv_backtest.json"))
  }
}
