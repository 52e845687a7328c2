/// The order in which a tree grows; the raw values are those of settings.
public enum TreeGrowth: String, Sendable, Hashable, CaseIterable {
  /// Always the leaf with the best split (Shi 2007); LightGBM's way.
  case leafWise = "leaf_wise"
  /// Level by level.
  case depthWise = "depth_wise"
}

/// Which losses the training log holds.
public enum LossRecording: String, Sendable, Hashable, CaseIterable {
  /// Those of the validation rows, where there are any.
  case validation
  /// Those of the training rows too: one more pass over them an iteration.
  case trainingAndValidation
}

/// The direction in which a prediction may move as a feature grows; the raw values are those of settings.
public enum MonotoneDirection: String, Sendable, Hashable, CaseIterable {
  case increasing, decreasing
}

/// Which rows a tree learns from, and how much each counts.
public enum RowSampling: Sendable, Hashable {
  /// A share of the rows, `baggingFraction`, drawn every `baggingFrequency` iterations (Friedman 2002).
  case bagging
  /// Gradient-based one-side sampling (Ke et al. 2017): all of the share `topRate` of rows with the largest
  /// |gradient · hessian|, and of the others a random share `otherRate` of all rows, weighted up to stand for the rest.
  /// The first 1 / `learningRate` trees see every row.
  case goss(topRate: Double, otherRate: Double)
}

/// How finely derivatives are quantized for the choice of splits; leaf values always use the derivatives themselves.
/// The raw values are those of settings.
public enum GradientPrecision: String, Sendable, Hashable, CaseIterable {
  /// Eight bits where rows are many and rounding is small beside the noise of the sample, else the finest.
  case automatic = "auto"
  /// Eight bits each, rounded at random without bias (Shi et al. 2022): the fastest.
  case packed
  /// Up to 29 bits, rounded to the nearest.
  case wide
}

/// How gradient-boosted trees learn; names and defaults are LightGBM's. Only `validated()` settings can train.
public struct GradientBoostingSettings: Sendable, Hashable {
  public var objective: GradientBoostingObjective
  /// Trees at most, 1 or more.
  public var numIterations = 100
  /// Share of each tree's step that is taken, in (0, 1].
  public var learningRate = 0.1
  public var growth = TreeGrowth.leafWise
  /// Leaves per tree at most, 2...8192.
  public var numLeaves = 31
  /// Splits from root to leaf at most, 1...512.
  public var maxDepth = 512
  /// L1 penalty on leaf values, ≥ 0.
  public var lambdaL1 = 0.0
  /// L2 penalty on leaf values, ≥ 0.
  public var lambdaL2 = 0.0
  /// Rows per leaf at least, 1 or more. Fewer than twice as many rows in all give a model of one constant.
  public var minDataInLeaf = 20
  /// Sum of hessians a leaf at least, ≥ 0.
  public var minSumHessianInLeaf = 1e-3
  /// Loss reduction (LightGBM's: without the factor ½) a split must exceed, ≥ 0.
  public var minGainToSplit = 0.0
  /// Bins per feature at most, the one of missing values counted, 2...255.
  public var maxBin = 255
  /// Rows looked at to choose the edges of bins, 1 or more.
  public var binConstructSampleCount = 200_000
  /// Share of features each tree may use, in (0, 1].
  public var featureFraction = 1.0
  public var rowSampling = RowSampling.bagging
  /// Share of rows each tree learns from, in (0, 1].
  public var baggingFraction = 1.0
  /// Iterations between drawings of rows, 1 or more.
  public var baggingFrequency = 1
  /// Directions that predictions must keep, by feature; all others are free.
  public var monotoneConstraints: [String: MonotoneDirection] = [:]
  /// Categories on the left of a split at most, 1 or more.
  public var maxCategoriesLeft = 32
  /// Added to the hessian of a category when categories are ordered, and as L2 penalty to their splits; ≥ 0.
  public var categorySmoothing = 10.0
  /// Rows a category needs to take part in an ordered split, 1 or more.
  public var minDataPerCategory = 100
  /// Up to so many categories are tried one against the rest; more are ordered by their mean gradient (Fisher 1958).
  public var maxCategoriesOneAgainstRest = 4
  public var gradientPrecision = GradientPrecision.automatic
  /// Iterations without a better validation loss after which training stops; nil never stops early.
  public var earlyStoppingRounds: Int?
  public var lossRecording = LossRecording.validation
  public var seed: UInt64 = 0

