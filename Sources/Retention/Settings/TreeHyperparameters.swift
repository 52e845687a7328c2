public import Settings

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
  /// Share of the rows that a tree sees.
  public let baggingFraction: Double
  public let maxBins: Int
  /// Nil for none.
  public let earlyStoppingRounds: Int?

  public enum Growth: String, SettingChoice {
    case leafWise = "leaf_wise"
    case depthWise = "depth_wise"
  }

  init(_ configuration: Configuration, _ parameters: TreeParameters) {
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
    baggingFraction = configuration[parameters.baggingFraction]
    maxBins = configuration[parameters.maxBins]
    earlyStoppingRounds = configuration[parameters.earlyStoppingRounds]
  }
}
