import Learning
import Settings

/// A setting of trees: how it is declared, and where its value goes.
struct TreeSetting: Sendable {
  /// Declares the setting in a section, with what is there as its default, and puts the configured value there.
  let install: @Sendable (_ section: String, _ values: inout TreeValues) -> any ParameterDeclaration

  private init<Value: SettingValue>(
    _ name: String, _ place: any WritableKeyPath<TreeValues, Value> & Sendable, unit: String? = nil,
    in range: NumericRange = .any, _ summary: String
  ) {
    install = { section, values in
      let setting = Setting(
        "\(section).\(name)", default: values[keyPath: place], unit: unit, in: range, summary)
      values[keyPath: place] = setting.wrappedValue
      return setting.projectedValue
    }
  }
}

extension TreeSetting {
  /// Every setting of trees, in the order of the configuration file.
  static let all: [TreeSetting] = [
    TreeSetting(
      "num_trees", \.boosting.numIterations, unit: "trees", in: .between(1, 100_000),
      "Most trees; early stopping usually ends before."),
    TreeSetting(
      "learning_rate", \.boosting.learningRate, in: .above(0, upTo: 1),
      "Factor on each tree's contribution; smaller needs more trees and generalises better."),
    TreeSetting(
      "growth", \.boosting.growth, "Which leaf is split next: the one that gains most, or level by level."),
    TreeSetting(
      "num_leaves", \.boosting.numLeaves, unit: "leaves", in: .between(2, 8192), "Most leaves of a tree."),
    TreeSetting(
      "max_depth", \.maxDepth, unit: "splits", in: .between(1, 64),
      "Most splits from root to leaf; null sets no limit."),
    TreeSetting(
      "min_data_in_leaf", \.boosting.minDataInLeaf, unit: "rows", in: .atLeast(1), "Fewest training rows of a leaf."),
    TreeSetting(
      "min_sum_hessian", \.boosting.minSumHessianInLeaf, in: .atLeast(0),
      "Smallest sum of second derivatives of the loss in a leaf."),
    TreeSetting("lambda_l1", \.boosting.lambdaL1, in: .atLeast(0), "L1 penalty on the values of leaves."),
    TreeSetting("lambda_l2", \.boosting.lambdaL2, in: .atLeast(0), "L2 penalty on the values of leaves."),
    TreeSetting(
      "min_gain_to_split", \.boosting.minGainToSplit, in: .atLeast(0), "Smallest gain for which a leaf is split."),
    TreeSetting(
      "feature_fraction", \.boosting.featureFraction, unit: "share of features", in: .above(0, upTo: 1),
      "Features drawn at random for each tree."),
    TreeSetting(
      "row_sampling", \.sampling,
      "Rows of a tree: bagging draws `bagging_fraction` of them; goss takes those with large gradients and few others."),
    TreeSetting(
      "bagging_fraction", \.boosting.baggingFraction, unit: "share of rows", in: .above(0, upTo: 1),
      "Rows drawn at random for each tree; goss does not look at it."),
    TreeSetting(
      "top_rate", \.topRate, unit: "share of rows", in: .strictlyBetween(0, 1),
      "Rows with the largest gradients, all of which goss takes."),
    TreeSetting(
      "other_rate", \.otherRate, unit: "share of rows", in: .strictlyBetween(0, 1),
      "Rows that goss draws from the others, weighted so that they stand for all of these; with `top_rate` at most 1."),
    TreeSetting(
      "monotone_constraints", \.monotoneConstraints,
      "Features with which what the trees predict may only rise (increasing) or only fall (decreasing)."),
    TreeSetting(
      "gradient_precision", \.boosting.gradientPrecision,
      "Digits of gradients when splits are chosen: packed has 8 bits, wide up to 29; auto packs where rows are many."),
    TreeSetting(
      "max_bins", \.boosting.maxBin, unit: "bins", in: .between(2, 255),
      "Most values that are told apart in a feature; missing ones count as one of them."),
    TreeSetting(
      "early_stopping_rounds", \.boosting.earlyStoppingRounds, unit: "trees", in: .atLeast(1),
      "Training ends after this many trees without a better validation loss; null always grows all trees."),
  ]
}
