import Learning
import Retention

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
    baggingFraction = trees.baggingFraction
    earlyStoppingRounds = trees.earlyStoppingRounds
    self.seed = seed
  }
}
