import Foundation
import Learning
import Numerics
import Testing

@Suite("Gradient boosting: training") struct TrainingTests {
  // MARK: - Known answers

  @Test("one split of four rows gives the means, the gain and the counts worked out by hand")
  func byHand() throws {
    let settings = TreeFixture.settings(.squaredError, trees: 1) {
      $0.minDataInLeaf = 1
      $0.learningRate = 1
    }
    let model = try settings.fit(
      Dataset(features: Matrix(columns: [[0, 0, 1, 1]]), targets: [0, 0, 10, 10]))
    let node = try #require(model.trees[0].nodes.first)
    #expect(node.threshold == 0.5)
    #expect(node.gain == 100)
    #expect(node.count == 4)
    #expect(model.trees[0].leaves.map(\.value) == [0, 10])
    #expect(model.featureImportance(.gain) == [100])
    #expect(model.featureImportance(.split) == [1])
    #expect(try model.rawScores(Matrix(columns: [[0.5, 0.6]]), context: .serial) == [0, 10])
  }

  @Test("penalties shrink a leaf to −soft(G, λ₁) / (H + λ₂)")
  func penalties() throws {
    let settings = TreeFixture.settings(.squaredError, trees: 1) {
      $0.minDataInLeaf = 1
      $0.learningRate = 1
      $0.lambdaL1 = 4
      $0.lambdaL2 = 1
    }
    let model = try settings.fit(
      Dataset(features: Matrix(columns: [[0, 0, 1, 1]]), targets: [0, 0, 10, 10]))
    // G = ±10, H = 2: 5 ∓ (10 − 4) / (2 + 1).
    #expect(model.trees[0].leaves.map(\.value) == [3, 7])
  }

  @Test(
    "without anything to split a model is the constant that its objective asks for",
    arguments: [
      (GradientBoostingObjective.logistic, [0, 0, 0, 1], log(1.0 / 3), 0.25),
      (.squaredError, [1, 2, 3, 6], 3, 3), (.quantile(alpha: 0.5), [1, 2, 3, 6], 2, 2),
      (.tweedie(power: 1.5), [0, 2, 4, 10], log(4), 4),
    ] as [(GradientBoostingObjective, [Double], Double, Double)])
  func constants(
    objective: GradientBoostingObjective, targets: [Double], score: Double, response: Double
  ) throws {
    let model = try TreeFixture.settings(objective).fit(
      Dataset(features: Matrix(columns: [[1, 2, 3, 4]]), targets: targets))
    #expect(model.trees.count == 1 && model.trees[0].nodes.isEmpty)
    let row = Matrix<Float>(columns: [[9]])
    #expect(try abs(model.rawScores(row, context: .serial)[0] - score) < 1e-14)
    #expect(try abs(model.predict(row, context: .serial)[0] - response) < 1e-14)
  }

  @Test("missing values learn their own side, wherever they are")
  func missingSide() throws {
    let settings = TreeFixture.settings(.squaredError, trees: 1) {
      $0.minDataInLeaf = 1
      $0.learningRate = 1
      $0.numLeaves = 2
    }
    for (targets, nan) in [([0.0, 0, 9, 9, 0], 0.0), ([0, 0, 9, 9, 9], 9), ([0, 0, 0, 0, 8], 8)] {
      let model = try settings.fit(
        Dataset(features: Matrix(columns: [[1, 1, 2, 2, .nan]]), targets: targets))
      let scores = try model.rawScores(Matrix(columns: [[.nan, 1, .infinity]]), context: .serial)
      #expect(abs(scores[0] - nan) < 1e-6)
      #expect(abs(scores[1] - 0) < 1e-6)
      #expect(abs(scores[2] - targets[3]) < 1e-6)
    }
  }

  @Test("a missing value that training never saw is read as 0, as LightGBM does")
  func unseenMissing() throws {
    let model = try TreeFixture.settings(.squaredError).fit(TreeFixture.dataset(.squaredError, rows: 500))
    var features = TreeFixture.features(rows: 20, seed: 5)
    for row in 0..<20 { features[row, 0] = .nan }
    let unseen = try model.rawScores(features, context: .serial)
    for row in 0..<20 { features[row, 0] = 0 }
    #expect(try unseen == model.rawScores(features, context: .serial))
  }

  // MARK: - Properties

