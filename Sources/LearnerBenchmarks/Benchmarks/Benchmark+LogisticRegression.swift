import Learning
import Numerics
import Tables

extension Benchmark {
  /// Measures logistic regression with a ridge penalty on unscaled features, as in scikit-learn.
  func regression(_ table: BenchmarkTable) throws -> (Int) throws -> BenchmarkRun {
    try table.requireBinaryTarget(settings.target)
    let learner = try LogisticRegressionLearner(
      LogisticRegressionSettings(
        penalty: .ridge(strength: settings.ridge, on: .original), maxIterations: settings.maxIterations,
        tolerance: settings.tolerance
      ).validated())
    // Converted before the measurement, as every contender starts from a matrix in its own precision.
    let training = table.training.features.doubles
    let holdout = table.holdout.features.doubles
    return { run in
      var meter = FitMeter()
      let model = try meter.phase("fit") {
        try learner.fit(.init(features: training, labels: table.training.targets), context: context)
      }
      var line = line(table, run: run)
      line.cost = meter.finish()
      line.iterations = model.iterations
      line.add("training_log_loss", -model.logLikelihood / Double(training.rows))
      line.add("objective", -model.penalizedLogLikelihood / Double(training.rows))
      line.add("gradient", try largestMeanGradient(model, training, table.training.targets))
      guard holdout.rows > 0 else { return line }
      let (seconds, predicted) = try medianSeconds { try model.predict(holdout, context: context) }
      line.predictSeconds = seconds
      line.add("auc", auc(scores: predicted, labels: table.holdout.labels))
      line.add("log_loss", logLoss(probabilities: predicted, labels: table.holdout.labels))
      try keep(.doubles("prediction", predicted))
      return line
    }
  }
}

extension Benchmark {
  /// The largest element of the gradient of the summed loss with its penalty, divided by the number of rows: how far
  /// the model is from the optimum, computed without the learner.
  private func largestMeanGradient(
    _ model: LogisticRegressionModel, _ features: Matrix<Double>, _ targets: [Double]
  ) throws -> Double {
    let predicted = try model.predict(features, context: context)
    let residuals = zip(predicted, targets).map { $0 - $1 }
    let slopes = model.coefficients.enumerated().map { column, coefficient in
      features.withColumn(column) { values in
        zip(values, residuals).reduce(settings.ridge * coefficient) { $0 + $1.0 * $1.1 }
      }
    }
    return (slopes + [residuals.reduce(0, +)]).reduce(0) { max($0, abs($1)) } / Double(features.rows)
  }
}

extension Matrix<Float> {
  fileprivate var doubles: Matrix<Double> {
    Matrix<Double>(rows: rows, columns: columns, elements: elements.map(Double.init))
  }
}
