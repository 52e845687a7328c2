import Foundation
package import Learning
package import Numerics

/// Logistic regression on log features.
package struct LogisticChurnLearner: ChurnLearner {
  package let settings: LogisticRegressionSettings.Validated
  /// Whether Firth's correction replaces a fit whose classes are separated.
  package let firth: ChurnSettings.Logistic.Firth
  package let classWeights: ChurnSettings.ClassWeights
  /// Standard deviations from its mean at which an input is clipped; nil for no clipping.
  package let clip: Double?
  /// Whether it reads the features of the whole history alone, where rows have them.
  package let readsHistoryAlone: Bool

  package init(
    settings: LogisticRegressionSettings.Validated, firth: ChurnSettings.Logistic.Firth,
    classWeights: ChurnSettings.ClassWeights, clip: Double? = nil, readsHistoryAlone: Bool = false
  ) {
    self.clip = clip
    self.readsHistoryAlone = readsHistoryAlone
    self.settings = settings
    self.firth = firth
    self.classWeights = classWeights
  }

  package func fit(
    _ training: LabelledRows, validation: LabelledRows, context: ExecutionContext
  ) throws -> any ChurnModel {
    try fit(training, context)
  }

  package func refit(
    _ rows: LabelledRows, like models: [any ChurnModel], context: ExecutionContext
  ) throws -> any ChurnModel {
    try fit(rows, context)
  }

  /// Quiet: a few passes, whose number nobody knows before.
  private func fit(_ rows: LabelledRows, _ watched: ExecutionContext) throws -> LogisticChurnModel {
    let context = watched.quiet
    let isHistoryAlone = readsHistoryAlone && rows.columns.hasHistory
    let inputs = try LinearInputs(
      learning: rows.features, firstColumn: isHistoryAlone ? Feature.count : 0, clip: clip, context: context)
    let (weights, logRatio) = classWeights.weights(for: rows)
    let training = LogisticRegressionLearner.TrainingSet(
      features: try inputs.transform(rows.features, context: context), labels: rows.labels, weights: weights)
    var model = try LogisticRegressionLearner(settings).fit(training, context: context)
    if firth == .whenSeparated && model.separation != .none {
      var corrected = settings.settings
      corrected.penalty = .firth
      model = try LogisticRegressionLearner(corrected.validated()).fit(training, context: context)
    }
    return LogisticChurnModel(inputs: inputs, model: model, logWeightRatio: logRatio)
  }
}

package struct LogisticChurnModel: ChurnModel, Codable {
  package let inputs: LinearInputs
  package let model: LogisticRegressionModel
  /// Taken off the log-odds, to map the probabilities of weighted classes back.
  package let logWeightRatio: Double

  package func logOdds(_ features: Matrix<Float>, context: ExecutionContext) throws -> [Double] {
    try model.decisionFunction(inputs.transform(features, context: context), context: context)
      .map { $0 - logWeightRatio }
  }

  package func contributions(_ features: Matrix<Float>, context: ExecutionContext) throws -> Matrix<Double> {
    let contributions = try model.contributions(inputs.transform(features, context: context), context: context)
    return inputs.foldingIndicator(contributions)
  }

  /// |standardized coefficient|, as a share; the indicator's counts for the feature whose null it stands for.
  package var importance: [Double] {
    let sizes = zip(model.coefficients, model.featureScales).map { abs($0 * $1) }
    let total = sizes.reduce(0, +)
    guard total > 0 else { return [Double](repeating: 0, count: inputs.firstColumn + max(0, sizes.count - 1)) }
    let folded = inputs.foldingIndicator(Matrix(rows: 1, columns: sizes.count, elements: sizes))
    return folded.elements.map { $0 / total }
  }

  package var files: [ModelFile] {
    get throws { [ModelFile(name: "churn_logistic.json", text: try json(self))] }
  }

  private struct Report: Encodable, Sendable {
    let separation: Separation
    let iterations: Int
    let converged: Bool
  }

  package var report: any Encodable & Sendable {
    Report(separation: model.separation, iterations: model.iterations, converged: model.converged)
  }

  package var warnings: [String] {
    guard model.separation != .none else { return [] }
    return [
      "some features separate churners from the others without fault, so its coefficients owe their size to the penalty"
    ]
  }
}

/// Pretty JSON with sorted keys: the same value gives the same bytes.
func json(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
}
