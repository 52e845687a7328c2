import Learning
import Numerics
import Testing

@Suite("TreeSHAP") struct TreeExplanationTests {
  /// Mean of a tree's leaves where only the features in `known` are: absent ones follow the counts of training rows.
  private func expectation(
    _ tree: DecisionTree, _ child: TreeChild, _ values: [Float], known: Int
  ) -> Double {
    guard case .node(let index) = child else {
      guard case .leaf(let leaf) = child else { return .nan }
      return tree.leaves[leaf].value
    }
    let node = tree.nodes[index]
    let left = expectation(tree, node.left, values, known: known)
    let right = expectation(tree, node.right, values, known: known)
    if known >> node.feature & 1 == 1 { return node.goesLeft(values[node.feature]) ? left : right }
    let (lefts, rights) = (count(tree, node.left), count(tree, node.right))
    return (lefts * left + rights * right) / (lefts + rights)
  }

  private func count(_ tree: DecisionTree, _ child: TreeChild) -> Double {
    switch child {
    case .node(let index): Double(tree.nodes[index].count)
    case .leaf(let index): Double(tree.leaves[index].count)
    }
  }

  /// The definition: a feature's mean effect over all orders in which features become known.
  private func shapley(_ model: GradientBoostingModel, _ values: [Float]) -> [Double] {
    let features = values.count
    func value(_ known: Int) -> Double {
      model.trees.reduce(0) {
        $0 + expectation($1, $1.nodes.isEmpty ? .leaf(0) : .node(0), values, known: known)
      }
    }
    func factorial(_ n: Int) -> Double { (0..<n).reduce(1) { $0 * Double($1 + 1) } }
    return (0..<features).map { feature in
      (0..<1 << features).filter { $0 >> feature & 1 == 0 }.reduce(0) { sum, known in
        let size = known.nonzeroBitCount
        let weight = factorial(size) * factorial(features - size - 1) / factorial(features)
        return sum + weight * (value(known | 1 << feature) - value(known))
      }
    } + [value(0)]
  }

  @Test("one split by hand: the feature moves the score from the mean to the leaf")
  func byHand() throws {
    let settings = TreeFixture.settings(.squaredError, trees: 1) {
      $0.minDataInLeaf = 1
      $0.learningRate = 1
    }
    let model = try settings.fit(
      Dataset(features: Matrix(columns: [[0, 0, 0, 1], [5, 5, 5, 5]]), targets: [0, 0, 0, 8]))
    let contributions = try model.contributions(Matrix(columns: [[0, 1], [5, 5]]), context: .serial)
    #expect(contributions == Matrix(columns: [[-2, 6], [0, 0], [2, 2]]))
  }

