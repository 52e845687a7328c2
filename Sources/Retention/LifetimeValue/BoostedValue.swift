package import Learning
package import Numerics

/// Gradient-boosted trees on revenue: with the Tweedie objective on its ratio to `SpendScale`, with squared error on the
/// revenue itself.
///
/// Dividing a target by s and weighting its row by s²⁻ᵖ leaves the Tweedie deviance as it was (it is homogeneous of
/// degree 2 − p), so this is the offset log s of a generalised linear model.
package struct BoostedValueLearner: LifetimeValueLearner {
  package let settings: GradientBoostingSettings
  package let window: ObservedWindow

  package init(settings: GradientBoostingSettings, window: ObservedWindow) {
    self.settings = settings
    self.window = window
  }

  package var plannedWork: PlannedWork? { PlannedWork(settings.numIterations, unit: "trees") }

  package func fit(
    _ training: LabelledRows, validation: LabelledRows, context: ExecutionContext
  ) throws -> any LifetimeValueModel {
    try fit(training, validation: settings.earlyStoppingRounds == nil ? nil : validation, settings, context)
  }

  package func refit(
    _ rows: LabelledRows, like models: [any LifetimeValueModel], context: ExecutionContext
  ) throws -> any LifetimeValueModel {
    try fit(rows, validation: nil, settings.fixed(like: models), context)
  }

  private func fit(
    _ rows: LabelledRows, validation: LabelledRows?, _ settings: GradientBoostingSettings, _ context: ExecutionContext
  ) throws -> any LifetimeValueModel {
    guard rows.labels.contains(where: { $0 > 0 }) else { return MeanValueModel(mean: 0) }
    let scale = try scale(rows, context.quiet)
    let model = try GradientBoostingLearner(settings.validated()).fit(
      .init(
        dataset(rows, scale, context.quiet), validation: try validation.map { try dataset($0, scale, context.quiet) }),
      sharing: rows.bins, context: context)
    return BoostedValueModel(
      model: model, scale: scale, window: window, limit: rows.labels.max() ?? .infinity)
  }

  private func scale(_ rows: LabelledRows, _ context: ExecutionContext) throws(Cancelled) -> SpendScale {
    guard case .tweedie(let power) = settings.objective else { return .flat }
    return try SpendScale(pastSpend: window.pastSpend(rows), values: rows.labels, power: power, context: context)
  }

  private func dataset(
    _ rows: LabelledRows, _ scale: SpendScale, _ context: ExecutionContext
  ) throws(Cancelled) -> Dataset {
    guard case .tweedie(let power) = settings.objective, scale != .flat else {
      return try rows.dataset(weights: rows.weights, context)
    }
    let scales = try scale.scales(of: window.pastSpend(rows), context: context)
    let weights = try context.array(of: scales.count) { range, output in
      for row in range { output[row] = (rows.weights?[row] ?? 1) * exponential((2 - power) * logarithm(scales[row])) }
    }
    return try rows.dataset(
      targets: zip(rows.labels, scales).map { $0 / $1 }, weights: weights.withMeanOne, context)
  }
}

package struct BoostedValueModel: LifetimeValueModel {
  /// Predicts the ratio to `scale`.
  package let model: GradientBoostingModel
  package let scale: SpendScale
  package let window: ObservedWindow
  /// The largest value that training saw; no prediction is larger.
  package let limit: Double

  package func expectedValue(_ rows: SnapshotRows, context: ExecutionContext) throws -> [Double] {
    let scales = try scale.scales(of: window.pastSpend(rows), context: context)
    let ratios = try model.predict(rows.features, context: context)
    return zip(ratios, scales).map { min(max(0, $0 * $1), limit) }
  }

  package func factors(_ rows: SnapshotRows, context: ExecutionContext) throws -> ValueFactors? {
    ValueFactors(
      scales: try scale.scales(of: window.pastSpend(rows), context: context), trees: [model], limit: limit)
  }

  package var boostingRounds: Int? { model.bestIteration }

  /// The trees as LightGBM reads them, and what their predictions are multiplied with and limited to.
  package var onnxFiles: [ModelBytes] {
    get throws { [ModelBytes(name: "clv_expected.onnx", bytes: try model.onnx())] }
  }

  package var files: [ModelFile] {
    get throws {
      [
        ModelFile(name: "clv_expected.txt", text: model.lightGBMText()),
        ModelFile(name: "clv_expected_scale.json", text: try json(Scaling(scale: scale, window: window, limit: limit))),
      ]
    }
  }

  private struct Scaling: Encodable {
    let scale: SpendScale
    let window: ObservedWindow
    let limit: Double
  }
}

extension ObservedWindow {
  /// Revenue of the orders in each row's window, as if all of the window had been observed.
  func pastSpend(_ rows: LabelledRows) -> [Double] {
    zip(rows.column(.monetaryTotal), rows.snapshots).map { $0 * expansion(at: $1) }
  }

  func pastSpend(_ rows: SnapshotRows) -> [Double] {
    let expansion = expansion(at: rows.snapshot)
    return rows.features.column(Feature.monetaryTotal.rawValue).map { Double($0) * expansion }
  }
}
