import Foundation
import Pipeline
import Retention
import Runs
import Settings
import Tables
import TestSupport
import Testing

/// What each stage returns and writes, on a synthetic shop. Its numbers are tested where they are computed.
@Suite("Stages") struct StageTests {
  private static let whole = Result { () throws -> (bench: PipelineBench, result: RunResult) in
    let bench = try PipelineBench()
    return (bench, try RunExecution(bench.request()).perform())
  }

  private var result: RunResult { get throws { try Self.whole.get().result } }
  private var bench: PipelineBench { get throws { try Self.whole.get().bench } }
  private var run: PublishedRun { get throws { try #require(try result.run) } }

  private func table(_ path: String) throws -> Table { try readTable(run.url(for: path).path) }

  @Test("every stage writes the file that marks its results, and every file but two belongs to a stage")
  func declaredFiles() throws {
    let paths = try run.manifest().artefacts.map(\.path)
    for stage in StageList.standard.stages where !stage.isOnRequest {
      guard case .file(let first)? = stage.writes.first else { continue }
      #expect(paths.contains(first), "\(stage.name)")
    }
    let unowned = paths.filter { StageList.standard.stage(writing: $0) == nil }
    #expect(Set(unowned) == ["config.yaml", "metrics.json"])
  }

  @Test("every section that a stage declares is in the metrics and round-trips")
  func sections() throws {
    let report = try result.report
    let restored = try run.report()
    let declared = StageList.standard.stages.filter { !$0.isOnRequest }.flatMap(\.sections).map { $0.key }
    #expect(report.sections.map { type(of: $0).key } == declared)
    #expect(restored.data == report.data)
    #expect(restored.segmentation == report.segmentation)
    #expect(restored.churn == report.churn)
    #expect(restored.lifetimeValue == report.lifetimeValue)
    #expect(restored.buyTillYouDie == report.buyTillYouDie)
    #expect(restored.allocation == report.allocation)
    #expect(restored.invoices == report.invoices)
    #expect(restored.warnings == report.warnings)
  }

  @Test("clean: the ledger reconciles, and the artifacts have the numbers of lines that it states")
  func clean() throws {
    let cleaning = try #require(try result.cleaning)
    #expect(cleaning.reconciliation.reconciles && cleaning.reconciliation.rowsDifference == 0)
    #expect(cleaning.input.rows == cleaning.cleaned.rows + cleaning.removed.rows)
    #expect(try table("data/cleaned_data.parquet").rowCount == cleaning.cleaned.rows)
    #expect(try table("data/rejected_rows.parquet").rowCount == cleaning.removed.rows)
    #expect(try result.report.data?.cleanedRows == cleaning.cleaned.rows)
    #expect(try run.decode(CleaningReport.self, from: "reports/cleaning_stats.json") == cleaning)
  }

  @Test("scores: one row per customer, in the order of the features, with the results of each stage")
  func scores() throws {
    let scores = try table("predictions/customer_scores.parquet")
    let segments = try table("segments/segment_assignments.parquet")
    let clusters = try segments.doubles(named: "cluster")
    let scored = clusters.indices.filter { !clusters[$0].isNaN }
    let (ids, names) = (try segments.strings(named: "customer_id"), try segments.strings(named: "segment_name"))
    #expect(try scores.strings(named: "customer_id") == scored.map { ids[$0] })
    #expect(try scores.strings(named: "segment") == scored.map { names[$0] })
    let churn = try scores.doubles(named: "churn_probability")
    #expect(churn.allSatisfy { $0 >= 0 && $0 <= 1 })
    #expect(try scores.doubles(named: "clv_expected").allSatisfy { $0 >= 0 })
    let tiers = try scores.strings(named: "tier").count { !$0.isEmpty }
    #expect(try tiers == #require(result.report.allocation).customers)
    #expect(try table("allocation/campaign_plan.parquet").rowCount == tiers)
  }

  @Test("allocate: the plan stays within the budget, and its file agrees with the reported figures to the cent")
  func allocate() throws {
    let report = try #require(try result.report.allocation)
    let plan = try table("allocation/campaign_plan.parquet")
    #expect(report.spent <= report.budget && report.expectedValue <= report.upperBound + 1e-9)
    #expect(abs(try plan.doubles(named: "cost").reduce(0, +) - report.spent) < 1e-6)
    #expect(
      abs(try plan.doubles(named: "expected_value").reduce(0, +) - report.expectedValue) < 0.005
        * Double(plan.rowCount + 1))
  }

  @Test("allocate: an offer is worth risk × value × success rate of its tier and segment × margin, less its cost")
  func worthOfOffers() throws {
    let plan = try table("allocation/campaign_plan.parquet")
    let settings = try RetentionSettings(bench.configuration()).allocation
    let tiers = Dictionary(uniqueKeysWithValues: settings.tiers.map { ($0.name, $0) })
    let (names, segments) = (try plan.strings(named: "tier"), try plan.strings(named: "segment"))
    let (risks, values) = (try plan.doubles(named: "churn_probability"), try plan.doubles(named: "value_at_stake"))
    let lapsed = try result.report.lifetimeValue?.lapsedShare
    let lifetimeValues = try plan.doubles(named: "clv_expected")
    let expected = try plan.doubles(named: "expected_value")
    #expect(plan.rowCount > 0)
    for row in 0..<plan.rowCount {
      let tier = try #require(tiers[names[row]])
      let rate = tier.successRateBySegment[segments[row]] ?? tier.successRate
      let stake = valueAtStake(churn: risks[row], lifetimeValue: lifetimeValues[row], lapsedShare: lapsed)
      #expect(abs(values[row] - stake) < 0.02 + 1e-5 * stake, "row \(row)")
      let worth = risks[row] * values[row] * rate * settings.margin - tier.cost
      // The file holds risks to six decimals and amounts to two.
      #expect(abs(worth - expected[row]) < 0.005 + 0.005 * rate + 1e-6 * values[row], "row \(row)")
    }
  }

  @Test("report: the totals of the lists agree with the reported figures")
  func report() throws {
    let invoices = try #require(try result.report.invoices)
    let leak = try table("reports/revenue_leak.csv")
    #expect(leak.rowCount == invoices.leakCustomers)
    #expect(
      abs(try leak.doubles(named: "total_spend").reduce(0, +) - invoices.leakRevenue) < 0.006
        * Double(leak.rowCount + 1))
    let text = try String(contentsOf: run.url(for: "reports/strategic_report.md"), encoding: .utf8)
    for heading in ["Who the customers are", "Who may not come back", "What they will be worth", "What to do with"] {
      #expect(text.contains(heading))
    }
    let kept = text.components(separatedBy: "## What to keep in mind\n\n").dropFirst().joined()
    #expect(try kept.split(separator: "\n").count == result.warnings.count)
  }

