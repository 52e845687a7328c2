import Foundation
import Testing

@Suite("Models that are no better than their baselines")
struct BaselineTests {
  /// 250 customers who come on one day in 60, whatever they did before, and spend what chance says.
  private static let shop: String = {
    var state: UInt64 = 7
    func draw(_ bound: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % bound
    }
    var lines = ["InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID"]
    for customer in 0..<250 {
      for day in 0..<420 where draw(60) == 0 {
        let (month, date) = (day / 28, day % 28 + 1)
        let text = "\(2022 + month / 12)-\(String(format: "%02d", month % 12 + 1))-\(String(format: "%02d", date))"
        lines.append("\(lines.count),a\(draw(9)),\(1 + draw(9)),\(text) 10:00,\(1 + draw(40)),c\(customer)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }()

  @Test("churn by chance: the run says in words that the model is no better, and so does the report")
  func churn() throws {
    let workspace = try Workspace()
    try workspace.write(Self.shop, to: "chance.csv")
    let run = try workspace.run("train", "--data", "chance.csv", "--set", "clv.scaled_trees.num_trees=5")
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.errors.contains("the churn model is no better than days since the last order: AUC "), "\(run.errors)")
    let report = try String(
      contentsOf: workspace.latest().url.appendingPathComponent("reports/strategic_report.md"), encoding: .utf8)
    #expect(report.contains("no better than the days since the last order**, beyond what chance explains"))
  }
}
