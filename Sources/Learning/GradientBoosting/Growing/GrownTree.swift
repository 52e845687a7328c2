/// A tree in terms of bins, as it was grown; leaves have rows and sums but no values yet.
struct GrownTree {
  var nodes: [Node] = []
  var leaves: [Leaf]

  struct Node {
    let split: SplitCandidate
    let total: GradientSums
    var left: TreeChild
    var right: TreeChild
  }

  struct Leaf {
    /// Places in the partition.
    var rows: Range<Int>
    var depth: Int
    var total: GradientSums
    var bounds = -Double.infinity...Double.infinity
  }
}

extension GrownTree {
  /// The same tree on the scale of the features.
  ///
  /// - Parameters:
  ///   - values: one per leaf, as they go into scores.
  ///   - nodeValue: value that a node would have as a leaf.
  func decisionTree(
    values: [Double], mapper: BinMapper, finder: SplitFinder, shrinkage: Double, nodeValue: (GradientPair) -> Double
  ) -> DecisionTree {
    let nodes = nodes.map { node in
      let bins = mapper.features[node.split.column]
      let sums = finder.quantizer.restore(node.total)
      let rule = node.split.rule.onFeatureScale(bins)
      return DecisionTree.Node(
        feature: node.split.column, threshold: rule.threshold, categories: rule.categories,
        missing: bins.hasMissing ? .nanIsMissing : .asZero, defaultsLeft: rule.missingGoesLeft,
        left: node.left, right: node.right, gain: node.split.gain, value: nodeValue(sums), weight: sums.hessian,
        count: Int(node.total.count))
    }
    let leaves = zip(leaves, values).map { leaf, value in
      DecisionTree.Leaf(
        value: value, weight: finder.quantizer.restore(leaf.total).hessian, count: Int(leaf.total.count))
    }
    return DecisionTree(nodes: nodes, leaves: leaves, shrinkage: shrinkage)
  }
}

extension SplitRule {
  fileprivate func onFeatureScale(
    _ bins: FeatureBins
  ) -> (threshold: Double, categories: CategorySet?, missingGoesLeft: Bool) {
    switch self {
    case .numeric(let last, let missingGoesLeft): (bins.threshold(ofBin: last), nil, missingGoesLeft)
    case .categories(let left): (0, CategorySet(left.map { bins.categories![$0] }), false)
    }
  }
}