  public init(objective: GradientBoostingObjective) {
    self.objective = objective
  }
}

/// Settings that were checked; made by `GradientBoostingSettings.validated()` alone.
public struct ValidatedGradientBoostingSettings: Sendable, Hashable {
  public let settings: GradientBoostingSettings

  fileprivate init(_ settings: GradientBoostingSettings) {
    self.settings = settings
  }
}

extension GradientBoostingSettings {
  /// - Throws: `GradientBoostingError.invalidSetting` for the first value outside its range.
  public func validated() throws(GradientBoostingError) -> ValidatedGradientBoostingSettings {
    try checkObjective()
    try check("num_iterations", Double(numIterations), numIterations >= 1, "1 or more")
    try check("learning_rate", learningRate, learningRate > 0 && learningRate <= 1, "above 0, at most 1")
    try check("num_leaves", Double(numLeaves), (2...8192).contains(numLeaves), "2 to 8192")
    try check("max_depth", Double(maxDepth), (1...Self.deepest).contains(maxDepth), "1 to \(Self.deepest)")
    try check("min_data_in_leaf", Double(minDataInLeaf), minDataInLeaf >= 1, "1 or more")
    try check("max_bin", Double(maxBin), (2...255).contains(maxBin), "2 to 255")
    try check(
      "bin_construct_sample_cnt", Double(binConstructSampleCount), binConstructSampleCount >= 1, "1 or more")
    try check("bagging_freq", Double(baggingFrequency), baggingFrequency >= 1, "1 or more")
    try check("max_cat_threshold", Double(maxCategoriesLeft), maxCategoriesLeft >= 1, "1 or more")
    try check("min_data_per_group", Double(minDataPerCategory), minDataPerCategory >= 1, "1 or more")
    try check(
      "max_cat_to_onehot", Double(maxCategoriesOneAgainstRest), maxCategoriesOneAgainstRest >= 0, "0 or more")
    try checkSampling()
    if let rounds = earlyStoppingRounds {
      try check("early_stopping_round", Double(rounds), rounds >= 1, "1 or more")
    }
    for (name, value) in [
      ("lambda_l1", lambdaL1), ("lambda_l2", lambdaL2), ("min_sum_hessian_in_leaf", minSumHessianInLeaf),
      ("min_gain_to_split", minGainToSplit), ("cat_smooth", categorySmoothing),
    ] {
      try check(name, value, value >= 0 && value.isFinite, "0 or more")
    }
    for (name, value) in [("feature_fraction", featureFraction), ("bagging_fraction", baggingFraction)] {
      try check(name, value, value > 0 && value <= 1, "above 0, at most 1")
    }
    return ValidatedGradientBoostingSettings(self)
  }

  /// Splits from root to leaf that a tree, trained or read, may have.
  static let deepest = 512

  private func checkObjective() throws(GradientBoostingError) {
    switch objective {
    case .logistic, .squaredError: break
    case .quantile(let alpha): try check("alpha", alpha, alpha > 0 && alpha < 1, "above 0, below 1")
    case .tweedie(let power):
      try check("tweedie_variance_power", power, (1.1...1.9).contains(power), "1.1 to 1.9")
    }
  }

  private func checkSampling() throws(GradientBoostingError) {
    guard case .goss(let top, let other) = rowSampling else { return }
    try check("top_rate", top, top > 0 && top < 1, "above 0, below 1")
    try check("other_rate", other, other > 0 && top + other <= 1, "above 0, with top_rate at most 1")
  }

  private func check(
    _ name: String, _ value: Double, _ holds: Bool, _ allowed: String
  ) throws(GradientBoostingError) {
    guard holds else { throw .invalidSetting(name: name, found: value, allowed: allowed) }
  }
}
