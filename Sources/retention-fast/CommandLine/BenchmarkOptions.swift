import CommandParsing
import Foundation
import LearnerBenchmarks

extension OptionSpec {
  static let table = value("data", "FILE", .path, group: .input, "Parquet table to learn from")
  static let tables = value("data", "DIR", .path, group: .input, "Folder with the tables of the standard set")
  static let target = value(
    "target", "COLUMN", group: .input, standard: standard.target, "Column to learn, of numbers; never a feature")
  static let holdoutRows = value(
    "holdout-rows", "N", .integer(0...Int.max), group: .input, standard: "0", "Last rows, kept from the fit and scored")
  static let start = value(
    "start", "FILE", .path, group: .input, standard: "k-means++", "Parquet table of the centres to start from")
  static let loadModel = value(
    "load-model", "FILE", .path, group: .input, standard: "fits one first", "Model in LightGBM's text format")

  static let runs = value("runs", "N", .integer(1...100_000), standard: "1", "Fits, or predictions; each is reported")
  static let trees = value("trees", "N", .integer(1...100_000), standard: "\(standard.trees)", "Trees to grow")
  static let leaves = value("leaves", "N", .integer(2...8192), standard: "\(standard.leaves)", "Leaves a tree at most")
  static let bins = value("bins", "N", .integer(2...255), standard: "\(standard.bins)", "Bins a feature at most")
  static let learningRate = value(
    "learning-rate", "X", .number(1e-6...1), standard: "\(standard.learningRate)", "Share of each tree's step")
  static let objective = value(
    "objective", "NAME", .choice(BenchmarkSettings.Objective.allCases.map(\.rawValue)),
    standard: "logistic for a target of 0 and 1 alone, else l2", "What the trees minimise")
  static let categorical = value(
    "categorical", "COLUMN", form: .list, group: .input, standard: "none",
    "Float columns that hold categories as whole numbers")
  static let clusters = value(
    "clusters", "K", .integer(1...1000), standard: "\(standard.clusters), or those of --start", excludes: ["start"],
    "Clusters to find")
  static let fewest = value(
    "fewest", "K", .integer(2...1000), standard: "\(standard.candidates.lowerBound)", "Fewest clusters to try")
  static let most = value(
    "most", "K", .integer(2...1000), standard: "\(standard.candidates.upperBound)", "Most clusters to try")
  static let restarts = value(
    "restarts", "N", .integer(1...1000), standard: "\(standard.restarts)", "Starts for each number of clusters")
  static let maxIterations = value(
    "max-iterations", "N", .integer(1...1_000_000), standard: "\(standard.maxIterations)", "Iterations at most")
  static let ridge = value(
    "ridge", "X", .number(0...1e12), standard: "\(standard.ridge)", "Strength of the penalty on squared coefficients")
  static let tolerance = value(
    "tolerance", "X", .number(1e-15...1), standard: "\(standard.tolerance)",
    "Largest element of the mean gradient at the end")

  static let saveModel = value(
    "save-model", "FILE", .path, group: .output, "Write the model in LightGBM's text format")
  static let saveONNX = value("save-onnx", "FILE", .path, group: .output, "Write the model as ONNX")
  static let contributions = value(
    "contributions", "FILE", .path, group: .output,
    "Parquet file for what each feature adds to the raw score of each row")
  static let predictions = value(
    "predictions", "FILE", .path, group: .output,
    "Parquet file for the holdout's predictions, or the clusters of the rows")

  private static let standard = BenchmarkSettings()
}

extension BenchmarkSettings {
  /// The settings that a command line asks for; options that the command does not have keep their defaults.
  ///
  /// - Throws: `UsageError` if `--fewest` is larger than `--most`.
  init(_ invocation: Invocation) throws {
    self.init()
    let options = invocation.options
    threads = invocation.common.threads ?? ProcessInfo.processInfo.activeProcessorCount
    if let seed = invocation.common.seed { self.seed = UInt64(seed) }
    target = options.text(.target) ?? target
    holdoutRows = options.integer(.holdoutRows) ?? holdoutRows
    runs = options.integer(.runs) ?? runs
    trees = options.integer(.trees) ?? trees
    leaves = options.integer(.leaves) ?? leaves
    bins = options.integer(.bins) ?? bins
    learningRate = options.number(.learningRate) ?? learningRate
    objective = options.choice(.objective, as: Objective.self)
    categorical = options.texts(.categorical)
    modelToLoad = options.path(.loadModel)
    modelToSave = options.path(.saveModel)
    onnxToSave = options.path(.saveONNX)
    contributions = options.path(.contributions)
    clusters = options.integer(.clusters) ?? clusters
    let fewest = options.integer(.fewest) ?? candidates.lowerBound
    let most = options.integer(.most) ?? candidates.upperBound
    guard fewest <= most else {
      throw UsageError(
        path: invocation.path,
        problem: .badValue(option: "--most", value: "\(most)", expected: "\(fewest) or more", nearest: nil))
    }
    candidates = fewest...most
    restarts = options.integer(.restarts) ?? restarts
    maxIterations = options.integer(.maxIterations) ?? maxIterations
    start = options.path(.start)
    ridge = options.number(.ridge) ?? ridge
    tolerance = options.number(.tolerance) ?? tolerance
    predictions = options.path(.predictions)
  }
}
