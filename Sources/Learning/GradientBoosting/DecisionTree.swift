/// What a node of a tree leads to.
package enum TreeChild: Sendable, Hashable {
  case node(Int)
  case leaf(Int)
}

/// What a split does with a missing value.
package enum MissingHandling: Int, Sendable, Hashable {
  /// NaN is read as 0: training saw no missing value.
  case asZero = 0
  /// 0 (to 1e-35) and NaN go the default way; only in models that were read.
  case zeroIsMissing = 1
  /// NaN goes the default way.
  case nanIsMissing = 2
}

/// One regression tree; leaf values hold the learning rate, those of a first tree the starting score too.
///
/// Nodes are in the order in which they were made, so a child comes after its parent; node 0 is the root. A tree of one leaf has
/// no nodes.
package struct DecisionTree: Sendable, Equatable {
  /// The splits; empty for a tree of one leaf.
  package let nodes: [Node]
  /// At least one.
  package let leaves: [Leaf]
  /// Factor that leaf values already include; 1 where it is unknown.
  package let shrinkage: Double

  /// A split: rows with x ≤ `threshold`, or with one of `categories`, go left.
  package struct Node: Sendable, Hashable {
    /// Column of the feature matrix.
    package var feature: Int
    /// Not NaN; +infinity where only missing values go right.
    package var threshold: Double
    /// Not nil at a categorical split, where `threshold`, `missing` and `defaultsLeft` mean nothing.
    package var categories: CategorySet?
    /// What happens to a missing value.
    package var missing: MissingHandling
    /// Whether missing values go left where they go the default way.
    package var defaultsLeft: Bool
    package var left: TreeChild
    package var right: TreeChild
    /// Loss reduction, without the factor ½.
    package var gain: Double
    /// The value this node would have as a leaf.
    package var value: Double
    /// Sum of hessians.
    package var weight: Double
    /// Training rows.
    package var count: Int

    package init(
      feature: Int, threshold: Double, categories: CategorySet? = nil, missing: MissingHandling, defaultsLeft: Bool,
      left: TreeChild, right: TreeChild, gain: Double, value: Double, weight: Double, count: Int
    ) {
      self.categories = categories
      (self.feature, self.threshold, self.missing, self.defaultsLeft) = (feature, threshold, missing, defaultsLeft)
      (self.left, self.right) = (left, right)
      (self.gain, self.value, self.weight, self.count) = (gain, value, weight, count)
    }
  }

  /// The end of a path, with the value that it adds to the raw score.
  package struct Leaf: Sendable, Hashable {
    package var value: Double
    /// Sum of hessians.
    package var weight: Double
    /// Training rows.
    package var count: Int

    package init(value: Double, weight: Double, count: Int) {
      (self.value, self.weight, self.count) = (value, weight, count)
    }
  }

  package init(nodes: [Node], leaves: [Leaf], shrinkage: Double) {
    self.nodes = nodes
    self.leaves = leaves
    self.shrinkage = shrinkage
  }
}

extension DecisionTree {
  var root: TreeChild { nodes.isEmpty ? .leaf(0) : .node(0) }

  func count(of child: TreeChild) -> Int {
    switch child {
    case .node(let index): nodes[index].count
    case .leaf(let index): leaves[index].count
    }
  }

  /// Splits from the root to the farthest leaf; 0 for a tree of one leaf.
  package var depth: Int {
    var deepest = 0
    var depths = [Int](repeating: 0, count: nodes.count)
    for (index, node) in nodes.enumerated() {
      let below = depths[index] + 1
      deepest = max(deepest, below)
      // Children come after their parents, so their depth is known before they are reached.
      for case .node(let child) in [node.left, node.right] { depths[child] = below }
    }
    return deepest
  }
}

extension DecisionTree.Node {
  /// Whether a row with this value of the feature goes left.
  package func goesLeft(_ value: Float) -> Bool {
    if let categories { return categories.contains(value) }
    return switch missing {
    case .nanIsMissing where value.isNaN: defaultsLeft
    case .zeroIsMissing where value.isNaN || Double(value.magnitude) <= Self.zeroThreshold: defaultsLeft
    default: (value.isNaN ? 0 : Double(value)) <= threshold
    }
  }

  /// LightGBM's: single-precision 1e-35.
  static let zeroThreshold = Double(Float(1e-35))
}
