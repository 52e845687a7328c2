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
  }
}

extension GrownTree {
  /// The leaf that the row with these bins falls in.
  func leaf(
    of bins: UnsafePointer<UInt8>, missingBins: UnsafePointer<UInt8>
  ) -> Int {
    guard !nodes.isEmpty else { return 0 }
    return nodes.withUnsafeBufferPointer { nodes in
      var index = 0
      while true {
        let split = nodes[index].split
        let bin = bins[split.column]
        let goesLeft = bin == missingBins[split.column] ? split.missingGoesLeft : Int(bin) <= split.bin
        switch goesLeft ? nodes[index].left : nodes[index].right {
        case .node(let next): index = next
        case .leaf(let leaf): return leaf
        }
      }
    }
  }

  /// The same tree on the scale of the features.
  ///
  /// - Parameters:
  ///   - values: one a leaf, as they go into scores.
  ///   - nodeValue: value a node would have as a leaf.
  func decisionTree(
    values: [Double], mapper: BinMapper, finder: SplitFinder, shrinkage: Double, nodeValue: (GradientPair) -> Double
  ) -> DecisionTree {
    let nodes = nodes.map { node in
      let bins = mapper.features[node.split.column]
      let sums = finder.quantizer.restore(node.total)
      return DecisionTree.Node(
        feature: node.split.column, threshold: bins.threshold(ofBin: node.split.bin),
        missing: bins.hasMissing ? .nanIsMissing : .asZero, defaultsLeft: node.split.missingGoesLeft,
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
