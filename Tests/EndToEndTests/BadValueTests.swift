import Foundation
import Tables
import Testing

@Suite("Values that cannot be right")
struct BadValueTests {
  let workspace: Workspace

  init() throws { workspace = try Workspace() }

  @Test("dates of which none can be read")
  func noDates() throws {
    let rows = (1...30).map { "\($0),a,text,1,soon,1,c\($0),UK" }.joined(separator: "\n")
    try workspace.write(SampleShop.header + "\n" + rows + "\n", to: "dates.csv")
    try expectRefusal(of: ["dates.csv"], in: workspace, code: 4, says: ["dates.csv", "'InvoiceDate'", "'soon'"])
  }

  @Test("dates that could be day-first or month-first: the option to set, and it helps")
  func ambiguousDates() throws {
    let rows = (1...30).map { "\($0),a,text,1,0\($0 % 9 + 1)/04/2024 10:00,1,c\($0),UK" }.joined(separator: "\n")
    try workspace.write(SampleShop.header + "\n" + rows + "\n", to: "dates.csv")
    try expectRefusal(
      of: ["dates.csv"], in: workspace, code: 4, says: ["dates.csv", "'02/04/2024 10:00'", "ingest.date_order"])
    let told = try workspace.run(
      "clean", "--data", "dates.csv", "--dry-run", "--quiet", "--set", "ingest.date_order=day_first")
    #expect(told.exitCode == 0, "\(told.errors)")
  }

  @Test("a few unreadable dates end among the rejected rows, many fail validation with a report beside the runs")
  func someDates() throws {
    let bad = (1...1000).map { "8\($0),P101,TEXT,1,not a date,2.50,00011,United Kingdom" }.joined(separator: "\n")
    try workspace.write(SampleShop.csv + bad + "\n", to: "dates.csv")
    try expectRefusal(
      of: ["dates.csv"], in: workspace, code: 5,
      says: [
        "validation failed", "unparsable_datetime", "dates.csv:\(SampleShop.lineCount - 1)", "validation_report.csv",
      ],
      leaving: ["validation_report.csv"])
    let report = try readTable(workspace.file("runs/validation_report.csv").path)
    let failed = zip(try report.strings(named: "check"), try report.strings(named: "status")).filter {
      $0.1 == "failed"
    }
    #expect(failed.map(\.0).contains("unparsable_datetime"))
    #expect(report.rowCount >= 8)
  }

  @Test("dates in the future fail validation")
  func futureDates() throws {
    let bad = (1...1000).map { "8\($0),P101,TEXT,1,2091-01-01 10:00:00,2.50,00011,United Kingdom" }
    try workspace.write(SampleShop.csv + bad.joined(separator: "\n") + "\n", to: "dates.csv")
    try expectRefusal(
      of: ["dates.csv"], in: workspace, code: 5, says: ["dates_out_of_range", "1000"],
      leaving: ["validation_report.csv"])
  }

  @Test("an error that is made a warning lets the run go on")
  func severity() throws {
    let bad = (1...1000).map { "8\($0),P101,TEXT,1,not a date,2.50,00011,United Kingdom" }.joined(separator: "\n")
    try workspace.write(SampleShop.csv + bad + "\n", to: "dates.csv")
    let outcome = try workspace.run(
      "clean", "--data", "dates.csv", "--dry-run", "--set", "validation.types.unparsable_datetime.severity=warning")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("warning: unparsable_datetime"))
  }

  @Test(
    "absurd prices and quantities are rejected with their line, and leave every number finite",
    arguments: [
      "1,2024-06-03 10:00:00,1e300", "1e300,2024-06-03 10:00:00,1e300", "1,2024-06-03 10:00:00,inf",
      "nan,2024-06-03 10:00:00,2", "1,2024-06-03 10:00:00,1e999", "-1e18,2024-06-03 10:00:00,1e18",
    ])
  func absurd(values: String) throws {
    try workspace.write(SampleShop.csv + "800000,P101,ABSURD,\(values),00011,United Kingdom\n", to: "absurd.csv")
    let outcome = try workspace.run("clean", "--data", "absurd.csv", "--quiet")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let run = try workspace.latest()
    let stats = try run.json("reports/cleaning_stats.json")
    #expect(stats.reconciliation.reconciles.truth == true)
    #expect(stats.removed.rows.integer == 5)
    let rejected = try run.table("data/rejected_rows.parquet").int64s(named: "source_line")
    #expect(rejected.contains(Int64(SampleShop.lineCount + 2)))
    #expect(abs(stats.cleaned.money.number ?? .infinity) < 1e9)
  }

  @Test("negative prices are rejected, and their money is in the books")
  func negativePrices() throws {
    let bad = (1...20).map { "8\($0),P101,DEBT,2,2024-06-03 10:00:00,-2.50,00011,United Kingdom" }
    try workspace.write(SampleShop.csv + bad.joined(separator: "\n") + "\n", to: "negative.csv")
    let outcome = try workspace.run("train", "--data", "negative.csv", "--quiet")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let reasons = try workspace.latest().json("reports/cleaning_stats.json").stages.business_logic.reasons
    #expect(reasons.unit_price_not_positive.rows.integer == 21)
    #expect(reasons.unit_price_not_positive.money.number == -100)
  }
}
