package import Learning
package import Numerics

/// Gradient-boosted trees on the features as they are.
package struct BoostedChurnLearner: ChurnLearner {
  package let settings: GradientBoostingSettings
  package let classWeights: ChurnSettings.ClassWeights

  package init(settings: GradientBoostingSettings, classWeights: ChurnSettings.ClassWeights) {
    self.settings = settings
    self.classWeights = classWeights
  }

  package var plannedWork: PlannedWork? { PlannedWork(settings.numIterations, unit: "trees") }

  package func fit(
    _ training: LabelledRows, validation: LabelledRows, context: ExecutionContext
  ) throws -> any ChurnModel {
    try fit(training, validation: validation, settings: settings, context)
  }

  package func refit(
    _ rows: LabelledRows, like models: [any ChurnModel], context: ExecutionContext
  ) throws -> any ChurnModel {
    var fixed = settings
    let rounds = models.compactMap(\.boostingRounds)
    if !rounds.isEmpty { fixed.numIterations = max(1, (rounds.reduce(0, +) + rounds.count / 2) / rounds.count) }
    fixed.earlyStoppingRounds = nil
    return try fit(rows, validation: nil, settings: fixed, context)
  }

  private func fit(
    _ rows: LabelledRows, validation: LabelledRows?, settings: GradientBoostingSettings,
    _ context: ExecutionContext
  ) throws -> BoostedChurnModel {
    let (weights, logRatio) = classWeights.weights(for: rows)
    // Stopping weighs rows as learning does: else it would stop at what only the weights explain.
    let stopping = try validation.map { rows in
      let churner = exponential(logRatio)
      let stoppingWeights = rows.labels.indices.map { (rows.weights?[$0] ?? 1) * (rows.labels[$0] > 0 ? churner : 1) }
      return try rows.dataset(weights: weights == nil ? nil : stoppingWeights, context)
    }
    let model = try GradientBoostingLearner(settings.validated()).fit(
      .init(rows.dataset(weights: weights, context), validation: stopping), context: context)
    return BoostedChurnModel(model: model, logWeightRatio: logRatio)
  }
}

package struct BoostedChurnModel: ChurnModel {
  package let model: GradientBoostingModel
  /// Taken off the log-odds, to map the probabilities of weighted classes back.
  package let logWeightRatio: Double

  package func logOdds(_ features: Matrix<Float>, context: ExecutionContext) throws -> [Double] {
    try model.rawScores(features, context: context).map { $0 - logWeightRatio }
  }

  /// Exact TreeSHAP, without the bias column.
  package func contributions(_ features: Matrix<Float>, context: ExecutionContext) throws -> Matrix<Double> {
    let all = try model.contributions(features, context: context)
    return Matrix(
      rows: all.rows, columns: features.columns, elements: Array(all.elements.prefix(all.rows * features.columns)))
  }

  package var importance: [Double] {
    let gains = model.featureImportance(.gain)
    let total = gains.reduce(0, +)
    return total > 0 ? gains.map { $0 / total } : gains
  }

  package var files: [ModelFile] { [ModelFile(name: "churn_gbdt.txt", text: model.lightGBMText())] }

  private struct Report: Encodable, Sendable {
    let trees: Int
    let logWeightRatio: Double

    enum CodingKeys: String, CodingKey {
      case trees
      case logWeightRatio = "log_weight_ratio"
    }
  }

  package var report: any Encodable & Sendable { Report(trees: model.trees.count, logWeightRatio: logWeightRatio) }

  package var boostingRounds: Int? { model.bestIteration }

  package func onnx(level: Double, calibrator: Calibrator) throws(ONNXError) -> [UInt8]? {
    try model.onnx(level: level - logWeightRatio, calibrator: calibrator)
  }
}

extension LabelledRows {
  /// The rows as trees read them.
  ///
  /// - Parameter targets: nil takes the labels.
  func dataset(
    targets: [Double]? = nil, weights: [Double]?, _ context: ExecutionContext
  ) throws(Cancelled) -> Dataset {
    Dataset(
      features: features, targets: targets ?? labels, weights: weights,
      featureNames: columns.names)
  }
}
