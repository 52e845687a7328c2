/// What happened in one iteration of training.
package struct BoostingIteration: Sendable, Hashable {
  /// Counted from 0.
  package let iteration: Int
  /// Leaves of the tree of this iteration.
  package let leafCount: Int
  /// Weighted mean of the objective's loss; nil where it was not recorded.
  package let trainingLoss: Double?
  /// Weighted mean of the objective's loss; nil without validation rows.
  package let validationLoss: Double?
}

/// Gradient-boosted trees, learned or read.
package struct GradientBoostingModel: Sendable, Equatable {
  /// What was minimized; it decides the scale of predictions.
  package let objective: GradientBoostingObjective
  /// In the order of the columns.
  package let featureNames: [String]
  /// Smallest and largest number of each feature in training; nil where all were missing or nothing is known.
  package let featureRanges: [ClosedRange<Float>?]
  /// Categories of each categorical feature in training, the most frequent first, a missing one as −1; nil for numeric
  /// features.
  package let featureCategories: [[Int]?]
  /// In the order in which they were grown, after early stopping up to the best iteration; at least one.
  package let trees: [DecisionTree]
  /// One entry an iteration, those after the best too; empty for a model that was read.
  package let trainingLog: [BoostingIteration]
  let forest: CompactForest

  package init(
    objective: GradientBoostingObjective, featureNames: [String], featureRanges: [ClosedRange<Float>?],
    featureCategories: [[Int]?]? = nil, trees: [DecisionTree], trainingLog: [BoostingIteration]
  ) {
    self.objective = objective
    self.featureNames = featureNames
    self.featureRanges = featureRanges
    self.featureCategories = featureCategories ?? featureNames.map { _ in nil }
    self.trees = trees
    self.trainingLog = trainingLog
    forest = CompactForest(trees)
  }
}

extension GradientBoostingModel {
  /// Trees that predictions use.
  package var bestIteration: Int { trees.count }
}
