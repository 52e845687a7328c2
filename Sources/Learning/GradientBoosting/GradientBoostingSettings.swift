/// The order in which a tree grows; the raw values are those of settings.
package enum TreeGrowth: String, Sendable, Hashable, CaseIterable {
  /// Always the leaf with the best split (Shi 2007); LightGBM's way.
  case leafWise = "leaf_wise"
  /// Level by level.
  case depthWise = "depth_wise"
}

/// Which losses the training log holds.
package enum LossRecording: String, Sendable, Hashable, CaseIterable {
  /// Those of the validation rows, where there are any.
  case validation
  /// Those of the training rows too: one more pass over them an iteration.
  case trainingAndValidation
}

/// The direction in which a prediction may move as a feature grows; the raw values are those of settings.
package enum MonotoneDirection: String, Sendable, Hashable, CaseIterable {
  case increasing, decreasing
}

/// Which rows a tree learns from, and how much each counts.
package enum RowSampling: Sendable, Hashable {
  /// A share of the rows, `baggingFraction`, drawn every `baggingFrequency` iterations (Friedman 2002).
  case bagging
  /// Gradient-based one-side sampling (Ke et al. 2017): all of the share `topRate` of rows with the largest
  /// |gradient · hessian|, and of the others a random share `otherRate` of all rows, weighted up to stand for the rest.
  /// The first 1 / `learningRate` trees see every row.
  case goss(topRate: Double, otherRate: Double)
}

/// How finely derivatives are quantized for the choice of splits; leaf values always use the derivatives themselves.
/// The raw values are those of settings.
package enum GradientPrecision: String, Sendable, Hashable, CaseIterable {
  /// Eight bits where rows are many and rounding is small beside the noise of the sample, else the finest.
  case automatic = "auto"
  /// Eight bits each, rounded at random without bias (Shi et al. 2022): the fastest.
  case packed
  /// Up to 29 bits, rounded to the nearest.
  case wide
}

/// How gradient-boosted trees learn; names and defaults are LightGBM's. Only `validated()` settings can train.
package struct GradientBoostingSettings: Sendable, Hashable {
  /// What the trees minimize.
  package var objective: GradientBoostingObjective
  /// Trees at most, 1 or more.
  package var numIterations = 100
  /// Share of each tree's step that is taken, in (0, 1].
  package var learningRate = 0.1
  /// The order in which a tree grows.
  package var growth = TreeGrowth.leafWise
  /// Leaves per tree at most, 2...8192.
  package var numLeaves = 31
  /// Splits from root to leaf at most, 1...512.
  package var maxDepth = 512
  /// L1 penalty on leaf values, ≥ 0.
  package var lambdaL1 = 0.0
  /// L2 penalty on leaf values, ≥ 0.
  package var lambdaL2 = 0.0
  /// Rows per leaf at least, 1 or more. Fewer than twice as many rows in all give a model of one constant.
  package var minDataInLeaf = 20
  /// Sum of hessians a leaf at least, ≥ 0.
  package var minSumHessianInLeaf = 1e-3
  /// Loss reduction (LightGBM's: without the factor ½) a split must exceed, ≥ 0.
  package var minGainToSplit = 0.0
  /// Bins per feature at most, the one of missing values counted, 2...255.
  package var maxBin = 255
  /// Rows looked at to choose the edges of bins, 1 or more.
  package var binConstructSampleCount = 200_000
  /// Share of features each tree may use, in (0, 1].
  package var featureFraction = 1.0
  /// Which rows each tree learns from.
  package var rowSampling = RowSampling.bagging
  /// Share of rows each tree learns from, in (0, 1].
  package var baggingFraction = 1.0
  /// Iterations between drawings of rows, 1 or more.
  package var baggingFrequency = 1
  /// Directions that predictions must keep, by feature; all others are free.
  package var monotoneConstraints: [String: MonotoneDirection] = [:]
  /// Categories on the left of a split at most, 1 or more.
  package var maxCategoriesLeft = 32
  /// Added to the hessian of a category when categories are ordered, and as L2 penalty to their splits; ≥ 0.
  package var categorySmoothing = 10.0
  /// Rows a category needs to take part in an ordered split, 1 or more.
  package var minDataPerCategory = 100
  /// Up to so many categories are tried one against the rest; more are ordered by their mean gradient (Fisher 1958).
  package var maxCategoriesOneAgainstRest = 4
  /// How finely derivatives are quantized when splits are chosen.
  package var gradientPrecision = GradientPrecision.automatic
  /// Iterations without a better validation loss after which training stops; nil never stops early.
  package var earlyStoppingRounds: Int?
  /// Which losses the training log holds.
  package var lossRecording = LossRecording.validation
  /// Of all random numbers of a fit.
  package var seed: UInt64 = 0

  package init(objective: GradientBoostingObjective) {
    self.objective = objective
  }
}
