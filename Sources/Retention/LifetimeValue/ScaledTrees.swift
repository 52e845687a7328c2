package import Learning
package import Numerics

/// Value as scale × trees: Tweedie trees on the ratio of a customer's value to `ValueScale`, the mean of several seeds.
///
/// Dividing a target by s and weighting its row by s²⁻ᵖ leaves the Tweedie deviance as it was (it is homogeneous of
/// degree 2 − p), so this is the offset log s of a generalized linear model. Ratios are cut off at `largestRatio`, and the
/// revenue that is cut off is spread over all customers in proportion, as insurers load premiums for excess losses: a
/// single order that nobody could foresee moves no leaf, and the sum of all values stays.
package struct ScaledTreesLearner: LifetimeValueLearner {
  package let settings: GradientBoostingSettings
  /// Fits that differ in the rows and features that are drawn.
  static let seeds: UInt64 = 2
  /// A ratio beyond which the mean has nothing to learn from a row. It grows with the square root of the rows, as the
  /// level at which a mean is best truncated does (Bubeck, Cesa-Bianchi & Lugosi 2013): among more rows, more of them can
  /// be like the largest.
  package static func largestRatio(rows: Int) -> Double { 10 * max(1, (Double(rows) / 10_000).squareRoot()) }

  /// - Parameter settings: with the objective Tweedie.
  package init(settings: GradientBoostingSettings) { self.settings = settings }

  package var plannedWork: PlannedWork? { PlannedWork(Int(Self.seeds) * settings.numIterations, unit: "trees") }

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
    guard case .tweedie(let power) = settings.objective else { preconditionFailure("the objective is Tweedie") }
    // Trees have nothing to learn where nobody spent.
    guard rows.labels.contains(where: { $0 > 0 }) else { return MeanValueModel(mean: 0) }
    let scale = try ValueScale(rows, context: context.quiet)
    let contexts = (0..<Self.seeds).map { _ in
      context.announcing(PlannedWork(settings.numIterations, unit: "trees"))
    }
    let largest = Self.largestRatio(rows: rows.count)
    let data = try dataset(rows, scale, largest, power: power, context)
    let stopping = try validation.map { try dataset($0, scale, largest, power: power, context) }
    let models = try (0..<Self.seeds).map { seed in
      var settings = settings
      settings.seed &+= seed &* 0x9E37_79B9
      return try GradientBoostingLearner(settings.validated()).fit(
        .init(data, validation: stopping), sharing: rows.bins, context: contexts[Int(seed)])
    }
    return ScaledTreesModel(models: models, scale: scale.scaled(by: try loading(rows, scale, largest, context.quiet)))
  }

  /// - Parameter largest: ratio.
  private func dataset(
    _ rows: LabelledRows, _ scale: ValueScale, _ largest: Double, power: Double, _ context: ExecutionContext
  ) throws(Cancelled) -> Dataset {
    let scales = try scale.scales(of: rows.spend, context: context.quiet)
    let weights = try context.quiet.array(of: scales.count) { range, output in
      for row in range { output[row] = (rows.weights?[row] ?? 1) * exponential((2 - power) * logarithm(scales[row])) }
    }
    return try rows.dataset(
      targets: zip(rows.labels, scales).map { min($0 / $1, largest) }, weights: weights.withMeanOne, context)
  }

  /// Revenue of the rows over what is left of it where no ratio is above the largest; at least 1.
  private func loading(
    _ rows: LabelledRows, _ scale: ValueScale, _ largest: Double, _ context: ExecutionContext
  ) throws(Cancelled) -> Double {
    let scales = try scale.scales(of: rows.spend, context: context)
    var (all, kept) = (0.0, 0.0)
    for row in scales.indices {
      let weight = rows.weights?[row] ?? 1
      all += weight * rows.labels[row]
      kept += weight * min(rows.labels[row], largest * scales[row])
    }
    return kept > 0 ? all / kept : 1
  }
}

package struct ScaledTreesModel: LifetimeValueModel {
  /// Predict the ratio to `scale`; their mean is taken.
  package let models: [GradientBoostingModel]
  /// What the trees learned with, times what makes up for cut-off ratios.
  package let scale: ValueScale

  package func expectedValue(_ rows: SnapshotRows, context: ExecutionContext) throws -> [Double] {
    var values = try scale.scales(of: rows.spend, context: context)
    let ratios = try models.map { try $0.predict(rows.features, context: context) }
    for row in values.indices {
      values[row] *= ratios.reduce(0) { $0 + $1[row] } / Double(models.count)
    }
    return values
  }

  package func factors(_ rows: SnapshotRows, context: ExecutionContext) throws -> ValueFactors? {
    ValueFactors(scales: try scale.scales(of: rows.spend, context: context), trees: models)
  }

  package var boostingRounds: Int? {
    (models.reduce(0) { $0 + $1.bestIteration } + models.count / 2) / models.count
  }

  package var files: [ModelFile] {
    get throws {
      models.enumerated().map { ModelFile(name: "clv_expected_\($0 + 1).txt", text: $1.lightGBMText()) }
        + [ModelFile(name: "clv_expected_scale.json", text: try json(scale))]
    }
  }

  package var onnxFiles: [ModelBytes] {
    get throws {
      try models.enumerated().map { ModelBytes(name: "clv_expected_\($0 + 1).onnx", bytes: try $1.onnx()) }
    }
  }
}

extension GradientBoostingSettings {
  /// The same without early stopping, with as many trees as the models have on average.
  func fixed(like models: [any LifetimeValueModel]) -> GradientBoostingSettings {
    var fixed = self
    let rounds = models.compactMap(\.boostingRounds)
    if !rounds.isEmpty { fixed.numIterations = max(1, (rounds.reduce(0, +) + rounds.count / 2) / rounds.count) }
    fixed.earlyStoppingRounds = nil
    return fixed
  }
}

extension GradientBoostingLearner {
  /// - Parameter bins: of the training rows, used where these settings cut features in the same way.
  func fit(_ rows: TrainingSet, sharing bins: SharedBins?, context: ExecutionContext) throws -> GradientBoostingModel {
    guard let matrix = bins?.matrix(for: settings.settings) else { return try fit(rows, context: context) }
    return try fit(rows, bins: matrix, context: context)
  }
}

extension [Double] {
  /// So that penalties and smallest hessians mean what they say in any currency.
  var withMeanOne: [Double] {
    let mean = reduce(0, +) / Double(Swift.max(count, 1))
    return mean > 0 ? map { $0 / mean } : self
  }
}
