import CommandParsing
import Foundation
import LearnerBenchmarks
import Runs

extension Command {
  static let bench = Command(
    name: "bench",
    abstract: "Measure the learners on a Parquet table",
    discussion: """
      Columns of type float or double are the features, the last rows the holdout. Times go from the matrix in memory \
      to the model; reading the file is not part of them.
      """,
    options: [.color],
    subcommands: [benchTrees, benchKMeans, benchLogistic, benchPrediction, benchClusterCount, benchAll])

  private static let common: [OptionSpec] = [.holdoutRows, .runs, .predictions, .seed, .threads, .json] + .display
  private static let trees: [OptionSpec] = [
    .table.required, .target, .categorical, .objective, .trees, .leaves, .bins, .learningRate, .saveModel, .saveONNX,
  ]

  private static let benchTrees = Command(
    name: "gbdt",
    abstract: "Fit gradient-boosted trees and predict the holdout",
    discussion: """
      A target of 0 and 1 alone is learned as a probability, any other by its squared error, unless --objective says \
      otherwise: quantile is the median, tweedie has a variance power of 1.5.
      """,
    options: trees + common,
    examples: [
      Example("retention-fast bench gbdt --data gbdt.parquet --holdout-rows 200000 --json", "One JSON object a fit.")
    ],
    run: measure(.gradientBoosting))

  private static let benchKMeans = Command(
    name: "kmeans",
    abstract: "Fit K-Means, one start, until no row changes its cluster",
    options: [.table.required, .clusters, .start, .maxIterations] + common,
    examples: [Example("retention-fast bench kmeans --data kmeans.parquet --runs 5", "Five fits to the same rows.")],
    run: measure(.kMeans))

  private static let benchLogistic = Command(
    name: "logistic",
    abstract: "Fit a logistic regression with a ridge",
    options: [.table.required, .target, .ridge, .tolerance] + common,
    examples: [Example("retention-fast bench logistic --data logistic.parquet --threads 1", "On one thread.")],
    run: measure(.logistic))

  private static let benchPrediction = Command(
    name: "predict",
    abstract: "Predict the holdout, or all rows where there is none, with gradient-boosted trees",
    options: trees + [.loadModel, .contributions] + common,
    examples: [
      Example("retention-fast bench predict --data gbdt.parquet --load-model model.txt", "With a model of LightGBM."),
      Example(
        "retention-fast bench predict --data gbdt.parquet --load-model model.txt --save-onnx model.onnx",
        "And write it as ONNX."),
    ],
    run: measure(.prediction))

  private static let benchClusterCount = Command(
    name: "auto-k",
    abstract: "Choose a number of clusters, silhouettes included",
    options: [.table.required, .fewest, .most, .restarts, .maxIterations] + common,
    examples: [Example("retention-fast bench auto-k --data auto_k.parquet --most 6", "Three to six clusters.")],
    run: measure(.clusterCount))

  private static let benchAll = Command(
    name: "all",
    abstract: "The standard set, on the tables of Benchmarks/generate.py",
    discussion:
      "The folder holds gbdt.parquet, logistic.parquet, kmeans.parquet, kmeans_start.parquet and auto_k.parquet.",
    options: [.tables.required] + common.filter { $0 != .predictions },
    examples: [Example("retention-fast bench all --data .deps/bench --json", "A JSON object a line.")],
    run: { invocation in
      let folder = invocation.options.path(.tables)!
      let files: [(BenchmarkTask, String)] = [
        (.gradientBoosting, "gbdt"), (.prediction, "gbdt"), (.logistic, "logistic"), (.kMeans, "kmeans"),
        (.clusterCount, "auto_k"),
      ]
      for (task, name) in files {
        var settings = try BenchmarkSettings(invocation)
        if task == .kMeans { settings.start = folder.appendingPathComponent("kmeans_start.parquet") }
        if [.kMeans, .clusterCount].contains(task) { settings.holdoutRows = 0 }
        try report(
          Benchmark(task, settings, cancellation: ProcessSignals.cancellation),
          on: folder.appendingPathComponent(name + ".parquet"), invocation)
      }
    })

  private static func measure(_ task: BenchmarkTask) -> Action {
    { invocation in
      try report(
        Benchmark(task, BenchmarkSettings(invocation), cancellation: ProcessSignals.cancellation),
        on: invocation.options.path(.table)!, invocation)
    }
  }

  private static func report(_ benchmark: Benchmark, on table: URL, _ invocation: Invocation) throws {
    try benchmark.run(table) { run in
      try StandardOutput.write(invocation.common.format == .json ? JSONText.line(run) + "\n" : run.text)
    }
  }
}
