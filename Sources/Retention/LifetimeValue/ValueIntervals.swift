package import Learning
package import Numerics

/// Quantile trees on log revenue, made non-crossing, and widened on customers they were not fitted on until the
/// interval covers what it promises (conformalized quantile regression, Romano, Patterson & Candès 2019).
package struct ValueIntervals: Sendable {
  package let lower: GradientBoostingModel
  package let median: GradientBoostingModel
  package let upper: GradientBoostingModel
  /// Widening on the log1p scale.
  package let adjustment: ConformalAdjustment
  /// Least that any train row spent, log1p. Nothing lies between it and 0, so an interval that begins below it begins
  /// at 0, whatever the adjustment: one that moved off 0 would lose all who spend nothing at once, and where these are
  /// many it could never be narrowed.
  package let floor: Double

  /// - Parameters:
  ///   - settings: hyper-parameters; the objective is replaced.
  ///   - quantiles: lower, median, upper.
  ///   - training: rows the trees are fitted on, with revenue as label.
  ///   - stopping: rows of other customers, which say when to stop.
  ///   - calibration: rows of yet other customers.
  /// - Throws: `Cancelled`, or what the fits throw.
  package init(
    settings: GradientBoostingSettings, quantiles: [Double], coverage: Double, training: LabelledRows,
    stopping: LabelledRows, calibration: LabelledRows, context: ExecutionContext
  ) throws {
    // Quantiles commute with monotone maps, and the logarithm tames the wholesalers.
    let work = PlannedWork(settings.numIterations, unit: "trees")
    let contexts = quantiles.map { _ in context.announcing(work) }
    let data = try training.logLabels.dataset(weights: nil, context)
    let stop = try stopping.logLabels.dataset(weights: nil, context)
    let models = try zip(quantiles, contexts).map { level, context in
      try GradientBoostingLearner(Self.settings(settings, level: level).validated()).fit(
        .init(data, validation: stop), context: context)
    }
    (lower, median, upper) = (models[0], models[1], models[2])
    let floor = logOnePlus(training.labels.filter { $0 > 0 }.min() ?? 0)
    self.floor = floor
    let features = try calibration.features.single(context)
    let low = try models[0].predict(features, context: context.quiet)
    let high = try models[2].predict(features, context: context.quiet)
    adjustment = try ConformalAdjustment(
      lower: zip(low, high).map { Self.lowerEnd(min($0, $1), floor: floor) },
      upper: zip(low, high).map { max($0, $1) }, targets: calibration.logLabels.labels, alpha: 1 - coverage)
  }

  private static func lowerEnd(_ predicted: Double, floor: Double) -> Double {
    predicted < floor ? -.infinity : predicted
  }

  /// Coarser and quicker than the trees of the expected value: a tail's quantile takes more rows to estimate than a
  /// mean, and the adjustment makes good what haste costs.
  private static func settings(_ settings: GradientBoostingSettings, level: Double) -> GradientBoostingSettings {
    var coarse = settings
    coarse.objective = .quantile(alpha: level)
    coarse.learningRate = max(settings.learningRate, 0.1)
    coarse.numLeaves = min(settings.numLeaves, 15)
    coarse.minDataInLeaf = max(settings.minDataInLeaf, 60)
    coarse.earlyStoppingRounds = settings.earlyStoppingRounds.map { min($0, 25) }
    return coarse
  }

  /// The three quantiles of each row in units of the currency: 0 ≤ p10 ≤ p50 ≤ p90; p90 is infinite where too few
  /// customers were held out to calibrate it.
  ///
  /// - Throws: `Cancelled`.
  package func predict(
    _ features: Matrix<Double>, context: ExecutionContext
  ) throws -> (p10: [Double], p50: [Double], p90: [Double]) {
    let single = try features.single(context)
    let raw = try [lower, median, upper].map { try $0.predict(single, context: context) }
    var (p10, p50, p90) = ([Double](), [Double](), [Double]())
    for row in 0..<features.rows {
      let ordered = [raw[0][row], raw[1][row], raw[2][row]].sorted()
      let ends = adjustment.interval(lower: Self.lowerEnd(ordered[0], floor: floor), upper: ordered[2])
      p10.append(max(0, expMinusOne(ends.lower)))
      p50.append(max(0, expMinusOne(min(max(ordered[1], ends.lower), ends.upper))))
      p90.append(max(0, expMinusOne(ends.upper)))
    }
    return (p10, p50, p90)
  }

  /// The trees as LightGBM reads them, and what is done to their predictions.
  package var files: [ModelFile] {
    get throws {
      let trees = [("clv_p10.txt", lower), ("clv_p50.txt", median), ("clv_p90.txt", upper)]
      let margin: Double? = if case .finite(let margin) = adjustment { margin } else { nil }
      return trees.map { ModelFile(name: $0.0, text: $0.1.lightGBMText()) }
        + [ModelFile(name: "clv_interval.json", text: try json(Interval(margin: margin, floor: floor)))]
    }
  }

  /// The same trees as ONNX.
  ///
  /// - Throws: `ONNXError`.
  package var onnxFiles: [ModelBytes] {
    get throws {
      try [("clv_p10.onnx", lower), ("clv_p50.onnx", median), ("clv_p90.onnx", upper)].map {
        ModelBytes(name: $0.0, bytes: try $0.1.onnx())
      }
    }
  }

  private struct Interval: Encodable {
    /// nil where the upper end is infinite.
    let margin: Double?
    let floor: Double
  }
}

extension LabelledRows {
  /// The same rows with log1p of the labels.
  var logLabels: LabelledRows {
    var rows = self
    rows.labels = labels.map { logOnePlus(max(0, $0)) }
    return rows
  }
}