  @Test("equals the definition, summed over all subsets of features", arguments: TreeFixture.objectives)
  func bruteForce(objective: GradientBoostingObjective) throws {
    let model = try TreeFixture.settings(objective, trees: 4) { $0.minDataInLeaf = 5 }
      .fit(TreeFixture.dataset(objective, rows: 300))
    // Depth beyond the number of features, so that paths meet a feature twice.
    #expect(model.trees.contains { $0.depth > 3 })
    var features = TreeFixture.features(rows: 12, seed: 6)
    features[0, 0] = .nan
    let contributions = try model.contributions(features, context: .serial)
    for row in 0..<12 {
      let expected = shapley(model, (0..<5).map { features[row, $0] })
      for column in 0..<6 { #expect(abs(contributions[row, column] - expected[column]) < 1e-11) }
    }
  }

  @Test("contributions and bias add up to the raw score, for any number of threads", arguments: TreeFixture.objectives)
  func additive(objective: GradientBoostingObjective) throws {
    let model = try TreeFixture.settings(objective, trees: 12) { $0.numLeaves = 20 }
      .fit(TreeFixture.dataset(objective, rows: 800))
    let features = TreeFixture.features(rows: 300, seed: 6)
    let contributions = try model.contributions(features, context: .serial)
    let scores = try model.rawScores(features, context: .serial)
    for row in 0..<300 {
      let sum = (0..<6).reduce(0) { $0 + contributions[row, $1] }
      #expect(abs(sum - scores[row]) < 1e-10)
    }
    #expect(try model.contributions(features, context: .threads(3)) == contributions)
  }

  @Test("a constant model is all bias, and no rows give no rows")
  func constant() throws {
    let model = try TreeFixture.settings(.squaredError).fit(TreeFixture.dataset(.squaredError, rows: 10))
    let features = TreeFixture.features(rows: 2)
    let contributions = try model.contributions(features, context: .serial)
    #expect((0..<5).allSatisfy { contributions.column($0) == [0, 0] })
    #expect(try contributions.column(5) == model.rawScores(features, context: .serial))
    let none = try model.contributions(Matrix(rows: 0, columns: 5), context: .serial)
    #expect(none.rows == 0 && none.columns == 6)
  }

  @Test("branches that no training row took still add up")
  func emptyBranches() throws {
    func node(_ feature: Int, _ left: TreeChild, _ right: TreeChild, _ count: Int) -> DecisionTree.Node {
      DecisionTree.Node(
        feature: feature, threshold: 0, missing: .nanIsMissing, defaultsLeft: true, left: left, right: right, gain: 1,
        value: 0, weight: 1, count: count)
    }
    let tree = DecisionTree(
      nodes: [node(0, .node(1), .leaf(1), 4), node(1, .leaf(0), .node(2), 4), node(0, .leaf(2), .leaf(3), 0)],
      leaves: [(1.0, 4), (2, 0), (3, 0), (5, 0)].map { DecisionTree.Leaf(value: $0.0, weight: 1, count: $0.1) },
      shrinkage: 1)
    let model = GradientBoostingModel(
      objective: .squaredError, featureNames: ["a", "b"], featureRanges: [nil, nil], trees: [tree], trainingLog: [])
    let features = Matrix<Float>(columns: [[-1, -1, 1, 1], [-1, 1, -1, 1]])
    let contributions = try model.contributions(features, context: .serial)
    let scores = try model.rawScores(features, context: .serial)
    #expect(scores == [1, 3, 2, 2])
    for row in 0..<4 {
      #expect(abs(contributions[row, 0] + contributions[row, 1] + contributions[row, 2] - scores[row]) < 1e-12)
    }
  }

  @Test("equals the published algorithm on trees with every kind of split", arguments: [2, 9, 31, 120])
  func plainTwin(leaves: Int) throws {
    var random = RandomForest(columns: 12, seed: UInt64(leaves))
    let trees = (0..<3).map { _ in random.tree(leaves: leaves) }
    let features = random.rows(37)
    let contributions = try random.model(trees).contributions(features, context: .threads(2))
    for row in 0..<features.rows {
      let values = (0..<12).map { features[row, $0] }
      let plain = trees.map { PlainTreeSHAP(tree: $0, values: values).contributions() }
      for column in 0..<12 {
        #expect(abs(contributions[row, column] - plain.reduce(0) { $0 + $1[column] }) < 1e-10)
      }
    }
  }

  @Test("the deepest chains, over few features and over hundreds, still add up", arguments: [3, 600])
  func chains(columns: Int) throws {
    var random = RandomForest(columns: columns, seed: 2)
    let model = random.model([
      random.tree(leaves: 513, shape: .leftChain), random.tree(leaves: 513, shape: .rightChain),
    ])
    let features = random.rows(9)
    let scores = try model.rawScores(features, context: .serial)
    let contributions = try model.contributions(features, context: .threads(2))
    for row in 0..<9 {
      let sum = (0...columns).reduce(0) { $0 + contributions[row, $1] }
      #expect(abs(sum - scores[row]) < 1e-11)
    }
  }

  @Test("the rules of integration are exact for the degrees they claim", arguments: [1, 2, 3, 8, 17, 64])
  func quadrature(count: Int) {
    let quadrature = UnitQuadrature(degree: 2 * count - 1)
    let places = UnitQuadrature.start(count: count)..<UnitQuadrature.start(count: count) + count
    #expect(UnitQuadrature.count(degree: 2 * count - 1) == count && quadrature.points.count == places.upperBound)
    for degree in 0..<2 * count {
      let integral = places.reduce(0) { sum, place in
        sum + quadrature.weights[place] * (0..<degree).reduce(1) { power, _ in power * quadrature.points[place] }
      }
      #expect(abs(integral * Double(degree + 1) - 1) < 1e-12)
    }
  }
}
