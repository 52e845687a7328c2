extension DecisionTree {
  /// The first node whose sides lie in the wrong order: a leaf below its left child is above (for a falling feature
  /// below) one under its right child. Without such a node the tree keeps to `constraints` for every row.
  ///
  /// - Parameter constraints: one per feature.
  package func firstViolation(_ constraints: [MonotoneDirection?]) -> Int? {
    var ranges = [ClosedRange<Double>?](repeating: nil, count: nodes.count)
    func range(_ child: TreeChild) -> ClosedRange<Double> {
      switch child {
      case .node(let index): ranges[index]!
      case .leaf(let index): leaves[index].value...leaves[index].value
      }
    }
    // Children come after their parents, so theirs are known first from the end.
    for (index, node) in nodes.enumerated().reversed() {
      let (left, right) = (range(node.left), range(node.right))
      switch constraints[node.feature] {
      case .increasing where left.upperBound > right.lowerBound: return index
      case .decreasing where left.lowerBound < right.upperBound: return index
      default: break
      }
      ranges[index] =
        min(left.lowerBound, right.lowerBound)...max(left.upperBound, right.upperBound)
    }
    return nil
  }
}
