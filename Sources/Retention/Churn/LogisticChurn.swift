import Foundation
public import Learning
public import Numerics

/// Logistic regression on log features.
public struct LogisticChurnLearner: ChurnLearner {
  public let settings: LogisticRegressionSettings.Validated
  /// Whether Firth's correction replaces a fit whose classes are separated.
  public let firth: ChurnSettings.Logistic.Firth
  public let classWeights: ChurnSettings.ClassWeights

  public init(
    settings: LogisticRegressionSettings.Validated, firth: ChurnSettings.Logistic.Firth,
    classWeights: ChurnSettings.ClassWeights
  ) {
    self.settings = settings
    self.firth = firth
    self.classWeights = classWeights
  }

  public func fit(
    _ training: LabelledRows, validation: LabelledRows, context: ExecutionContext
  ) throws -> any ChurnModel {
    try fit(training, context)
  }

  public func refit(
    _ rows: LabelledRows, like model: any ChurnModel, context: ExecutionContext
  ) throws -> any ChurnModel {
    try fit(rows, context)
  }

  /// Quiet: a few passes, whose number nobody knows before.
  private func fit(_ rows: LabelledRows, _ watched: ExecutionContext) throws -> LogisticChurnModel {
    let context = watched.quiet
    let inputs = try LinearInputs(learning: rows.features, context: context)
    let (weights, logRatio) = classWeights.weights(for: rows.labels)
    let features = try inputs.transform(rows.features, context: context)
    var model = try LogisticRegressionLearner(settings).fit(
      features: features, labels: rows.labels, weights: weights, context: context)
    if firth == .whenSeparated && model.separation != .none {
      var corrected = settings.settings
      corrected.penalty = .firth
      model = try LogisticRegressionLearner(corrected.validated()).fit(
        features: features, labels: rows.labels, weights: weights, context: context)
    }
    return LogisticChurnModel(inputs: inputs, model: model, logWeightRatio: logRatio)
  }
}

public struct LogisticChurnModel: ChurnModel, Codable {
  public let inputs: LinearInputs
  public let model: LogisticRegressionModel
  /// Taken off the log-odds, to map the probabilities of weighted classes back.
  public let logWeightRatio: Double

  public func logOdds(_ features: Matrix<Double>, context: ExecutionContext) throws -> [Double] {
    try model.decisionFunction(inputs.transform(features, context: context), context: context)
      .map { $0 - logWeightRatio }
  }

  public func contributions(_ features: Matrix<Double>, context: ExecutionContext) throws -> Matrix<Double> {
    let contributions = try model.contributions(inputs.transform(features, context: context), context: context)
    return inputs.foldingIndicator(contributions)
  }

  /// |standardised coefficient|, as a share; the indicator's counts for the feature whose null it stands for.
  public var importance: [Double] {
    let sizes = zip(model.coefficients, model.featureScales).map { abs($0 * $1) }
    let total = sizes.reduce(0, +)
    guard total > 0 else { return [Double](repeating: 0, count: Feature.count) }
    let folded = inputs.foldingIndicator(Matrix(rows: 1, columns: sizes.count, elements: sizes))
    return folded.elements.map { $0 / total }
  }

  public var files: [ModelFile] {
    get throws { [ModelFile(name: "churn_logistic.json", text: try json(self))] }
  }

  private struct Report: Encodable, Sendable {
    let separation: Separation
    let iterations: Int
    let converged: Bool
  }

  public var report: any Encodable & Sendable {
    Report(separation: model.separation, iterations: model.iterations, converged: model.converged)
  }

  public var warnings: [String] {
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
