/// Settings that were checked; made by `GradientBoostingSettings.validated()` alone.
package struct ValidatedGradientBoostingSettings: Sendable, Hashable {
  package let settings: GradientBoostingSettings

  fileprivate init(_ settings: GradientBoostingSettings) {
    self.settings = settings
  }
}

extension GradientBoostingSettings {
  /// - Throws: `GradientBoostingError.invalidSetting` for the first value outside its range.
  package func validated() throws(GradientBoostingError) -> ValidatedGradientBoostingSettings {
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
