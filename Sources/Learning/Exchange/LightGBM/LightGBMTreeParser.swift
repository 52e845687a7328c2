/// Parses one tree from its section, or reports what is wrong with it.
struct LightGBMTreeParser {
  let section: LightGBMTextSection
  let index: Int
  let features: Int

  func tree() throws(LightGBMTextError) -> DecisionTree {
    try section.require("is_linear", is: "0")
    let leaves = try leaves()
    let nodes = try nodes(leaves.count)
    let shrinkage = try section.field("shrinkage").doubles(count: 1)[0]
    let tree = DecisionTree(nodes: nodes, leaves: leaves, shrinkage: shrinkage)
    try checkDepth(tree)
    return tree
  }

  private func leaves() throws(LightGBMTextError) -> [DecisionTree.Leaf] {
    // The arrays bound the count, so a large number alone costs nothing.
    let count = try section.field("num_leaves").integer(in: 1...Int(Int32.max))
    let values = try section.field("leaf_value").doubles(count: count)
    if count == 1 {
      let rows = try section.fields["leaf_count"].map { field throws(LightGBMTextError) in
        field.words.isEmpty ? 0 : try field.integer(in: Self.counts)
      }
      return [DecisionTree.Leaf(value: values[0], weight: 0, count: rows ?? 0)]
    }
    let weights = try section.field("leaf_weight").doubles(count: count)
    let counts = try section.field("leaf_count").integers(count: count, in: Self.counts)
    return values.indices.map { DecisionTree.Leaf(value: values[$0], weight: weights[$0], count: counts[$0]) }
  }

  private func nodes(_ leaves: Int) throws(LightGBMTextError) -> [DecisionTree.Node] {
    let count = leaves - 1
    guard count > 0 else { return [] }
    let feature = try section.field("split_feature").integers(count: count, in: 0...features - 1)
    let threshold = try section.field("threshold").doubles(count: count, infinite: true)
    let types = try decisionTypes(count)
    let categories = try categories(threshold, types)
    let children = try children(count)
    let gain = try section.field("split_gain").doubles(count: count, infinite: true)
    let value = try section.field("internal_value").doubles(count: count)
    let weight = try section.field("internal_weight").doubles(count: count)
    let rows = try section.field("internal_count").integers(count: count, in: Self.counts)
    return (0..<count).map { node in
      DecisionTree.Node(
        feature: feature[node], threshold: categories[node] == nil ? threshold[node] : 0,
        categories: categories[node], missing: types[node].missing, defaultsLeft: types[node].defaultsLeft,
        left: children[node].left, right: children[node].right, gain: gain[node], value: value[node],
        weight: weight[node], count: rows[node])
    }
  }

  /// Bit 0 categorical, bit 1 default left, bits 2 and 3 what is missing.
  private struct DecisionType {
    let isCategorical: Bool
    let missing: MissingHandling
    let defaultsLeft: Bool
  }

  private func decisionTypes(_ count: Int) throws(LightGBMTextError) -> [DecisionType] {
    let field = try section.field("decision_type")
    var types: [DecisionType] = []
    for type in try field.integers(count: count, in: 0...15) {
      guard let missing = MissingHandling(rawValue: type >> 2) else {
        throw .unsupported(line: field.line, key: field.key, found: "\(type)", known: ["0 to 11"])
      }
      types.append(DecisionType(isCategorical: type & 1 != 0, missing: missing, defaultsLeft: type & 2 != 0))
    }
    return types
  }

  // MARK: - Categories

  /// The set of each categorical node: its threshold is the number of the set.
  private func categories(
    _ thresholds: [Double], _ types: [DecisionType]
  ) throws(LightGBMTextError) -> [CategorySet?] {
    let sets = try categorySets()
    var categories: [CategorySet?] = []
    for (threshold, type) in zip(thresholds, types) {
      guard type.isCategorical else {
        categories.append(nil)
        continue
      }
      guard let index = Int(exactly: threshold), sets.indices.contains(index) else {
        let field = try section.field("threshold")
        throw field.outOfRange(field.words[categories.count], "the number of one of \(sets.count) category sets")
      }
      categories.append(sets[index])
    }
    return categories
  }

  /// Words `cat_boundaries[i]` up to `cat_boundaries[i + 1]` of `cat_threshold` are the bits of set i.
  private func categorySets() throws(LightGBMTextError) -> [CategorySet] {
    let count = try section.fields["num_cat"]?.integer(in: 0...Int(Int32.max)) ?? 0
    guard count > 0 else { return [] }
    let boundaries = try section.field("cat_boundaries").boundaries(count: count + 1, step: 1...Self.mostWords)
    let words = try section.field("cat_threshold").integers(count: boundaries[count], in: 0...Int(UInt32.max))
    return (0..<count).map { set in
      CategorySet(words: words[boundaries[set]..<boundaries[set + 1]].map { UInt32($0) })
    }
  }

  /// A `Float` tells whole numbers apart up to 2²⁴.
  private static let mostWords = (1 << 24) / 32

  // MARK: - Shape

  /// Children of each node. Each node but the root and each leaf is reached once, from an earlier node, so there are no
  /// cycles and every walk ends in a leaf.
  private func children(_ count: Int) throws(LightGBMTextError) -> [(left: TreeChild, right: TreeChild)] {
    let codes = -count - 1...count - 1
    let left = try section.field("left_child").integers(count: count, in: codes)
    let right = try section.field("right_child").integers(count: count, in: codes)
    var nodeReached = [Bool](repeating: false, count: count)
    var leafReached = [Bool](repeating: false, count: count + 1)
    var children: [(left: TreeChild, right: TreeChild)] = []
    for node in 0..<count {
      for child in [left[node], right[node]] {
        let isRepeated = child < 0 ? leafReached[~child] : nodeReached[child]
        if isRepeated { throw broken(.reachedTwice(child: child)) }
        if child < 0 { leafReached[~child] = true } else { nodeReached[child] = true }
        if child >= 0 && child <= node { throw broken(.childBeforeParent(node: node, child: child)) }
      }
      children.append((Self.child(left[node]), Self.child(right[node])))
    }
    return children
  }

  private static func child(_ code: Int) -> TreeChild {
    code < 0 ? .leaf(~code) : .node(code)
  }

  private func checkDepth(_ tree: DecisionTree) throws(LightGBMTextError) {
    let most = GradientBoostingSettings.deepest
    if tree.depth > most { throw broken(.tooDeep(depth: tree.depth, most: most)) }
  }

  private func broken(_ fault: LightGBMTextError.TreeFault) -> LightGBMTextError {
    .brokenTree(line: section.line, tree: index, fault)
  }

  private static let counts = 0...1 << 48
}
