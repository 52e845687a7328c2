extension CompactForest {
  /// More leaves are walked: tests grow with the leaves, a walk with their logarithm.
  static let mostMaskedLeaves = 1024

  init(_ trees: [DecisionTree]) {
    var builder = ForestBuilder()
    for tree in trees { builder.add(tree) }
    self.init(
      trees: builder.trees, words: builder.words, tests: builder.tests, categoryTests: builder.categoryTests,
      categoryWords: builder.categoryWords, walkNodes: builder.walkNodes, leaves: builder.leaves)
  }
}

private struct ForestBuilder {
  var trees: [CompactForest.Tree] = []
  var words: [CompactForest.LeafWord] = []
  var tests: [CompactForest.LeafTest] = []
  var categoryTests: [CompactForest.CategoryTest] = []
  var categoryWords: [UInt32] = []
  var walkNodes: [CompactForest.WalkNode] = []
  var leaves: [Double] = []

  mutating func add(_ tree: DecisionTree) {
    let order = LeafOrder(tree)
    let sets = tree.nodes.map { $0.categories.map { place(of: $0) } }
    let firstWord = words.count
    if tree.leaves.count <= CompactForest.mostMaskedLeaves { addWords(tree, order, sets) }
    trees.append(
      CompactForest.Tree(
        root: addNodes(tree, order, sets), firstLeaf: leaves.count, words: firstWord..<words.count))
    leaves += order.leaves.map { tree.leaves[$0].value }
  }

  private mutating func place(of set: CategorySet) -> CompactForest.CategoryPlace {
    let first = categoryWords.count
    // One word at least, for values between −1 and 0 are category 0.
    categoryWords += set.words.isEmpty ? [0] : set.words
    return CompactForest.CategoryPlace(firstWord: Int32(first), end: Float((categoryWords.count - first) * 32))
  }

  // MARK: - Masks

  private mutating func addWords(_ tree: DecisionTree, _ order: LeafOrder, _ sets: [CompactForest.CategoryPlace?]) {
    let rules = tree.nodes.map(CompactForest.Rule.init)
    for first in stride(from: 0, to: tree.leaves.count, by: 32).reversed() {
      // Nodes with a leaf of this word to their left.
      let touching = tree.nodes.indices.filter { order.left[$0].overlaps(first..<first + 32) }
      var word = CompactForest.LeafWord()
      for rule in 0..<4 {
        for index in touching where rules[index].rawValue == rule {
          let node = tree.nodes[index]
          tests.append(
            CompactForest.LeafTest(
              threshold: floatNotAbove(node.threshold), lanes: UInt32(node.feature * CompactForest.blockVectors),
              kept: Self.kept(order.left[index], wordFrom: first)))
        }
        word.ends[rule] = Int32(tests.count)
      }
      for index in touching {
        guard let set = sets[index] else { continue }
        categoryTests.append(
          CompactForest.CategoryTest(
            set: set, lanes: UInt32(tree.nodes[index].feature * CompactForest.blockVectors),
            kept: Self.kept(order.left[index], wordFrom: first)))
      }
      word.categoryEnd = Int32(categoryTests.count)
      words.append(word)
    }
  }

  private static func kept(_ lost: Range<Int>, wordFrom first: Int) -> UInt32 {
    let part = lost.clamped(to: first..<first + 32)
    // Shifts by 32 give 0.
    return ~((UInt32.max >> UInt32(32 - part.count)) << UInt32(part.lowerBound - first))
  }

  // MARK: - Walks

  /// - Returns: the root.
  private mutating func addNodes(
    _ tree: DecisionTree, _ order: LeafOrder, _ sets: [CompactForest.CategoryPlace?]
  ) -> Int32 {
    let (firstNode, firstLeaf) = (walkNodes.count, leaves.count)
    func code(_ child: TreeChild) -> Int32 {
      switch child {
      case .node(let index): Int32(firstNode + index)
      case .leaf(let index): ~Int32(firstLeaf + order.place[index])
      }
    }
    for (node, set) in zip(tree.nodes, sets) {
      walkNodes.append(
        CompactForest.WalkNode(
          threshold: set?.end ?? floatNotAbove(node.threshold), feature: Int32(node.feature), left: code(node.left),
          right: code(node.right), rule: CompactForest.Rule(node), firstWord: set?.firstWord ?? 0))
    }
    return code(tree.root)
  }
}

/// The leaves of a tree from left to right.
private struct LeafOrder {
  /// Leaves in that order.
  private(set) var leaves: [Int]
  /// Place of each leaf.
  private(set) var place: [Int]
  /// Places of the leaves to the left of each node.
  private(set) var left: [Range<Int>]

  init(_ tree: DecisionTree) {
    // Children come after their parents: sizes from the end, places from the beginning.
    var sizes = [Int](repeating: 0, count: tree.nodes.count)
    func size(_ child: TreeChild) -> Int {
      if case .node(let index) = child { sizes[index] } else { 1 }
    }
    for (index, node) in tree.nodes.enumerated().reversed() { sizes[index] = size(node.left) + size(node.right) }
    var first = [Int](repeating: 0, count: tree.nodes.count)
    leaves = [Int](repeating: 0, count: tree.leaves.count)
    place = leaves
    left = []
    for (index, node) in tree.nodes.enumerated() {
      let middle = first[index] + size(node.left)
      left.append(first[index]..<middle)
      for (child, start) in [(node.left, first[index]), (node.right, middle)] {
        switch child {
        case .node(let below): first[below] = start
        case .leaf(let leaf): (leaves[start], place[leaf]) = (leaf, start)
        }
      }
    }
  }
}

func floatNotAbove(_ value: Double) -> Float {
  let nearest = Float(value)
  return Double(nearest) > value ? nearest.nextDown : nearest
}
