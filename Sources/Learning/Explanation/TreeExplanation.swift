package import Numerics

extension GradientBoostingModel {
  /// Exact Shapley values of each row's raw score: path-dependent TreeSHAP (Lundberg et al. 2020), where absent features
  /// follow the counts of training rows, as in LightGBM's `pred_contrib`.
  ///
  /// - Parameter features: rows × features, columns in the order of `featureNames`.
  /// - Returns: rows × (features + 1); the last column is the bias, the same for each row. A row's sum is its raw score.
  package func contributions(_ features: Matrix<Float>, context: ExecutionContext) throws(Cancelled) -> Matrix<Double> {
    precondition(features.columns == featureNames.count, "explanation needs the columns of training")
    let forest = ExplainedForest(self)
    context.progress.expect(features.rows, unit: "rows")
    return try Matrix(
      rows: features.rows, columns: features.columns + 1, rowsPerChunk: 128, context: context
    ) { rows, output in
      forest.explain(rows, of: features, into: output, cancellation: context.cancellation)
      context.progress.advance(by: rows.count)
    }
  }
}

extension ExplainedForest {
  /// - Parameter output: of all rows, column after column.
  fileprivate func explain(
    _ rows: Range<Int>, of features: Matrix<Float>, into output: UnsafeMutablePointer<Double>,
    cancellation: CancellationFlag
  ) {
    let explainer = LaneExplainer(self, features: features.columns)
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: RowLanes.scalarCount) {
      let count = min(RowLanes.scalarCount, rows.upperBound - start)
      explainer.explain(features, start..<start + count, cancellation: cancellation)
      for column in 0..<features.columns {
        for lane in 0..<count {
          output[column * features.rows + start + lane] = explainer.contributions[column][lane]
        }
      }
    }
    for row in rows { output[features.columns * features.rows + row] = expectedValue }
  }
}

/// The trees of a model with what their explanation needs but no row changes.
struct ExplainedForest: Sendable {
  let forest: CompactForest
  /// Share of each node's training rows that went left, in the order of `forest.walkNodes`; one half where none came.
  let leftShares: [Double]
  /// Mean score of the training rows.
  let expectedValue: Double
  /// Most splits between a root and a leaf.
  let depth: Int

  init(_ model: GradientBoostingModel) {
    forest = model.forest
    let shares = model.trees.map(Self.leftShares)
    leftShares = shares.flatMap { $0 }
    expectedValue = zip(model.trees, shares).reduce(0) { $0 + Self.expectedValue($1.0, $1.1) }
    depth = model.trees.reduce(0) { max($0, $1.depth) }
  }

  private static func leftShares(_ tree: DecisionTree) -> [Double] {
    tree.nodes.map { node in
      let (left, right) = (Double(tree.count(of: node.left)), Double(tree.count(of: node.right)))
      return left + right > 0 ? left / (left + right) : 0.5
    }
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
