import Foundation
import Learning
import Numerics
import Runs
import Tables

extension Benchmark {
  /// Measures a fit of trees and scores them on the holdout.
  func fitTrees(_ table: BenchmarkTable, run: Int) throws -> (run: BenchmarkRun, model: GradientBoostingModel) {
    let learner = try GradientBoostingLearner(boosting(table).validated())
    let dataset = Dataset(
      features: table.training.features, targets: table.training.targets, featureNames: table.featureNames,
      categoricalColumns: try table.columns(named: settings.categorical))
    var meter = FitMeter()
    let clock = TrainingClock()
    let model = try learner.fit(.init(dataset), context: context, clock: clock)
    meter.add(
      TrainingClock.Phase.allCases.compactMap { phase in clock.seconds[phase].map { (phase.rawValue, $0) } })
    var line = line(table, run: run)
    line.cost = meter.finish()
    line.iterations = model.trees.count
    try save(model)
    try predict(table.holdout, model, &line)
    return (line, model)
  }

  /// Measures predictions of the holdout, or of all rows without one, by a model that is read or fitted first.
  func prediction(_ table: BenchmarkTable) throws -> (Int) throws -> BenchmarkRun {
    let model = try settings.modelToLoad.map(read) ?? fitTrees(table, run: 0).model
    guard model.featureNames.count == table.featureNames.count else {
      throw BenchmarkError.otherFeatures(
        path: table.path, expected: model.featureNames.count, found: table.featureNames.count)
    }
    let part = table.holdout.rows > 0 ? table.holdout : table.training
    try keepContributions(part, model)
    return { run in
      var line = line(table, run: run, rows: part.rows)
      try predict(part, model, &line)
      return line
    }
  }

  private func boosting(_ table: BenchmarkTable) -> GradientBoostingSettings {
    var boosting = GradientBoostingSettings(objective: objective(table))
    boosting.numIterations = settings.trees
    boosting.numLeaves = settings.leaves
    boosting.maxBin = settings.bins
    boosting.learningRate = settings.learningRate
    boosting.seed = settings.seed
    return boosting
  }

  private func objective(_ table: BenchmarkTable) -> GradientBoostingObjective {
    switch settings.objective {
    case .logistic: .logistic
    case .squaredError: .squaredError
    case .quantile: .quantile(alpha: 0.5)
    case .tweedie: .tweedie(power: 1.5)
    case nil: table.hasBinaryTarget ? .logistic : .squaredError
    }
  }

  private func predict(_ part: BenchmarkTable.Part, _ model: GradientBoostingModel, _ line: inout BenchmarkRun) throws {
    guard part.rows > 0 else { return }
    let (seconds, predicted) = try medianSeconds { try model.predict(part.features, context: context) }
    line.predictSeconds = seconds
    if model.objective == .logistic {
      line.add("auc", auc(scores: predicted, labels: part.labels))
      line.add("log_loss", logLoss(probabilities: predicted, labels: part.labels))
    } else {
      line.add("rmse", rmse(predicted: predicted, actual: part.targets))
    }
    try keep(.doubles("prediction", predicted))
  }

  private func save(_ model: GradientBoostingModel) throws {
    if let file = settings.modelToSave { try FileSystem.writeAtomically(model.lightGBMText(), to: file) }
    if let file = settings.onnxToSave { try FileSystem.writeAtomically(try model.onnx(), to: file) }
  }

  /// Writes one column per feature and one for the bias, which add up to the raw score.
  private func keepContributions(_ part: BenchmarkTable.Part, _ model: GradientBoostingModel) throws {
    guard let file = settings.contributions else { return }
    let contributions = try model.contributions(part.features, context: context)
    let columns = (model.featureNames + ["bias"]).enumerated().map { Column.doubles($1, contributions.column($0)) }
    try TableOutput.writeParquet(Table(columns: columns), to: file)
  }

  private func read(_ file: URL) throws -> GradientBoostingModel {
    let model = try Self.model(file)
    try save(model)
    return model
  }

  private static func model(_ file: URL) throws -> GradientBoostingModel {
    let text = try String(contentsOf: file, encoding: .utf8)
    do {
      return try GradientBoostingModel(lightGBMText: text)
    } catch {
      let sentence = String(describing: error)
      throw BenchmarkError.badModel(
        path: file.relativePath, sentence: sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence)
    }
  }
}
