package import Learning
package import Numerics

/// Quantiles of the values of some rows, as the trees say.
package struct ValueQuantileRows: Sendable, Equatable {
  /// Lower and upper quantile, and the one that the upper end takes where the lower end is 0: on the scale of
  /// log(1 + value), and in order.
  package var lower: [Double]
  package var inner: [Double]
  package var upper: [Double]
  /// Median value, in units of the currency.
  package var median: [Double]

  package init(lower: [Double], inner: [Double], upper: [Double], median: [Double]) {
    (self.lower, self.inner, self.upper, self.median) = (lower, inner, upper, median)
  }

  init(rows: Int) {
    let none = [Double](repeating: .nan, count: rows)
    self.init(lower: none, inner: none, upper: none, median: none)
  }

  mutating func fill(_ rows: [Int], from part: ValueQuantileRows) {
    for (index, row) in rows.enumerated() {
      lower[row] = part.lower[index]
      inner[row] = part.inner[index]
      upper[row] = part.upper[index]
      median[row] = part.median[index]
    }
  }

  /// With the medians times a factor. The other quantiles stay: how far values spread does not move with their sum.
  func scalingMedian(by factor: Double) -> ValueQuantileRows {
    ValueQuantileRows(lower: lower, inner: inner, upper: upper, median: median.map { $0 * factor })
  }

  func selecting(_ rows: [Int]) -> ValueQuantileRows {
    ValueQuantileRows(
      lower: rows.map { lower[$0] }, inner: rows.map { inner[$0] }, upper: rows.map { upper[$0] },
      median: rows.map { median[$0] })
  }
}

/// Trees for three quantiles of log(1 + value), which tames the wholesalers, and for the median of the ratio of value
/// to scale.
package struct ValueQuantiles: Sendable {
  package let lower: GradientBoostingModel
  package let inner: GradientBoostingModel
  package let upper: GradientBoostingModel
  package let median: GradientBoostingModel
  package let scale: ValueScale

  /// How the trees learn.
  package struct Settings: Sendable {
    /// Lower, middle and upper probability.
    package let probabilities: [Double]
    /// The objectives are replaced.
    package let intervalTrees: GradientBoostingSettings
    package let medianTrees: GradientBoostingSettings

    package init(
      probabilities: [Double], intervalTrees: GradientBoostingSettings, medianTrees: GradientBoostingSettings
    ) {
      self.probabilities = probabilities
      self.intervalTrees = intervalTrees
      self.medianTrees = medianTrees
    }

    package init(_ settings: LifetimeValueSettings, seed: UInt64) {
      self.init(
        probabilities: settings.quantiles, intervalTrees: settings.intervalTrees.boosting(.squaredError, seed: seed),
        medianTrees: settings.medianTrees.boosting(.squaredError, seed: seed))
    }

    var plannedWork: PlannedWork {
      PlannedWork(3 * intervalTrees.numIterations + medianTrees.numIterations, unit: "trees")
    }
  }

  /// A ratio beyond which the median has nothing to learn from a row.
  static let largestRatio = 50.0
  /// Absolute errors of values, not of ratios, would weigh rows by their scale: power 1. The few largest then decide, and
  /// the median of the others is the worse for it.
  static let scalePower = 0.7

  /// - Parameter rows: with spend, values as labels, and their weights.
  /// - Throws: `Cancelled`, or what the fits throw.
  package init(_ rows: LabelledRows, settings: Settings, context: ExecutionContext) throws {
    let low = settings.probabilities[0]
    let high = settings.probabilities[2]
    // Of an interval that begins at 0, so that it holds as many as the others.
    let inner = high - low
    let steps = (0..<3).map { _ in
      context.announcing(PlannedWork(settings.intervalTrees.numIterations, unit: "trees"))
    }
    let last = context.announcing(PlannedWork(settings.medianTrees.numIterations, unit: "trees"))
    let scale = try ValueScale(rows, context: context.quiet)
    let data = try rows.dataset(
      targets: rows.labels.map { logOnePlus(max(0, $0)) }, weights: rows.weights, context.quiet)
    let fits = try zip([low, inner, high], steps).map { level, context in
      try Self.fit(data, settings.intervalTrees, level, rows.bins, context)
    }
    var ratios = data
    let scales = try scale.scales(of: rows.spend, context: context.quiet)
    ratios.targets = zip(rows.labels, scales).map { min(max(0, $0) / $1, Self.largestRatio) }
    ratios.weights = try context.quiet.array(of: scales.count) { range, output in
      for row in range {
        output[row] = (rows.weights?[row] ?? 1) * exponential(Self.scalePower * logarithm(scales[row]))
      }
    }.withMeanOne
    (lower, self.inner, upper) = (fits[0], fits[1], fits[2])
    median = try Self.fit(ratios, settings.medianTrees, settings.probabilities[1], rows.bins, last)
    self.scale = scale
  }

  private static func fit(
    _ data: Dataset, _ settings: GradientBoostingSettings, _ level: Double, _ bins: SharedBins?,
    _ context: ExecutionContext
  ) throws -> GradientBoostingModel {
    var settings = settings
    settings.objective = .quantile(alpha: level)
    settings.earlyStoppingRounds = nil
    return try GradientBoostingLearner(settings.validated()).fit(.init(data), sharing: bins, context: context)
  }

  /// - Parameters:
  ///   - features: rows × columns, as in training.
  ///   - spend: of the same rows.
  /// - Throws: `Cancelled`.
  package func predict(
    _ features: Matrix<Float>, spend: SpendInputs?, context: ExecutionContext
  ) throws -> ValueQuantileRows {
    let ordered = rearrangedQuantiles(try [lower, inner, upper].map { try $0.predict(features, context: context) })
    let scales = try scale.scales(of: spend, context: context)
    let ratios = try median.predict(features, context: context)
    return ValueQuantileRows(
      lower: ordered[0], inner: ordered[1], upper: ordered[2], median: zip(ratios, scales).map { max(0, $0) * $1 })
  }

  private var models: [(String, GradientBoostingModel)] {
    [("clv_low", lower), ("clv_inner", inner), ("clv_p50", median), ("clv_high", upper)]
  }

  /// The trees as LightGBM reads them.
  package var files: [ModelFile] {
    get throws {
      models.map { ModelFile(name: $0.0 + ".txt", text: $0.1.lightGBMText()) }
        + [ModelFile(name: "clv_p50_scale.json", text: try json(scale))]
    }
  }

  /// The same trees as ONNX.
  ///
  /// - Throws: `ONNXError`.
  package var onnxFiles: [ModelBytes] {
    get throws { try models.map { ModelBytes(name: $0.0 + ".onnx", bytes: try $0.1.onnx()) } }
  }
}
