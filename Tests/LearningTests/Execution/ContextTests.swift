import Learning
import Numerics
import TestSupport
import Testing

@Suite("Learners in a context") struct LearnerContextTests {
  @Test("trees, for every objective, with rows that say when to stop", arguments: TreeFixture.objectives)
  func trees(objective: GradientBoostingObjective) throws {
    let (training, validation) = (
      TreeFixture.dataset(objective, rows: 3000), TreeFixture.dataset(objective, rows: 1000, seed: 2)
    )
    let settings = TreeFixture.settings(objective, trees: 60) {
      $0.learningRate = 0.5
      $0.earlyStoppingRounds = 3
      $0.lossRecording = .trainingAndValidation
    }
    try expectContract(units: ["trees"]) { try settings.fit(training, validation: validation, context: $0) }
  }

  @Test("trees of drawn rows", arguments: [RowSampling.bagging, .goss(topRate: 0.2, otherRate: 0.2)])
  func sampledTrees(sampling: RowSampling) throws {
    let training = TreeFixture.dataset(.squaredError, rows: 3000)
    let settings = TreeFixture.settings(.squaredError) {
      $0.rowSampling = sampling
      $0.baggingFraction = 0.5
      $0.learningRate = 0.5
    }
    try expectContract(units: ["trees"]) { try settings.fit(training, context: $0) }
  }

  @Test("a stop at the third tree is answered before the fourth")
  func thirdTree() throws {
    let flag = CancellationFlag()
    let updates = RecordedUpdates { if $0 == 4 { flag.request() } }
    let context = ExecutionContext(parallelism: .serial, cancellation: flag, progress: updates.sink)
    let training = TreeFixture.dataset(.logistic, rows: 500)
    #expect(throws: Cancelled.self) { try TreeFixture.settings(.logistic).fit(training, context: context) }
    #expect(updates.expected == 10 && updates.done == 3)
  }

  @Test("trees that cannot be grown are no longer expected")
  func noTrees() throws {
    let updates = RecordedUpdates()
    let constant = Dataset(features: Matrix(columns: [[1, 1, 1]]), targets: [1, 2, 3])
    let context = ExecutionContext(parallelism: .serial, progress: updates.sink)
    let model = try TreeFixture.settings(.squaredError).fit(constant, context: context)
    #expect(model.trees.count == 1 && updates.expected == 0 && updates.done == 0)
  }

  @Test("logistic regressions, with a start from a sample and by Firth's penalty")
  func logistic() throws {
    let many = LogisticSample(rows: 140_000, coefficients: [0.8, -0.3], intercept: -1, seed: 11)
    let few = LogisticSample(rows: 500, coefficients: [0.8, -0.3], intercept: -1, seed: 12)
    for (sample, penalty) in [(many, LogisticRegressionSettings.Penalty.ridge(strength: 1)), (few, .firth)] {
      let learner = LogisticRegressionLearner(try LogisticRegressionSettings(penalty: penalty).validated())
      try expectContract(units: ["passes"]) {
        try learner.fit(.init(features: sample.features, labels: sample.labels), context: $0)
      }
    }
  }

  private static let clouds = Clouds(
    centers: [[0, 0], [6, 1], [2, 7]], rows: 3000, spread: 1.5, seed: 5)

  @Test("K-Means, from drawn starts", arguments: [KMeansSettings.Algorithm.lloyd, .miniBatch(size: 500)])
  func kMeans(algorithm: KMeansSettings.Algorithm) throws {
    let learner = KMeansLearner(
      try KMeansSettings(clusters: 4, restarts: 6, tolerance: 0.001, algorithm: algorithm).validated())
    try expectContract(units: ["starts"]) { try learner.fit(Self.clouds.points, context: $0) }
  }

  @Test("the search for a number of clusters, and the stability of what it found")
  func clusterCount() throws {
    let search = ClusterCountSearch(candidates: 2...5, settings: KMeansSettings(clusters: 1, restarts: 3))
    try expectContract(units: ["starts", "rows"]) { try search.run(Self.clouds.points, context: $0).candidates }
    let model = try search.run(Self.clouds.points, context: .serial).model
    let refit = try KMeansSettings(clusters: model.clusters, restarts: 2).validated()
    try expectContract(units: ["resamples"]) {
      try bootstrapStability(
        of: model.labels, Self.clouds.points, refitting: KMeansLearner(refit), resamples: 7, seed: 0, context: $0)
    }
  }