  @Test("a customer has one number of days since the last order: in features, segments and lists")
  func daysSinceOrder() throws {
    let segments = try table("segments/segment_assignments.parquet")
    let ids = try segments.strings(named: "customer_id")
    let told = Dictionary(uniqueKeysWithValues: zip(ids, try segments.doubles(named: "rfm_recency_days")))
    let features = try table("data/customer_features.parquet")
    guard case .date(let days) = try features.requireColumn(named: "snapshot_date").values else {
      Issue.record("dates")
      return
    }
    let (owners, recency) = (
      try features.strings(named: "customer_id"), try features.doubles(named: "rfm_recency_days")
    )
    let scoring = days.array.max()
    for row in owners.indices where days.array[row] == scoring { #expect(told[owners[row]] == recency[row]) }
    var compared = 0
    for path in ["reports/revenue_leak.csv", "reports/margin_protection.csv"] {
      let list = try table(path)
      let (spent, net) = (try list.doubles(named: "total_spend"), try list.doubles(named: "net_spend"))
      // An order that came back is none, but it was invoiced; so was a line that cleaning dropped.
      for (row, id) in try list.strings(named: "customer_id").enumerated() where spent[row] == net[row] {
        #expect(try list.doubles(named: "days_since_last_purchase")[row] == told[id], "\(id)")
        compared += 1
      }
    }
    #expect(compared > 10)
  }

  @Test(
    "running a stage again from a run gives the same files and keeps those of other valid stages",
    arguments: [
      StageName.features, .segment, .churn, .lifetimeValue,
    ])
  func again(stage: StageName) throws {
    let bench = try bench
    let again = try RunExecution(bench.request([stage], output: "again-\(stage)", source: .run(run))).perform()
    let digests = { (run: PublishedRun) in
      Dictionary(uniqueKeysWithValues: try run.manifest().artefacts.map { ($0.path, $0.sha256) })
    }
    let (before, after) = (try digests(run), try digests(#require(again.run)))
    let outdated = StageList.standard.outdated(by: [stage])
    for (path, digest) in before where !["metrics.json", "data/feature_metadata.json"].contains(path) {
      guard let owner = StageList.standard.stage(writing: path)?.name else { continue }
      if owner == stage || !outdated.contains(owner) { #expect(after[path] == digest, "\(path)") }
      if outdated.contains(owner), owner != stage, owner != .scores, owner != .nextOrder {
        #expect(after[path] == nil, "\(path)")
      }
    }
  }

  @Test("allocate and report, run again, reproduce their results; another budget changes only the plan")
  func allocateAgain() throws {
    let bench = try bench
    let same = try RunExecution(bench.request([.allocate, .report], output: "same", source: .run(run))).perform()
    #expect(try same.report.allocation == result.report.allocation)
    #expect(try same.report.invoices == result.report.invoices)
    let poorer = try RunExecution(
      bench.request([.allocate, .report], yaml: "allocation: {budget: 1}", output: "poorer", source: .run(run))
    ).perform()
    #expect(try #require(poorer.report.allocation).spent <= 1)
    #expect(try poorer.report.churn == result.report.churn)
  }

  @Test("the error about a missing input names the file and the stage that makes it")
  func missing() throws {
    let bench = try bench
    let cleaned = try RunExecution(bench.request([.ingest, .validate, .clean], output: "cleaned")).perform()
    let parent = try #require(cleaned.run)
    let error = #expect(throws: RunError.self) {
      try RunExecution(bench.request([.churn], output: "none", source: .run(parent))).perform()
    }
    #expect(
      error == .missingArtefact(run: parent.name, path: "data/customer_features.parquet", command: "features"))
  }

  @Test("a dry run reports the same cleaning and writes nothing")
  func dryRun() throws {
    let bench = try bench
    let rehearsal = try RunExecution(bench.request(output: "dry")).dryRun()
    #expect(rehearsal.run == nil)
    #expect(try rehearsal.cleaning == result.cleaning)
    #expect(!FileManager.default.fileExists(atPath: bench.folder.url.appendingPathComponent("dry").path))
  }
}
