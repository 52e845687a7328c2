public import Numerics

extension GradientBoostingModel {
  /// Exact Shapley values of each row's raw score: path-dependent TreeSHAP (Lundberg et al. 2020, algorithm 2), where
  /// absent features follow the counts of training rows, as in LightGBM's `pred_contrib`.
  ///
  /// - Parameter features: rows × features, columns in the order of `featureNames`.
  /// - Returns: rows × (features + 1); the last column is the bias, the same for each row. A row's sum is its raw score.
  public func contributions(_ features: Matrix<Float>, parallelism: Parallelism) -> Matrix<Double> {
    precondition(features.columns == featureNames.count, "explanation needs the columns of training")
    var contributions = Matrix<Double>(rows: features.rows, columns: features.columns + 1)
    let trees = trees.map(ExplainedTree.init)
    contributions.elements.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let output = buffer
      parallelism.forEachChunk(of: features.rows, chunkSize: 128) { rows in
        var explainer = RowExplainer(trees, features: features.columns)
        for row in rows {
          explainer.explain(features, row)
          for (column, value) in explainer.contributions.enumerated() {
            output[column * features.rows + row] = value
          }
        }
      }
    }
    return contributions
  }
}

/// A tree with what its explanation needs but no row changes.
struct ExplainedTree: Sendable {
  let tree: DecisionTree
  let depth: Int
  /// Share of each node's training rows that went left; one half where none came.
  let leftShares: [Double]
  /// Mean of the leaves over the training rows.
  let expectedValue: Double

  init(_ tree: DecisionTree) {
    self.tree = tree
    depth = tree.depth
    leftShares = tree.nodes.map { node in
      let (left, right) = (Double(tree.count(of: node.left)), Double(tree.count(of: node.right)))
      return left + right > 0 ? left / (left + right) : 0.5
    }
    expectedValue = Self.expectedValue(tree, leftShares)
  }

  private static func expectedValue(_ tree: DecisionTree, _ leftShares: [Double]) -> Double {
    var values = [Double](repeating: 0, count: tree.nodes.count)
    func value(_ child: TreeChild) -> Double {
      switch child {
      case .node(let index): values[index]
      case .leaf(let index): tree.leaves[index].value
      }
    }
    for (index, node) in tree.nodes.enumerated().reversed() {
      values[index] = leftShares[index] * value(node.left) + (1 - leftShares[index]) * value(node.right)
    }
    return value(tree.root)
  }
}