  @Test("models of purchases and of spend, and the purchases that they expect")
  func buyTillYouDie() throws {
    var random = PhiloxGenerator(seed: 8)
    let purchases = (0..<3000).map { _ in
      let (age, repeats) = (20 + 30 * random.uniform(), random.poisson(mean: random.gamma(shape: 0.8, scale: 3)))
      return PurchaseSummary(repeats: repeats, recency: repeats > 0 ? age * random.uniform() : 0, age: age)
    }
    let spend = (0..<3000).map { _ in
      SpendSummary(purchases: 1 + random.index(below: 5), mean: random.gamma(shape: 4, scale: 10))
    }
    let settings = try LikelihoodFitSettings(starts: 2).validated()
    try expectContract(units: ["evaluations"]) { try BGNBDLearner(settings).fit(purchases, context: $0) }
    try expectContract(units: ["evaluations"]) { try MBGNBDLearner(settings).fit(purchases, context: $0) }
    try expectContract(units: ["evaluations"]) { try ParetoNBDLearner(settings).fit(purchases, context: $0) }
    try expectContract(units: ["evaluations"]) { try GammaGammaLearner(settings).fit(spend, context: $0) }
    let model = try BGNBDLearner(settings).fit(purchases, context: .serial)
    try expectContract(units: ["rows"]) { try model.expectedPurchases(horizon: 10, given: purchases, context: $0) }
  }
}

@Suite("Predictions and metrics in a context") struct PredictionContextTests {
  @Test("scores and contributions of trees")
  func trees() throws {
    let model = try TreeFixture.settings(.logistic).fit(TreeFixture.dataset(.logistic, rows: 500))
    let features = TreeFixture.features(rows: 30_000)
    try expectContract(units: ["rows"]) { try model.predict(features, context: $0) }
    let few = features.selectingRows(Array(0..<2000))
    try expectContract(units: ["rows"]) { try model.contributions(few, context: $0) }
  }

  @Test("scores of a logistic regression")
  func logistic() throws {
    let sample = LogisticSample(rows: 50_000, coefficients: [0.8, -0.3], intercept: -1, seed: 11)
    let model = try LogisticRegressionLearner(LogisticRegressionSettings().validated())
      .fit(.init(features: sample.features, labels: sample.labels), context: .serial)
    try expectContract(units: ["rows"]) { try model.predict(sample.features, context: $0) }
  }

  @Test("silhouettes, exact and of a sample", arguments: [1000, 5000])
  func silhouettes(sampleLimit: Int) throws {
    let clouds = Clouds(
      centers: [[0, 0], [6, 1], [2, 7]], rows: 3000, spread: 1.5, seed: 5)
    let labelings = [2, 3].map { count in
      Labeling(labels: (0..<3000).map { Int32($0 % count) }, clusters: count)
    }
    try expectContract(units: ["rows"]) {
      try Learning.silhouettes(clouds.points, of: labelings, sampleLimit: sampleLimit, context: $0)
    }
  }

  @Test("work that reports no progress is stopped too")
  func withoutProgress() {
    let stopped = ExecutionContext.threads(2)
    stopped.cancellation.request()
    let points = TreeFixture.features(rows: 100).selectingColumns([0, 2, 3])
    let labels = (0..<100).map { Int32($0 % 2) }
    let (probabilities, churned) = ((0..<100).map { Double($0) / 100 }, (0..<100).map { $0 % 3 == 0 })
    #expect(throws: Cancelled.self) { try daviesBouldin(points, labels: labels, clusters: 2, context: stopped) }
    #expect(throws: Cancelled.self) { try Standardizer(fitting: points, transform: .quantile, context: stopped) }
    #expect(throws: Cancelled.self) {
      try chooseCalibrator(probabilities: probabilities, labels: churned, context: stopped)
    }
    #expect(throws: Cancelled.self) {
      try Calibrator.fit(.platt, probabilities: probabilities, labels: churned, context: stopped)
    }
  }
}

/// Expects of work in a context what every learner promises.
private func expectContract<Result: Equatable>(
  units: [String], sourceLocation: SourceLocation = #_sourceLocation,
  _ work: @escaping (ExecutionContext) throws -> Result
) throws {
  #expect(try ContextContract(work).violations(units: units) == [], sourceLocation: sourceLocation)
}
