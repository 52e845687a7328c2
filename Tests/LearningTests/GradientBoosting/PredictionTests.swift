import Learning
import Numerics
import Testing

@Suite("Prediction by trees") struct PredictionTests {
  private func expectSameBits(_ model: GradientBoostingModel, _ features: Matrix<Float>) throws {
    let plain = (0..<features.rows).map { row in model.trees.reduce(0) { $0 + $1.plainValue(features, row) } }
    for threads in [1, 3] {
      let scores = try model.rawScores(features, context: .threads(threads))
      #expect(scores.map(\.bitPattern) == plain.map(\.bitPattern))
    }
  }

  @Test(
    "every row gets the leaf it walks to, whatever the size of the tree",
    arguments: [1, 2, 3, 31, 32, 33, 63, 64, 65, 200, 1023, 1024, 1025, 3000])
  func leafCounts(leaves: Int) throws {
    var random = RandomForest(columns: 7, seed: UInt64(leaves))
    let trees = (0..<4).map { _ in random.tree(leaves: leaves) }
    try expectSameBits(random.model(trees), random.rows(300))
  }

  @Test("trees of 8,192 leaves")
  func manyLeaves() throws {
    var random = RandomForest(columns: 7, seed: 3)
    let trees = [random.tree(leaves: 8192), random.tree(leaves: 20), random.tree(leaves: 8192)]
    try expectSameBits(random.model(trees), random.rows(200))
  }

  @Test(
    "few rows and many, and those that do not fill a block",
    arguments: [0, 1, 2, 3, 4, 5, 15, 16, 17, 63, 64, 65, 127, 2047, 2048, 2049, 4100])
  func rowCounts(rows: Int) throws {
    var random = RandomForest(columns: 5, seed: 8)
    let trees = (0..<6).map { random.tree(leaves: 5 * $0 + 1) }
    try expectSameBits(random.model(trees), random.rows(rows))
  }

  @Test("chains as deep as any tree may be", arguments: [RandomForest.Shape.leftChain, .rightChain])
  func chains(shape: RandomForest.Shape) throws {
    var random = RandomForest(columns: 40, seed: 5)
    let model = random.model([random.tree(leaves: 513, shape: shape), random.tree(leaves: 40, shape: shape)])
    #expect(model.trees[0].depth == 512)
    try expectSameBits(model, random.rows(150))
  }

  @Test("a thousand features")
  func manyFeatures() throws {
    var random = RandomForest(columns: 1000, seed: 5)
    let trees = (0..<10).map { _ in random.tree(leaves: 31) }
    try expectSameBits(random.model(trees), random.rows(130))
  }

  @Test("models that were trained", arguments: TreeFixture.objectives)
  func trained(objective: GradientBoostingObjective) throws {
    let model = try TreeFixture.settings(objective, trees: 10).fit(TreeFixture.dataset(objective, rows: 500))
    try expectSameBits(model, TreeFixture.features(rows: 333, seed: 9))
  }

  @Test("responses are on the scale of the targets")
  func responses() throws {
    let model = try TreeFixture.settings(.logistic).fit(TreeFixture.dataset(.logistic, rows: 400))
    let features = TreeFixture.features(rows: 100)
    let scores = try model.rawScores(features, context: .serial)
    for (score, probability) in zip(scores, try model.predict(features, context: .threads(2))) {
      #expect(abs(probability - sigmoid(score)) < 1e-15)
    }
    // A row alone has the bits it has among others.
    let alone = try (0..<100).map { try model.predict(features.selectingRows([$0]), context: .serial)[0] }
    #expect(try alone == model.predict(features, context: .serial))
  }
}
