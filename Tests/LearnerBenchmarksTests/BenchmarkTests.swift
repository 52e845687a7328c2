import Foundation
import LearnerBenchmarks
import Numerics
import Runs
import Tables
import TestSupport
import Testing

@Suite("Benchmarks") struct BenchmarkTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func measure(
    _ task: BenchmarkTask, _ file: URL, _ change: (inout BenchmarkSettings) -> Void = { _ in }
  ) throws -> [BenchmarkRun] {
    var settings = BenchmarkSettings()
    settings.trees = 20
    settings.leaves = 8
    change(&settings)
    var runs: [BenchmarkRun] = []
    try Benchmark(task, settings).run(file) { runs.append($0) }
    return runs
  }

  @Test("trees are fitted to the first rows and scored on the last ones")
  func holdoutIsLast() throws {
    // Labels are flipped in the last 200 rows, so scores there must be as bad as they would be good elsewhere.
    let file = try MadeTable(rows: 1200, flippedFrom: 1000).write(to: folder)
    let straight = try #require(try measure(.gradientBoosting, file) { $0.holdoutRows = 200 }.first)
    #expect(straight.rows == 1000 && straight.features == 3 && straight.iterations == 20)
    #expect(try number(straight, "auc") < 0.1)
    #expect(try number(straight, "log_loss") > 1)
    #expect(try #require(straight.fitSeconds) > 0 && #require(straight.predictSeconds) > 0)
  }

  @Test("without a holdout nothing is scored, and each run is reported")
  func runs() throws {
    let file = try MadeTable(rows: 300).write(to: folder)
    let runs = try measure(.gradientBoosting, file) { $0.runs = 3 }
    #expect(runs.map(\.run) == [1, 2, 3])
    #expect(runs.allSatisfy { $0.predictSeconds == nil && $0.score("auc") == nil })
  }

  @Test("a target with numbers other than 0 and 1 is fitted by squared error")
  func regression() throws {
    let file = try MadeTable(rows: 1200).write(to: folder)
    let run = try #require(
      try measure(.gradientBoosting, file) {
        $0.target = "amount"
        $0.holdoutRows = 200
      }.first)
    #expect(run.score("auc") == nil)
    // The amount is 0, 20, 40 or, rarely, 60, with a standard deviation of about 16.
    #expect(try number(run, "rmse") < 5)
  }

  @Test("a saved model that is read gives the same scores, and so do the saved predictions")
  func models() throws {
    let file = try MadeTable(rows: 1200).write(to: folder)
    let model = folder.url.appendingPathComponent("model.txt")
    let predictions = folder.url.appendingPathComponent("predictions.parquet")
    let fitted = try #require(
      try measure(.gradientBoosting, file) {
        $0.holdoutRows = 200
        $0.modelToSave = model
      }.first)
    let read = try #require(
      try measure(.prediction, file) {
        $0.holdoutRows = 200
        $0.modelToLoad = model
        $0.predictions = predictions
      }.first)
    #expect(read.rows == 200 && read.fitSeconds == nil)
    #expect(read.score("auc") == fitted.score("auc") && read.score("log_loss") == fitted.score("log_loss"))
    let probabilities = try readTable(predictions.path).doubles(named: "prediction")
    let labels = MadeTable(rows: 1200).labels.suffix(200)
    let losses = zip(probabilities, labels).map { -log($1 == 1 ? $0 : 1 - $0) }
    #expect(abs(losses.reduce(0, +) / 200 - (try number(read, "log_loss"))) < 1e-9)
  }

  @Test(
    "categories and objectives are used, and all files of a model are written",
    arguments: [
      (BenchmarkSettings.Objective.logistic, "binary sigmoid:1"), (.squaredError, "regression"),
      (.quantile, "quantile"),
      (.tweedie, "tweedie"),
    ])
  func objectives(objective: BenchmarkSettings.Objective, name: String) throws {
    // Labels are the parity of a code, which takes many thresholds but only one split on categories.
    let rows = 0..<1200
    let code = rows.map { Float($0 * 37 % 12) }
    let label = code.map { Int($0) % 2 == 0 ? Float(1) : 0 }
    let file = try folder.table("codes", [("code", code), ("other", rows.map { Float($0 % 7) }), ("label", label)])
    let model = folder.url.appendingPathComponent("model.txt")
    let onnx = folder.url.appendingPathComponent("model.onnx")
    let contributions = folder.url.appendingPathComponent("contributions.parquet")
    let predictions = folder.url.appendingPathComponent("predictions.parquet")
    _ = try measure(.prediction, file) {
      $0.trees = 1
      $0.leaves = 2
      $0.learningRate = 1
      $0.categorical = ["code"]
      $0.objective = objective
      $0.modelToSave = model
      $0.onnxToSave = onnx
      $0.contributions = contributions
      $0.predictions = predictions
    }
    let text = try String(contentsOf: model, encoding: .utf8)
    #expect(text.contains("objective=\(name)\n"))
    #expect(text.contains("num_cat=1"))
    // One split separates the codes, so every row has one of two predictions, depending on its label.
    let predicted = try readTable(predictions.path).doubles(named: "prediction")
    #expect(Set(zip(predicted, label).map { [$0, Double($1)] }).count == 2)
    let parts = try readTable(contributions.path)
    #expect(parts.columns.map(\.name) == ["code", "other", "bias"])
    let sums = try zip(parts.doubles(named: "code"), parts.doubles(named: "bias")).map { $0 + $1 }
    let responses = sums.map { objective == .logistic ? 1 / (1 + exp(-$0)) : objective == .tweedie ? exp($0) : $0 }
    #expect(zip(responses, predicted).allSatisfy { abs($0 - $1) < 1e-12 })
    let values = try ONNXInterpreter([UInt8](Data(contentsOf: onnx)))(
      Matrix(columns: [code, rows.map { Float($0 % 7) }]))
    #expect(zip(try #require(values["raw_score"]), sums).allSatisfy { abs($0[0] - $1) < 1e-6 })
  }

  @Test("a model that is read can be written as ONNX")
  func conversion() throws {
    let file = try MadeTable(rows: 300).write(to: folder)
    let model = folder.url.appendingPathComponent("model.txt")
    let files = ["first.onnx", "second.onnx"].map { folder.url.appendingPathComponent($0) }
    _ = try measure(.gradientBoosting, file) {
      $0.modelToSave = model
      $0.onnxToSave = files[0]
    }
    _ = try measure(.prediction, file) {
      $0.modelToLoad = model
      $0.onnxToSave = files[1]
    }
    let bytes = try files.map { try Data(contentsOf: $0) }
    #expect(bytes[0] == bytes[1] && bytes[0].count > 1000)
  }

  @Test("prediction fits a model first if none is given, and predicts all rows if there is no holdout")
  func predictionOfAll() throws {
    let file = try MadeTable(rows: 300).write(to: folder)
    let run = try #require(try measure(.prediction, file).first)
    #expect(run.rows == 300)
    #expect(try number(run, "auc") > 0.9)
  }

  @Test("K-Means from given centers gives the known inertia and clusters")
  func kMeans() throws {
    let points: [Float] = [0, 2, 10, 12, 100]
    let file = try folder.table("points", [("x", points), ("y", points.map { _ in 0 })])
    let start = try folder.table("start", [("x", [1, 50] as [Float]), ("y", [0, 0])])
    let clusters = folder.url.appendingPathComponent("clusters.parquet")
    let run = try #require(
      try measure(.kMeans, file) {
        $0.start = start
        $0.predictions = clusters
      }.first)
    // {0, 2, 10, 12} around 6: 36 + 16 + 16 + 36.
    #expect(try number(run, "inertia") == 104)
    #expect(try readTable(clusters.path).int64s(named: "cluster") == [0, 0, 0, 0, 1])
    let tested = try #require(
      try measure(.kMeans, file) {
        $0.start = start
        $0.holdoutRows = 1
      }.first)
    // {0, 2} and {10, 12}; 100 is 89 from the center of the second.
    #expect(try number(tested, "inertia") == 4)
    #expect(try number(tested, "holdout_inertia") == 89 * 89)
  }

  @Test("the search for a number of clusters finds the true one")
  func clusterCount() throws {
    let offsets: [Float] = [0, 0.1, 0.2, 0.3, 0.4]
    let points = [0, 100, 200, 300].flatMap { center in offsets.map { Float(center) + $0 } }
    let run = try #require(
      try measure(.clusterCount, folder.table("blobs", [("x", points)])) { $0.candidates = 2...5 }.first)
    #expect(run.score("chosen") == .count(4))
    guard case .byClusters(let silhouettes)? = run.score("silhouettes") else {
      Issue.record("no silhouettes")
      return
    }
    #expect(Set(silhouettes.keys) == [2, 3, 4, 5])
  }

  @Test(
    "logistic regression: the gradient is within the tolerance, and a stronger ridge increases the training loss"
  )
  func logistic() throws {
    let file = try MadeTable(rows: 1200, withMissing: false).write(to: folder)
    let run = try #require(try measure(.logistic, file) { $0.holdoutRows = 200 }.first)
    #expect(try number(run, "gradient") < 1e-6)
    #expect(try number(run, "auc") > 0.7)
    let stronger = try #require(
      try measure(.logistic, file) {
        $0.holdoutRows = 200
        $0.ridge = 1000
      }.first)
    #expect(try number(stronger, "training_log_loss") > number(run, "training_log_loss"))
  }

  @Test("scores do not depend on the number of threads", arguments: BenchmarkTask.allCases)
  func threads(task: BenchmarkTask) throws {
    let file = try MadeTable(rows: 900, withMissing: false).write(to: folder)
    let scores = try [1, 2].map { threads in
      let run = try #require(
        try measure(task, file) {
          $0.holdoutRows = 200
          $0.threads = threads
          $0.candidates = 2...3
        }.first)
      #expect(run.threads == threads)
      return run.scores
    }
    #expect(!scores[0].isEmpty)
    #expect(scores[0] == scores[1])
  }

  @Test("the JSON keys of a run are those that the peers print")
  func keys() throws {
    let file = try MadeTable(rows: 300).write(to: folder)
    let run = try #require(try measure(.gradientBoosting, file) { $0.holdoutRows = 100 }.first)
    let text = try JSONText.line(run)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(
      Set(object.keys) == [
        "task", "contender", "data", "run", "threads", "rows", "features", "fit_seconds", "cpu_seconds", "phases",
        "predict_seconds", "peak_rss_mb", "memory_above_input_mb", "iterations", "auc", "log_loss",
      ])
    #expect(object["task"] as? String == "gbdt")
    #expect(object["threads"] as? Int == 1 && object["rows"] as? Int == 200)
  }

  private func number(_ run: BenchmarkRun, _ name: String) throws -> Double {
    guard case .number(let value)? = run.score(name) else { throw MissingScore(name: name) }
    return value
  }

  private struct MissingScore: Error {
    let name: String
  }
}
