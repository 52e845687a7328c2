import Learning
import Settings

extension GradientBoostingSettings {
  init(_ objective: GradientBoostingObjective, _ trees: TreeHyperparameters, seed: UInt64) {
    self.init(objective: objective)
    numIterations = trees.trees
    learningRate = trees.learningRate
    growth = trees.growth == .leafWise ? .leafWise : .depthWise
    numLeaves = trees.leaves
    if let depth = trees.maxDepth { maxDepth = depth }
    lambdaL1 = trees.lambdaL1
    lambdaL2 = trees.lambdaL2
    minDataInLeaf = trees.minDataInLeaf
    minSumHessianInLeaf = trees.minSumHessian
    minGainToSplit = trees.minGainToSplit
    maxBin = trees.maxBins
    featureFraction = trees.featureFraction
    rowSampling =
      switch trees.rowSampling {
      case .bagging: .bagging
      case .goss: .goss(topRate: trees.topRate, otherRate: trees.otherRate)
      }
    baggingFraction = trees.baggingFraction
    for constraint in trees.monotoneConstraints.entries {
      monotoneConstraints[constraint.name] = constraint.value == .increasing ? .increasing : .decreasing
    }
    gradientPrecision =
      switch trees.gradientPrecision {
      case .auto: .automatic
      case .packed: .packed
      case .wide: .wide
      }
    earlyStoppingRounds = trees.earlyStoppingRounds
    self.seed = seed
  }
}
