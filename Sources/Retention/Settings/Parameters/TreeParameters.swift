public import Settings

/// The declarations of `TreeHyperparameters` in one section.
public struct TreeParameters: Sendable {
  public let trees: Parameter<Int>
  public let learningRate: Parameter<Double>
  public let growth: Parameter<TreeHyperparameters.Growth>
  public let leaves: Parameter<Int>
  public let maxDepth: Parameter<Int?>
  public let minDataInLeaf: Parameter<Int>
  public let minSumHessian: Parameter<Double>
  public let lambdaL1: Parameter<Double>
  public let lambdaL2: Parameter<Double>
  public let minGainToSplit: Parameter<Double>
  public let featureFraction: Parameter<Double>
  public let rowSampling: Parameter<TreeHyperparameters.RowSampling>
  public let baggingFraction: Parameter<Double>
  public let topRate: Parameter<Double>
  public let otherRate: Parameter<Double>
  public let monotoneConstraints: Parameter<NamedValues<TreeHyperparameters.Direction>>
  public let gradientPrecision: Parameter<TreeHyperparameters.GradientPrecision>
  public let maxBins: Parameter<Int>
  public let earlyStoppingRounds: Parameter<Int?>

  /// Defaults suit some 10,000 rows of 33 features, where small trees and slow learning resist noise best.
  init(
    section: String, learningRate: Double, leaves: Int = 15, minDataInLeaf: Int = 60, featureFraction: Double,
    baggingFraction: Double = 0.8
  ) {
    trees = Parameter(
      section + ".num_trees", default: 500, unit: "trees", in: .between(1, 100_000),
      "Most trees; early stopping usually ends before.")
    self.learningRate = Parameter(
      section + ".learning_rate", default: learningRate, in: .above(0, upTo: 1),
      "Factor on each tree's contribution; smaller needs more trees and generalises better.")
    growth = Parameter(
      section + ".growth", default: .leafWise,
      "Which leaf is split next: the one that gains most, or level by level.")
    self.leaves = Parameter(
      section + ".num_leaves", default: leaves, unit: "leaves", in: .between(2, 8192), "Most leaves of a tree.")
    maxDepth = Parameter(
      section + ".max_depth", default: nil, unit: "splits", in: .between(1, 64),
      "Most splits from root to leaf; null sets no limit.")
    self.minDataInLeaf = Parameter(
      section + ".min_data_in_leaf", default: minDataInLeaf, unit: "rows", in: .atLeast(1),
      "Fewest training rows of a leaf.")
    minSumHessian = Parameter(
      section + ".min_sum_hessian", default: 0.001, in: .atLeast(0),
      "Smallest sum of second derivatives of the loss in a leaf.")
    lambdaL1 = Parameter(
      section + ".lambda_l1", default: 0, in: .atLeast(0), "L1 penalty on the values of leaves.")
    lambdaL2 = Parameter(
      section + ".lambda_l2", default: 1, in: .atLeast(0), "L2 penalty on the values of leaves.")
    minGainToSplit = Parameter(
      section + ".min_gain_to_split", default: 0, in: .atLeast(0), "Smallest gain for which a leaf is split.")
    self.featureFraction = Parameter(
      section + ".feature_fraction", default: featureFraction, unit: "share of features", in: .above(0, upTo: 1),
      "Features drawn at random for each tree.")
    rowSampling = Parameter(
      section + ".row_sampling", default: .bagging,
      "Rows of a tree: bagging draws `bagging_fraction` of them; goss takes those with large gradients and few others.")
    self.baggingFraction = Parameter(
      section + ".bagging_fraction", default: baggingFraction, unit: "share of rows", in: .above(0, upTo: 1),
      "Rows drawn at random for each tree; goss does not look at it.")
    topRate = Parameter(
      section + ".top_rate", default: 0.2, unit: "share of rows", in: .strictlyBetween(0, 1),
      "Rows with the largest gradients, all of which goss takes.")
    otherRate = Parameter(
      section + ".other_rate", default: 0.1, unit: "share of rows", in: .strictlyBetween(0, 1),
      "Rows that goss draws from the others, weighted so that they stand for all of these; with `top_rate` at most 1.")
    monotoneConstraints = Parameter(
      section + ".monotone_constraints", default: [:],
      "Features with which what the trees predict may only rise (increasing) or only fall (decreasing).")
    gradientPrecision = Parameter(
      section + ".gradient_precision", default: .auto,
      "Digits of gradients when splits are chosen: packed has 8 bits, wide up to 29; auto packs where rows are many.")
    maxBins = Parameter(
      section + ".max_bins", default: 255, unit: "bins", in: .between(2, 255),
      "Most values that are told apart in a feature; missing ones count as one of them.")
    earlyStoppingRounds = Parameter(
      section + ".early_stopping_rounds", default: 50, unit: "trees", in: .atLeast(1),
      "Training ends after this many trees without a better validation loss; null always grows all trees.")
  }

  var all: [any ParameterDeclaration] {
    [
      trees, learningRate, growth, leaves, maxDepth, minDataInLeaf, minSumHessian, lambdaL1, lambdaL2, minGainToSplit,
      featureFraction, rowSampling, baggingFraction, topRate, otherRate, monotoneConstraints, gradientPrecision,
      maxBins,
      earlyStoppingRounds,
    ]
  }
}
