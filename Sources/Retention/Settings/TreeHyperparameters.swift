public import Settings
import Text

/// Hyper-parameters of gradient-boosted trees, in LightGBM's terms.
public struct TreeHyperparameters: Sendable, Hashable {
  public let trees: Int
  public let learningRate: Double
  public let growth: Growth
  public let leaves: Int
  /// Nil for no bound.
  public let maxDepth: Int?
  public let minDataInLeaf: Int
  public let minSumHessian: Double
  public let lambdaL1: Double
  public let lambdaL2: Double
  public let minGainToSplit: Double
  /// Share of the features that a tree may use.
  public let featureFraction: Double
  public let rowSampling: RowSampling
  /// Share of the rows that a tree sees; of no meaning for GOSS.
  public let baggingFraction: Double
  /// Shares of the rows for GOSS; at most 1 together.
  public let topRate: Double
  public let otherRate: Double
  /// By name of a feature.
  public let monotoneConstraints: NamedValues<Direction>
  public let gradientPrecision: GradientPrecision
  public let maxBins: Int
  /// Nil for none.
  public let earlyStoppingRounds: Int?

  public enum Growth: String, SettingChoice {
    case leafWise = "leaf_wise"
    case depthWise = "depth_wise"
  }

  public enum RowSampling: String, SettingChoice {
    case bagging, goss
  }

  public enum Direction: String, SettingChoice {
    case increasing, decreasing
  }

  public enum GradientPrecision: String, SettingChoice {
    case auto, packed, wide
  }

  /// - Throws: `SettingsError` for shares above 1 together, and a constraint on what is no feature.
  init(_ configuration: Configuration, _ parameters: TreeParameters) throws(SettingsError) {
    trees = configuration[parameters.trees]
    learningRate = configuration[parameters.learningRate]
    growth = configuration[parameters.growth]
    leaves = configuration[parameters.leaves]
    maxDepth = configuration[parameters.maxDepth]
    minDataInLeaf = configuration[parameters.minDataInLeaf]
    minSumHessian = configuration[parameters.minSumHessian]
    lambdaL1 = configuration[parameters.lambdaL1]
    lambdaL2 = configuration[parameters.lambdaL2]
    minGainToSplit = configuration[parameters.minGainToSplit]
    featureFraction = configuration[parameters.featureFraction]
    rowSampling = configuration[parameters.rowSampling]
    baggingFraction = configuration[parameters.baggingFraction]
    topRate = configuration[parameters.topRate]
    otherRate = configuration[parameters.otherRate]
    monotoneConstraints = configuration[parameters.monotoneConstraints]
    gradientPrecision = configuration[parameters.gradientPrecision]
    maxBins = configuration[parameters.maxBins]
    earlyStoppingRounds = configuration[parameters.earlyStoppingRounds]
    try configuration.require(
      topRate + otherRate <= 1, parameters.topRate, parameters.otherRate, "be at most 1 together with",
      "be at most 1 together with")
    let features = Feature.allCases.map(\.name)
    for constraint in monotoneConstraints.entries where !features.contains(constraint.name) {
      let nearest = nearestName(to: constraint.name, in: features).map { "; did you mean '\($0)'?" } ?? ""
      throw configuration.invalid(
        parameters.monotoneConstraints,
        must: "name features, and '\(constraint.name)' is none\(nearest)")
    }
  }
}
