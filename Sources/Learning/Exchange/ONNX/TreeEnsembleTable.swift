/// Trees as the columns of ONNX's `TreeEnsembleRegressor`: one row per test or leaf, numbered from the root of each tree.
///
/// A split of several cuts is a chain of tests:
///
///     x ≤ 2.99 ── yes ── right          categories {3, 4, 9}: 3 ≤ x < 5 or 9 ≤ x < 10 goes left
///        │ no
///     x ≤ 4.99 ── yes ── left           Tests of a chain share what they lead to, always by "yes": readers lay a
///        │ no                           "no" directly behind its test, and so take only one way there.
///     x ≤ 8.99 ── yes ── right
///        │ no
///     x ≤ 9.99 ── yes ── left
///        │ no
///      right
struct TreeEnsembleTable {
  private var trees: [Int] = []
  private var numbers: [Int] = []
  private var features: [Int] = []
  private var cuts: [Double] = []
  private var modes: [String] = []
  private var whenTrue: [Int] = []
  private var whenFalse: [Int] = []
  private var missingIsTrue: [Int] = []
  private var leafTrees: [Int] = []
  private var leafNumbers: [Int] = []
  private var leafValues: [Double] = []

  init(_ trees: [DecisionTree]) {
    for (index, tree) in trees.enumerated() { add(tree, index) }
  }

  // MARK: - Trees

  private mutating func add(_ tree: DecisionTree, _ index: Int) {
    let steps = tree.nodes.map(SplitSteps.init)
    var first: [TreeChild: Int] = [:]
    var order: [TreeChild] = []
    var (rows, waiting) = (0, [tree.target(of: tree.root, steps)])
    while let place = waiting.popLast() {
      first[place] = rows
      order.append(place)
      guard case .node(let node) = place else {
        rows += 1
        continue
      }
      rows += steps[node].cuts.count
      waiting += [tree.nodes[node].right, tree.nodes[node].left].map { tree.target(of: $0, steps) }
    }
    for place in order {
      switch place {
      case .leaf(let leaf): addLeaf(tree.leaves[leaf].value, tree: index, number: first[place]!)
      case .node(let node):
        let ends = (left: tree.nodes[node].left, right: tree.nodes[node].right)
        addChain(
          steps[node], feature: tree.nodes[node].feature, tree: index, number: first[place]!,
          left: first[tree.target(of: ends.left, steps)]!, right: first[tree.target(of: ends.right, steps)]!)
      }
    }
  }

  private mutating func addChain(
    _ steps: SplitSteps, feature: Int, tree: Int, number: Int, left: Int, right: Int
  ) {
    for (cut, value) in steps.cuts.enumerated() {
      let isLast = cut == steps.cuts.count - 1
      trees.append(tree)
      numbers.append(number + cut)
      features.append(feature)
      cuts.append(Double(value))
      modes.append("BRANCH_LEQ")
      whenTrue.append(steps.goesLeft(upToCut: cut) ? left : right)
      whenFalse.append(!isLast ? number + cut + 1 : steps.endsLeft ? left : right)
      // Missing values fail every test, and so end on the last side; else they pass the last one.
      missingIsTrue.append(isLast && steps.missingGoesLeft != steps.endsLeft ? 1 : 0)
    }
  }

  private mutating func addLeaf(_ value: Double, tree: Int, number: Int) {
    trees.append(tree)
    numbers.append(number)
    features.append(0)
    cuts.append(0)
    modes.append("LEAF")
    whenTrue.append(0)
    whenFalse.append(0)
    missingIsTrue.append(0)
    leafTrees.append(tree)
    leafNumbers.append(number)
    leafValues.append(value)
  }

  // MARK: - Columns

  /// Attributes of the operator. Cuts and leaves are in double precision, so that sums are too.
  var attributes: [ONNXAttribute] {
    [
      ONNXAttribute("aggregate_function", .text("SUM")), ONNXAttribute("post_transform", .text("NONE")),
      ONNXAttribute("n_targets", .integer(1)),
      ONNXAttribute("nodes_treeids", .integers(trees)), ONNXAttribute("nodes_nodeids", .integers(numbers)),
      ONNXAttribute("nodes_featureids", .integers(features)), ONNXAttribute("nodes_modes", .texts(modes)),
      ONNXAttribute("nodes_values_as_tensor", .doubles(cuts)),
      ONNXAttribute("nodes_truenodeids", .integers(whenTrue)),
      ONNXAttribute("nodes_falsenodeids", .integers(whenFalse)),
      ONNXAttribute("nodes_missing_value_tracks_true", .integers(missingIsTrue)),
      ONNXAttribute("target_treeids", .integers(leafTrees)), ONNXAttribute("target_nodeids", .integers(leafNumbers)),
      ONNXAttribute("target_ids", .integers(leafTrees.map { _ in 0 })),
      ONNXAttribute("target_weights_as_tensor", .doubles(leafValues)),
    ]
  }
}

extension DecisionTree {
  /// What a child leads to once splits that send everything one way are left out.
  fileprivate func target(of child: TreeChild, _ steps: [SplitSteps]) -> TreeChild {
    var child = child
    while case .node(let index) = child, steps[index].cuts.isEmpty {
      child = steps[index].startsLeft ? nodes[index].left : nodes[index].right
    }
    return child
  }
}
