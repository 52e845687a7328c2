import Foundation
import Tables
import Testing

@Suite("The campaign plan of a run")
struct PlanTests {
  let run: RunFolder

  init() throws { run = try Shared.training.get().run }

  @Test("spends no more than the budget, and what it says it spends")
  func budget() throws {
    let summary = try run.json("metrics.json").allocation
    let costs = try run.table("allocation/campaign_plan.parquet").doubles(named: "cost").reduce(0, +)
    let spent = try #require(summary.spent.number)
    #expect(abs(costs - spent) < 0.005)
    #expect(summary.budget.number == 400)
    #expect(spent <= 400 && spent > 0)
    let value = try #require(summary.expected_value.number)
    #expect(value <= (summary.upper_bound.number ?? 0) + 0.005)
    #expect((0...1).contains(summary.gap_share.number ?? -1))
  }

  @Test("agrees with the scores about tier, risk and value")
  func agreement() throws {
    let scores = try run.table("predictions/customer_scores.parquet")
    let plan = try run.table("allocation/campaign_plan.parquet")
    let ids = try scores.strings(named: "customer_id")
    let tiers = try scores.strings(named: "tier")
    let tierOfCustomer = Dictionary(uniqueKeysWithValues: zip(ids, tiers).filter { !$0.1.isEmpty })
    let planned = zip(try plan.strings(named: "customer_id"), try plan.strings(named: "tier"))
    #expect(Dictionary(uniqueKeysWithValues: planned.map { ($0, $1) }) == tierOfCustomer)
    let churn = Dictionary(uniqueKeysWithValues: zip(ids, try scores.doubles(named: "churn_probability")))
    let plannedChurn = zip(
      try plan.strings(named: "customer_id"), try plan.doubles(named: "churn_probability"))
    for (id, value) in plannedChurn { #expect(abs(value - (churn[id] ?? .nan)) < 1e-6) }
  }

  @Test("gives no discount to the segments that never get one")
  func neverDiscount() throws {
    let workspace = try Shared.training.get().workspace
    let segments = Set(try run.table("predictions/customer_scores.parquet").strings(named: "segment"))
    let list = segments.map { "'\($0)'" }.joined(separator: ", ")
    let outcome = try workspace.run(
      "allocate", "--run", run.url.path, "--output", "no-discounts", "--quiet", "--set",
      "allocation.never_discount=[\(list)]")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let plan = try workspace.latest("no-discounts").table("allocation/campaign_plan.parquet")
    let tiers = Set(try plan.strings(named: "tier"))
    #expect(!tiers.isEmpty && tiers.isSubset(of: ["vip_touch", "reminder_email"]))
  }

  @Test("as CSV has the rows of the Parquet file, its text guarded against formulas and its numbers as they are")
  func formulas() throws {
    let plan = try run.table("allocation/campaign_plan.parquet")
    let ids = try plan.strings(named: "customer_id")
    try #require(ids.contains(SampleShop.formulaID), "the shop is made so that the plan holds this customer")
    let text = try run.text("allocation/campaign_plan.csv")
    #expect(text.contains("'=cmd()"))
    #expect(text.firstMatch(of: /(^|[,\n])"?[=+@-]/) == nil, "no cell begins as a formula does")
    let csv = try run.table("allocation/campaign_plan.csv")
    #expect(try csv.strings(named: "customer_id") == ids.map { $0.hasPrefix("=") ? "'" + $0 : $0 })
    for name in ["cost", "churn_probability", "clv_expected", "value_at_stake", "expected_value"] {
      #expect(try csv.doubles(named: name) == plan.doubles(named: name))
    }
    let row = text.split(separator: "\n").first { $0.contains("'=cmd()") }
    let numbers = row.map { $0.matches(of: /,[0-9.]+(?=,)/).count }
    #expect(numbers == 5, "numbers carry no quotes and no apostrophes")
  }
}
