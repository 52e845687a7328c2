extension GradientBoostingModel {
  /// The model in LightGBM's text format, version 4, which LightGBM loads and `init(lightGBMText:)` reads back.
  ///
  /// Every number has the digits that give the same `Double` again, 17 at most.
  package func lightGBMText() -> String {
    let trees = trees.enumerated().map { "Tree=\($0)\n" + Self.text(of: $1) + "\n" }
    return header(treeSizes: trees.map(\.utf8.count)) + trees.joined() + "end of trees\n" + importances() + parameters()
      + "\npandas_categorical:null\n"
  }

  private func header(treeSizes: [Int]) -> String {
    lines([
      "tree", "version=v4", "num_class=1", "num_tree_per_iteration=1", "label_index=0",
      "max_feature_idx=\(featureNames.count - 1)", "objective=\(objective.lightGBMObjective)",
      "feature_names=\(featureNames.joined(separator: " "))",
      "feature_infos=\(spaced(featureNames.indices.map(featureInfo)))", "tree_sizes=\(spaced(treeSizes))", "",
    ])
  }

  /// Categories or range; a feature with a single value is written like one without any.
  private func featureInfo(_ feature: Int) -> String {
    if let categories = featureCategories[feature] { return categories.map(\.description).joined(separator: ":") }
    guard let range = featureRanges[feature], range.lowerBound < range.upperBound else { return "none" }
    return "[\(range.lowerBound):\(range.upperBound)]"
  }

  private static func text(of tree: DecisionTree) -> String {
    let (nodes, leaves) = (tree.nodes, tree.leaves)
    let sets = nodes.compactMap(\.categories)
    return lines([
      "num_leaves=\(leaves.count)", "num_cat=\(sets.count)",
      "split_feature=\(spaced(nodes.map(\.feature)))",
      "split_gain=\(spaced(nodes.map(\.gain)))",
      "threshold=\(thresholds(nodes))",
      "decision_type=\(spaced(nodes.map(decisionType)))",
      "left_child=\(spaced(nodes.map { code($0.left) }))",
      "right_child=\(spaced(nodes.map { code($0.right) }))",
      "leaf_value=\(spaced(leaves.map(\.value)))",
      "leaf_weight=\(nodes.isEmpty ? "" : spaced(leaves.map(\.weight)))",
      "leaf_count=\(spaced(leaves.map(\.count)))",
      "internal_value=\(spaced(nodes.map(\.value)))",
      "internal_weight=\(spaced(nodes.map(\.weight)))",
      "internal_count=\(spaced(nodes.map(\.count)))",
    ]) + (sets.isEmpty ? "" : text(of: sets)) + lines(["is_linear=0", "shrinkage=\(tree.shrinkage)", ""])
  }

  /// Where each set begins among the words, and the words; a set without categories has one word too.
  private static func text(of sets: [CategorySet]) -> String {
    let words = sets.map { $0.words.isEmpty ? [0] : $0.words }
    var boundaries = [0]
    for words in words { boundaries.append(boundaries.last! + words.count) }
    return lines(["cat_boundaries=\(spaced(boundaries))", "cat_threshold=\(spaced(words.flatMap { $0 }))"])
  }

  /// At a categorical node the number of its set.
  private static func thresholds(_ nodes: [DecisionTree.Node]) -> String {
    var sets = 0
    return nodes.map { node in
      guard node.categories != nil else { return "\(node.threshold)" }
      sets += 1
      return "\(sets - 1)"
    }.joined(separator: " ")
  }

  private static func decisionType(_ node: DecisionTree.Node) -> Int {
    (node.categories == nil ? 0 : 1) + (node.defaultsLeft ? 2 : 0) + 4 * node.missing.rawValue
  }

  /// A leaf is the complement of its index.
  private static func code(_ child: TreeChild) -> Int {
    switch child {
    case .node(let index): index
    case .leaf(let index): ~index
    }
  }

  /// Names with their numbers of splits, the most used first.
  private func importances() -> String {
    let splits = featureImportance(.split).map { Int($0) }
    let used = splits.indices.filter { splits[$0] > 0 }
      .sorted { (splits[$1], $0) < (splits[$0], $1) }
    return lines(["", "feature_importances:"] + used.map { "\(featureNames[$0])=\(splits[$0])" })
  }

  private func parameters() -> String {
    let name = objective.lightGBMObjective.prefix { $0 != " " }
    var entries = ["[boosting: gbdt]", "[objective: \(name)]"]
    switch objective {
    case .quantile(let alpha): entries.append("[alpha: \(alpha)]")
    case .tweedie(let power): entries.append("[tweedie_variance_power: \(power)]")
    case .logistic, .squaredError: break
    }
    return lines(["", "parameters:"] + entries + ["", "end of parameters"])
  }
}

extension GradientBoostingObjective {
  /// As the header of the text format has it.
  var lightGBMObjective: String {
    switch self {
    case .logistic: "binary sigmoid:1"
    case .squaredError: "regression"
    case .quantile: "quantile"
    case .tweedie: "tweedie"
    }
  }
}

private func lines(_ lines: [String]) -> String {
  lines.joined(separator: "\n") + "\n"
}

private func spaced(_ values: [some CustomStringConvertible]) -> String {
  values.map(\.description).joined(separator: " ")
}
