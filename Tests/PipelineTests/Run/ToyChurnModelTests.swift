import Failures
import Foundation
import Learning
import Numerics
import Pipeline
import PluginHost
import Retention
import Runs
import Testing

/// A churn model defined outside the program's modules: log-odds rise with the days since the last order.
private struct RecencyLearner: ChurnLearner {
  func fit(_ training: LabelledRows, validation: LabelledRows, context: ExecutionContext) throws -> any ChurnModel {
    let days = training.column(.recencyDays)
    return RecencyModel(middle: days.reduce(0, +) / Double(max(days.count, 1)))
  }

  func refit(_ rows: LabelledRows, like models: [any ChurnModel], context: ExecutionContext) throws -> any ChurnModel {
    try fit(rows, validation: rows, context: context)
  }
}

private struct RecencyModel: ChurnModel {
  let middle: Double

  func logOdds(_ features: Matrix<Float>, context: ExecutionContext) throws -> [Double] {
    features.column(Feature.recencyDays.rawValue).map { (Double($0) - middle) / 30 }
  }

  func contributions(_ features: Matrix<Float>, context: ExecutionContext) throws -> Matrix<Double> {
    var parts = Matrix<Double>(rows: features.rows, columns: Feature.count)
    for (row, odds) in try logOdds(features, context: context).enumerated() {
      parts[row, Feature.recencyDays.rawValue] = odds
    }
    return parts
  }

  var importance: [Double] { Feature.allCases.map { $0 == .recencyDays ? 1 : 0 } }
  var files: [ModelFile] { [ModelFile(name: "churn_recency.txt", text: "middle \(middle)\n")] }
  var report: any Encodable & Sendable { ["middle": middle] }
  var warnings: [String] { ["it knows the last order alone"] }
}

@Suite("External churn model") struct ToyChurnModelTests {
  @Test(
    "adding it to the list is enough: it is trained, compared, saved and explained like the others, with its warnings")
  func runs() throws {
    let bench = try PipelineBench()
    let toy = BuiltInPlugin.churn("recency", "Days since the last order alone") { _ in .learner(RecencyLearner()) }
    let request = try bench.request(
      [.ingest, .validate, .clean, .features, .churn], yaml: "churn: {models: [recency, logistic, stack]}")
    let result = try RunExecution(request, builtIns: BuiltInPlugin.all + [toy]).perform()
    let churn = try #require(result.report.churn)
    #expect(Set(churn.candidates.keys) == ["recency", "logistic", "stack"])
    #expect(try #require(churn.candidates["recency"]?.scores.auc) > 0.4)
    #expect(result.warnings.contains("recency: it knows the last order alone"))
    let run = try #require(result.run)
    #expect(try String(contentsOf: run.url(for: "models/churn_recency.txt"), encoding: .utf8).hasPrefix("middle "))
    let file = try JSONSerialization.jsonObject(with: Data(contentsOf: run.url(for: "models/churn.json")))
    let candidates = try #require((file as? [String: Any])?["candidates"] as? [String: [String: Any]])
    #expect(candidates["recency"]?["middle"] is Double)
    #expect(candidates["stack"]?["weights"] is [Double])
  }

  @Test("an unregistered name is rejected before anything is read")
  func unknown() throws {
    let bench = try PipelineBench(customers: 20)
    let request = try bench.request(yaml: "churn: {models: [recency]}")
    let error = #expect(throws: PluginError.self) { try RunExecution(request) }
    #expect(error?.failureKind == .configuration)
  }
}
