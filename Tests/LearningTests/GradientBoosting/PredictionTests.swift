import Learning
import Numerics
import Testing

@Suite("Prediction by trees") struct PredictionTests {
  private func expectSameBits(_ model: GradientBoostingModel, _ features: Matrix<Float>) {
    let plain = (0..<features.rows).map { row in model.trees.reduce(0) { $0 + $1.plainValue(features, row) } }
    for threads in [1, 3] {
      let scores = model.rawScores(features, parallelism: Parallelism(threads: threads))
      #expect(scores.map(\.bitPattern) == plain.map(\.bitPattern))
    }
  }

  @Test(
    "every row gets the leaf it walks to, whatever the size of the tree",
    arguments: [1, 2, 3, 31, 32, 33, 63, 64, 65, 200, 1023, 1024, 1025, 3000])
  func leafCounts(leaves: Int) {
    var random = RandomForest(columns: 7, seed: UInt64(leaves))
    let trees = (0..<4).map { _ in random.tree(leaves: leaves) }
    expectSameBits(random.model(trees), random.rows(300))
  }

  @Test("trees of 8,192 leaves")
  func manyLeaves() {
    var random = RandomForest(columns: 7, seed: 3)
    let trees = [random.tree(leaves: 8192), random.tree(leaves: 20), random.tree(leaves: 8192)]
    expectSameBits(random.model(trees), random.rows(200))
  }

  @Test(
    "few rows and many, and those that do not fill a block",
    arguments: [0, 1, 2, 3, 4, 5, 15, 16, 17, 63, 64, 65, 127, 2047, 2048, 2049, 4100])
  func rowCounts(rows: Int) {
    var random = RandomForest(columns: 5, seed: 8)
    let trees = (0..<6).map { random.tree(leaves: 5 * $0 + 1) }
    expectSameBits(random.model(trees), random.rows(rows))
  }

  @Test("chains as deep as any tree may be", arguments: [RandomForest.Shape.leftChain, .rightChain])
  func chains(shape: RandomForest.Shape) {
    var random = RandomForest(columns: 40, seed: 5)
    let model = random.model([random.tree(leaves: 513, shape: shape), random.tree(leaves: 40, shape: shape)])
    #expect(model.trees[0].depth == 512)
    expectSameBits(model, random.rows(150))
  }

  @Test("a thousand features")
  func manyFeatures() {
    var random = RandomForest(columns: 1000, seed: 5)
    let trees = (0..<10).map { _ in random.tree(leaves: 31) }
    expectSameBits(random.model(trees), random.rows(130))
  }

  @Test("models that were trained", arguments: TreeFixture.objectives)
  func trained(objective: GradientBoostingObjective) throws {
    let model = try TreeFixture.settings(objective, trees: 10).fit(TreeFixture.dataset(objective, rows: 500))
    expectSameBits(model, TreeFixture.features(rows: 333, seed: 9))
  }

  @Test("responses are on the scale of the targets")
  func responses() throws {
    let model = try TreeFixture.settings(.logistic).fit(TreeFixture.dataset(.logistic, rows: 400))
    let features = TreeFixture.features(rows: 100)
    let scores = model.rawScores(features, parallelism: .serial)
    for (score, probability) in zip(scores, model.predict(features, parallelism: Parallelism(threads: 2))) {
      #expect(abs(probability - sigmoid(score)) < 1e-15)
    }
    // A row alone has the bits it has among others.
    let alone = (0..<100).map { model.predict(features.selectingRows([$0]), parallelism: .serial)[0] }
    #expect(alone == model.predict(features, parallelism: .serial))
  }
}