  @Test("the model is the same to the bit for 1, 2 and 3 threads", arguments: TreeFixture.objectives)
  func threads(objective: GradientBoostingObjective) throws {
    let data = TreeFixture.dataset(objective, rows: 9000)
    let settings = TreeFixture.settings(objective, trees: 4) {
      $0.baggingFraction = 0.9
      $0.featureFraction = 0.7
    }
    let one = try settings.fit(data, validation: data)
    for threads in [2, 3] {
      let context = ExecutionContext.threads(threads)
      let other = try settings.fit(data, validation: data, context: context)
      #expect(other == one)
      #expect(
        try other.rawScores(data.features, context: context) == one.rawScores(data.features, context: .serial))
    }
  }

  @Test(
    "packed levels give the same model to the bit for 1, 2 and 3 threads, as good as wide ones",
    arguments: TreeFixture.objectives)
  func packedThreads(objective: GradientBoostingObjective) throws {
    let data = TreeFixture.dataset(objective, rows: 30_000)
    let test = TreeFixture.dataset(objective, rows: 3000, seed: 8)
    func settings(_ precision: GradientPrecision) -> GradientBoostingSettings {
      TreeFixture.settings(objective, trees: 25) { $0.gradientPrecision = precision }
    }
    let one = try settings(.packed).fit(data, validation: test)
    for threads in [2, 3] {
      #expect(try settings(.packed).fit(data, validation: test, context: .threads(threads)) == one)
    }
    let wide = try settings(.wide).fit(data, validation: test)
    #expect(one != wide)
    let losses = [one, wide].map { $0.trainingLog.last!.validationLoss! }
    #expect(abs(losses[0] - losses[1]) < 0.01 * abs(losses[1]))
  }

  /// Twenty columns, the last ten with few values, and targets that some of them tell.
  private func broad(rows: Int, seed: UInt64 = 3) -> Dataset {
    let random = Philox(seed: seed)
    var features = Matrix<Float>(rows: rows, columns: 20)
    var targets: [Double] = []
    for row in 0..<rows {
      for column in 0..<20 {
        let uniform = random.uniform(stream: UInt64(column), counter: UInt64(row))
        features[row, column] = column < 10 ? Float(uniform) : Float((uniform * Double(column)).rounded(.down))
      }
      let signal = features[row, 3] * features[row, 12] + (features[row, 7] > 0.8 ? 2 : 0)
      targets.append(Double(signal) + TreeFixture.noise(row, seed: seed))
    }
    return Dataset(features: features, targets: targets)
  }

  @Test(
    "every node counts the rows that reach it, however many these are, and whichever threads counted them",
    arguments: [GradientPrecision.packed, .wide])
  func nodeCounts(precision: GradientPrecision) throws {
    // Leaves on both sides of the number of rows from which on histograms are filled in another way.
    let data = broad(rows: 40_000)
    let settings = TreeFixture.settings(.squaredError, trees: 2) {
      $0.gradientPrecision = precision
      $0.numLeaves = 31
    }
    let model = try settings.fit(data)
    for threads in [2, 3] { #expect(try settings.fit(data, context: .threads(threads)) == model) }
    for tree in model.trees {
      var counts = [Int](repeating: 0, count: tree.nodes.count)
      for row in 0..<data.features.rows {
        var place = TreeChild.node(0)
        while case .node(let node) = place {
          counts[node] += 1
          let value = Double(data.features[row, tree.nodes[node].feature])
          place = value <= tree.nodes[node].threshold ? tree.nodes[node].left : tree.nodes[node].right
        }
      }
      #expect(counts == tree.nodes.map(\.count))
      // The hessian of the squared error is 1.
      #expect(counts.map(Double.init) == tree.nodes.map(\.weight))
      #expect(counts.contains { $0 > 20_000 } && counts.contains { $0 < 4000 })
    }
  }

  @Test("a tree splits where the plain search over all columns does", arguments: 0..<12)
  func plainRoot(part: Int) throws {
    let data = broad(rows: 200 + 40 * part, seed: UInt64(part))
    let settings = TreeFixture.settings(.squaredError, trees: 1) { $0.numLeaves = 2 }
    let tree = try settings.fit(data).trees[0]
    let mean = data.targets.reduce(0, +) / Double(data.targets.count)
    let mapper = try BinMapper(
      data.features, weights: nil, settings: settings, context: .serial)
    let plain = PlainSplitter(
      features: data.features, gradients: data.targets.map { GradientPair(gradient: mean - $0, hessian: 1) },
      settings: settings
    ).best(Array(data.targets.indices), bins: mapper.features)
    let expected = try #require(plain)
    #expect(tree.nodes[0].feature == expected.column)
    #expect(tree.nodes[0].threshold == expected.threshold)
    #expect(abs(tree.nodes[0].gain - expected.gain) <= 1e-5 * expected.gain)
  }

  @Test("a model is the same to the bit in debug and release")
  func golden() throws {
    var hashes: [UInt64] = []
    for precision in [GradientPrecision.packed, .wide] {
      let data = TreeFixture.dataset(.squaredError, rows: 3000)
      let model = try TreeFixture.settings(.squaredError) { $0.gradientPrecision = precision }.fit(data)
      // FNV-1a (Fowler, Noll & Vo).
      hashes.append(
        model.lightGBMText().utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 })
    }
    #expect(hashes == [7_933_754_869_357_870_467, 15_131_826_922_172_047_178])
  }

  @Test("training scores are those that prediction gives", arguments: TreeFixture.objectives)
  func trainingScores(objective: GradientBoostingObjective) throws {
    let data = TreeFixture.dataset(objective, rows: 1500)
    for fraction in [1, 0.6] {
      let settings = TreeFixture.settings(objective) {
        $0.baggingFraction = fraction
        $0.lossRecording = .trainingAndValidation
      }
      let model = try settings.fit(data, validation: data)
      let last = try #require(model.trainingLog.last)
      #expect(last.trainingLoss == last.validationLoss)
      #expect(model.trainingLog.count == model.trees.count)
    }
  }

  @Test("losses on the training rows fall, far below the constant's", arguments: TreeFixture.objectives)
  func lossFalls(objective: GradientBoostingObjective) throws {
    let settings = TreeFixture.settings(objective, trees: 40) { $0.lossRecording = .trainingAndValidation }
    let model = try settings.fit(TreeFixture.dataset(objective, rows: 1500))
    let losses = model.trainingLog.compactMap(\.trainingLoss)
    #expect(losses.count == 40)
    #expect(zip(losses, losses.dropFirst()).allSatisfy { $1 < $0 })
  }

  @Test("held-out error comes close to the noise that no model can remove")
  func accuracy() throws {
    let model = try TreeFixture.settings(.squaredError, trees: 80).fit(
      TreeFixture.dataset(.squaredError, rows: 3000))
    let test = TreeFixture.dataset(.squaredError, rows: 3000, seed: 8)
    let predictions = try model.predict(test.features, context: .serial)
    let error = zip(predictions, test.targets).reduce(0) { $0 + pow($1.0 - $1.1, 2) } / 3000
    // Uniform noise on (−1, 1) has variance ⅓; targets alone vary by more than 1.
    #expect(error > 0.31 && error < 0.38)
  }

  @Test("a quantile without weights is the one with weights of 1")
  func unweightedQuantiles() {
    var random = PhiloxGenerator(seed: 11)
    for count in [1, 2, 5, 10, 99, 100] {
      let values = (0..<count).map { _ in Double(random.index(below: 30)) }
      for probability in [0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99] {
        var plain = values
        var pairs = values.map { (value: $0, weight: 1.0) }
        #expect(unweightedQuantile(probability, &plain) == weightedQuantile(probability, &pairs))
      }
    }
  }

  @Test("a quantile model leaves its share of new targets below", arguments: [0.1, 0.5, 0.9])
  func quantileShare(alpha: Double) throws {
    let model = try TreeFixture.settings(.quantile(alpha: alpha), trees: 40).fit(
      TreeFixture.dataset(.quantile(alpha: alpha), rows: 3000))
    let test = TreeFixture.dataset(.quantile(alpha: alpha), rows: 3000, seed: 8)
    let predictions = try model.predict(test.features, context: .serial)
    let share = Double(zip(predictions, test.targets).count { $1 <= $0 }) / 3000
    #expect(abs(share - alpha) < 0.05)
  }

  @Test("a growing transform of a feature changes no prediction of a training row")
  func monotoneTransform() throws {
    let data = TreeFixture.dataset(.logistic, rows: 1000)
    var transformed = data
    for row in 0..<1000 {
      // Powers of two and integers, so that no two values become one.
      transformed.features[row, 0] *= 1024
      transformed.features[row, 2] = pow(transformed.features[row, 2], 3) - 7
    }
    let settings = TreeFixture.settings(.logistic)
    #expect(
      try settings.fit(data).rawScores(data.features, context: .serial)
        == settings.fit(transformed).rawScores(transformed.features, context: .serial))
  }

  @Test("a weight of two is the row twice, with twice the rows a leaf", arguments: TreeFixture.objectives)
  func weights(objective: GradientBoostingObjective) throws {
    var weighted = TreeFixture.dataset(objective, rows: 600)
    weighted.weights = [Double](repeating: 2, count: 600)
    let rows = (0..<600).flatMap { [$0, $0] }
    let twice = Dataset(features: weighted.features.selectingRows(rows), targets: rows.map { weighted.targets[$0] })
    let first = try TreeFixture.settings(objective).fit(weighted)
    let second = try TreeFixture.settings(objective) { $0.minDataInLeaf = 40 }.fit(twice)
    let scores = try first.rawScores(weighted.features, context: .serial)
    let others = try second.rawScores(weighted.features, context: .serial)
    #expect(zip(scores, others).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(first.trees.map(\.nodes.count) == second.trees.map(\.nodes.count))
  }

  @Test("unequal weights move the constant and the leaves")
  func unequalWeights() throws {
    let settings = TreeFixture.settings(.squaredError, trees: 1) {
      $0.minDataInLeaf = 2
      $0.learningRate = 1
    }
    let model = try settings.fit(
      Dataset(features: Matrix(columns: [[0, 0, 1, 1]]), targets: [0, 4, 10, 10], weights: [3, 1, 1, 1]))
    #expect(model.trees[0].leaves.map(\.value) == [1, 10])
  }

  // MARK: - Growth

  @Test("leaves, depth, rows a leaf and hessian a leaf stay within their limits", arguments: TreeGrowth.allCases)
  func limits(growth: TreeGrowth) throws {
    let settings = TreeFixture.settings(.logistic) {
      $0.growth = growth
      $0.numLeaves = 12
      $0.maxDepth = 4
      $0.minDataInLeaf = 30
      $0.minSumHessianInLeaf = 5
    }
    for tree in try settings.fit(TreeFixture.dataset(.logistic, rows: 2000)).trees {
      #expect(tree.leaves.count <= 12 && tree.depth <= 4)
      #expect(tree.leaves.allSatisfy { $0.count >= 30 && $0.weight >= 5 })
      #expect(tree.leaves.reduce(0) { $0 + $1.count } == 2000)
    }
  }

  @Test("depth-wise growth finishes a level before the next; leaf-wise takes the best leaf")
  func growthOrder() throws {
    let data = TreeFixture.dataset(.squaredError, rows: 2000)
    let byDepth = try TreeFixture.settings(.squaredError, trees: 1) { $0.growth = .depthWise }.fit(data).trees[0]
    let byLeaf = try TreeFixture.settings(.squaredError, trees: 1) { $0.growth = .leafWise }.fit(data).trees[0]
    #expect(byDepth.depth == 3 && byDepth.leaves.count == 8)
    #expect(byLeaf.leaves.count == 8)
    #expect(byLeaf.nodes.reduce(0) { $0 + $1.gain } >= byDepth.nodes.reduce(0) { $0 + $1.gain })
  }

  @Test("a split must gain more than min_gain_to_split")
  func minGain() throws {
    let data = TreeFixture.dataset(.squaredError, rows: 500)
    let free = try TreeFixture.settings(.squaredError, trees: 1).fit(data).trees[0]
    let third = free.nodes.map(\.gain).sorted(by: >)[2]
    let bounded = try TreeFixture.settings(.squaredError, trees: 1) { $0.minGainToSplit = third }.fit(data)
    #expect(bounded.trees[0].nodes.allSatisfy { $0.gain > third })
    #expect(bounded.trees[0].nodes.count < free.nodes.count)
  }

  @Test("the seed decides which rows and columns a tree sees")
  func sampling() throws {
    let data = TreeFixture.dataset(.logistic, rows: 800)
    func model(_ seed: UInt64) throws -> GradientBoostingModel {
      try TreeFixture.settings(.logistic, trees: 5) {
        $0.featureFraction = 0.4
        $0.baggingFraction = 0.5
        $0.seed = seed
      }.fit(data)
    }
    let first = try model(1)
    #expect(try model(1) == first)
    #expect(try model(2) != first)
    for tree in first.trees {
      #expect(Set(tree.nodes.map(\.feature)).count <= 2)
      #expect((300...500).contains(tree.leaves.reduce(0) { $0 + $1.count }))
    }
  }

  // MARK: - Early stopping

  @Test("training stops when the validation loss no longer falls and keeps the trees up to the best")
  func earlyStopping() throws {
    let settings = TreeFixture.settings(.logistic, trees: 300) {
      $0.earlyStoppingRounds = 5
      $0.learningRate = 0.5
    }
    let validation = TreeFixture.dataset(.logistic, rows: 400, seed: 9)
    let model = try settings.fit(TreeFixture.dataset(.logistic, rows: 400), validation: validation)
    let losses = model.trainingLog.compactMap(\.validationLoss)
    let best = try #require(losses.indices.min { losses[$0] < losses[$1] })
    #expect(model.bestIteration == best + 1 && model.trees.count == best + 1)
    #expect(losses.count == best + 6 && losses.count < 300)
    let scores = try model.rawScores(validation.features, context: .serial)
    let loss = zip(scores, validation.targets).reduce(0) { $0 + log1p(exp($1.1 > 0.5 ? -$1.0 : $1.0)) } / 400
    #expect(abs(loss - losses[best]) < 1e-12)
  }
}
