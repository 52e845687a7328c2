import Learning
import Numerics
import Testing

/// Default settings with one change.
private func changed(_ change: (inout GradientBoostingSettings) -> Void) -> GradientBoostingSettings {
  var settings = GradientBoostingSettings(objective: .logistic)
  change(&settings)
  return settings
}

@Suite("Gradient boosting: bad input") struct BadInputTests {
  private let good = Dataset(features: Matrix(columns: [[1, 2, 3, 4]]), targets: [0, 1, 0, 1])

  private func failure(
    _ objective: GradientBoostingObjective = .logistic, validation: Dataset? = nil,
    _ change: (inout Dataset) -> Void
  ) -> GradientBoostingError? {
    var data = good
    change(&data)
    do {
      _ = try TreeFixture.settings(objective).fit(data, validation: validation)
      return nil
    } catch {
      return error as? GradientBoostingError
    }
  }

  @Test("targets that cannot be learned are named by row")
  func targets() {
    #expect(
      failure(.squaredError) { $0.targets[2] = .infinity }
        == .invalidTarget(.training, row: 2, found: .infinity, .finite))
    #expect(failure(.squaredError) { $0.targets[2] = 1e39 } == .invalidTarget(.training, row: 2, found: 1e39, .finite))
    #expect(failure { $0.targets[1] = 0.5 } == .invalidTarget(.training, row: 1, found: 0.5, .zeroOrOne))
    #expect(
      failure(.tweedie(power: 1.5)) { $0.targets[0] = -1 } == .invalidTarget(.training, row: 0, found: -1, .notNegative)
    )
    guard
      case .invalidTarget(.training, 3, let found, .finite)? = failure(.quantile(alpha: 0.5), { $0.targets[3] = .nan })
    else {
      Issue.record("NaN was taken")
      return
    }
    #expect(found.isNaN)
  }

  @Test("one class, or nothing but zeros, is refused by the objectives that need more")
  func variety() {
    #expect(failure { $0.targets = [1, 1, 1, 1] } == .singleClass(1))
    #expect(failure(.tweedie(power: 1.5)) { $0.targets = [0, 0, 0, 0] } == .onlyZeroTargets)
    #expect(failure(.squaredError) { $0.targets = [1, 1, 1, 1] } == nil)
  }

  @Test("weights must be positive numbers", arguments: [0, -1, Double.infinity])
  func weights(weight: Double) {
    #expect(failure { $0.weights = [1, weight, 1, 1] } == .invalidWeight(.training, row: 1, found: weight))
  }

  @Test("a weight that is not a number is refused")
  func weightNotANumber() {
    guard case .invalidWeight(.training, 3, _)? = failure(.logistic, { $0.weights = [1, 1, 1, .nan] }) else {
      Issue.record("NaN was taken")
      return
    }
  }

  @Test("no rows, no features and lengths that differ are told apart")
  func shapes() {
    #expect(failure { $0 = Dataset(features: Matrix(rows: 0, columns: 1), targets: []) } == .noRows(.training))
    #expect(failure { $0 = Dataset(features: Matrix(rows: 4, columns: 0), targets: [0, 1, 0, 1]) } == .noFeatures)
    #expect(failure { $0.targets.removeLast() } == .countMismatch(.training, what: "targets", expected: 4, found: 3))
    #expect(failure { $0.weights = [1] } == .countMismatch(.training, what: "weights", expected: 4, found: 1))
    #expect(failure { $0.featureNames = [] } == .countMismatch(.training, what: "feature names", expected: 1, found: 0))
  }

  @Test("names that the text format cannot hold are refused")
  func names() {
    #expect(failure { $0.featureNames = ["a b"] } == .invalidFeatureName(column: 0, name: "a b", .whiteSpace))
    #expect(failure { $0.featureNames = ["a\n"] } == .invalidFeatureName(column: 0, name: "a\n", .whiteSpace))
    #expect(failure { $0.featureNames = [""] } == .invalidFeatureName(column: 0, name: "", .empty))
    let twice = failure {
      $0.features = Matrix(columns: [[1, 2, 3, 4], [1, 2, 3, 4]])
      $0.featureNames = ["a", "a"]
    }
    #expect(twice == .invalidFeatureName(column: 1, name: "a", .repeated))
  }

  @Test("validation rows are checked too, and must have the features of training")
  func validation() {
    var other = good
    other.featureNames = ["other"]
    #expect(
      failure(validation: other) { _ in }
        == .differentFeatureName(column: 0, training: "Column_0", validation: "other"))
    other = Dataset(features: Matrix(columns: [[1], [2]]), targets: [0])
    #expect(
      failure(validation: other) { _ in } == .countMismatch(.validation, what: "features", expected: 1, found: 2))
    other = Dataset(features: Matrix(columns: [[1]]), targets: [2])
    #expect(failure(validation: other) { _ in } == .invalidTarget(.validation, row: 0, found: 2, .zeroOrOne))
    other.targets = [1]
    #expect(failure(validation: other) { _ in } == nil)
  }

  @Test("early stopping without validation rows is refused")
  func earlyStoppingAlone() {
    let settings = TreeFixture.settings(.logistic) { $0.earlyStoppingRounds = 3 }
    #expect(throws: GradientBoostingError.noValidationForEarlyStopping) { try settings.fit(good) }
  }

  @Test(
    "settings out of range are named, with what is allowed",
    arguments: [
      ("num_iterations", changed { $0.numIterations = 0 }),
      ("learning_rate", changed { $0.learningRate = .nan }),
      ("num_leaves", changed { $0.numLeaves = 1 }),
      ("num_leaves", changed { $0.numLeaves = 1 << 40 }),
      ("max_depth", changed { $0.maxDepth = 0 }),
      ("lambda_l1", changed { $0.lambdaL1 = -1 }),
      ("lambda_l2", changed { $0.lambdaL2 = .infinity }),
      ("min_data_in_leaf", changed { $0.minDataInLeaf = 0 }),
      ("min_sum_hessian_in_leaf", changed { $0.minSumHessianInLeaf = -1 }),
      ("min_gain_to_split", changed { $0.minGainToSplit = .nan }),
      ("max_bin", changed { $0.maxBin = 256 }),
      ("bin_construct_sample_cnt", changed { $0.binConstructSampleCount = 0 }),
      ("feature_fraction", changed { $0.featureFraction = 0 }),
      ("bagging_fraction", changed { $0.baggingFraction = 1.1 }),
      ("bagging_freq", changed { $0.baggingFrequency = 0 }),
      ("early_stopping_round", changed { $0.earlyStoppingRounds = 0 }),
      ("alpha", changed { $0.objective = .quantile(alpha: 1) }),
      ("tweedie_variance_power", changed { $0.objective = .tweedie(power: 2) }),
    ])
  func settings(name: String, settings: GradientBoostingSettings) {
    do throws(GradientBoostingError) {
      _ = try settings.validated()
      Issue.record("\(name) was taken")
    } catch {
      guard case .invalidSetting(name, _, let allowed) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(error.description.contains(name) && error.description.contains(allowed))
    }
  }

  // MARK: - Odd but allowed

  @Test("fewer rows than two leaves need, or nothing but constants, give a constant")
  func constantModels() throws {
    var data = TreeFixture.dataset(.squaredError, rows: 39)
    #expect(try TreeFixture.settings(.squaredError).fit(data).trees.map(\.leaves.count) == [1])
    data = Dataset(
      features: Matrix(columns: [[Float](repeating: 3, count: 99), [Float](repeating: .nan, count: 99)]),
      targets: (0..<99).map { Double($0) })
    let model = try TreeFixture.settings(.squaredError).fit(data)
    #expect(model.trees.map(\.leaves.count) == [1])
    #expect(try abs(model.rawScores(data.features, context: .serial)[7] - 49) < 1e-12)
    #expect(model.featureRanges == [3...3, nil])
  }

  @Test("constant and all-missing columns beside a good one are never split")
  func deadColumns() throws {
    var data = TreeFixture.dataset(.squaredError, rows: 300)
    for row in 0..<300 {
      data.features[row, 1] = .nan
      data.features[row, 3] = -2
    }
    let model = try TreeFixture.settings(.squaredError).fit(data)
    #expect(model.featureImportance(.split)[1] == 0 && model.featureImportance(.split)[3] == 0)
    #expect(model.featureImportance(.split)[0] > 0)
  }

  @Test("infinite features are the ends of their range, in training and in prediction")
  func infiniteFeatures() throws {
    var data = TreeFixture.dataset(.squaredError, rows: 400)
    var clamped = data
    for row in 0..<400 where row % 10 < 2 {
      data.features[row, 0] = row % 10 == 0 ? .infinity : -.infinity
      clamped.features[row, 0] = row % 10 == 0 ? 1000 : -1000
    }
    let model = try TreeFixture.settings(.squaredError).fit(data)
    let same = try TreeFixture.settings(.squaredError).fit(clamped)
    #expect(
      try model.rawScores(data.features, context: .serial)
        == same.rawScores(clamped.features, context: .serial))
    #expect(model.trees.allSatisfy { $0.nodes.allSatisfy { !$0.threshold.isNaN } })
    #expect(try GradientBoostingModel(lightGBMText: model.lightGBMText()).trees == model.trees)
  }

  @Test("huge targets and weights neither trap nor give NaN", arguments: TreeFixture.objectives)
  func hugeNumbers(objective: GradientBoostingObjective) throws {
    var data = TreeFixture.dataset(objective, rows: 200)
    if objective != .logistic { for row in 0..<200 { data.targets[row] *= 1e37 } }
    data.weights = (0..<200).map { $0 % 2 == 0 ? 1e38 : 1e-30 }
    let model = try TreeFixture.settings(objective).fit(data)
    #expect(try model.rawScores(data.features, context: .serial).allSatisfy { $0.isFinite })
  }

  @Test("fewer rows than bins are cut between their values")
  func fewRows() throws {
    var data = TreeFixture.dataset(.squaredError, rows: 40)
    for row in 0..<40 { data.targets[row] = Double(row) }
    let model = try TreeFixture.settings(.squaredError, trees: 60) {
      $0.minDataInLeaf = 1
      $0.numLeaves = 40
      $0.learningRate = 0.5
    }.fit(data)
    let predictions = try model.predict(data.features, context: .serial)
    #expect(zip(predictions, data.targets).allSatisfy { abs($0 - $1) < 1e-3 })
  }

  @Test("a column that is there twice changes nothing, and its second copy is never used")
  func duplicatedColumn() throws {
    let data = TreeFixture.dataset(.logistic, rows: 600)
    let twice = Dataset(
      features: Matrix(columns: (0..<5).map(data.features.column) + [data.features.column(0)]), targets: data.targets)
    let settings = TreeFixture.settings(.logistic)
    let (first, second) = (try settings.fit(data), try settings.fit(twice))
    #expect(second.featureImportance(.gain) == first.featureImportance(.gain) + [0])
    #expect(
      try first.rawScores(data.features, context: .serial) == second.rawScores(twice.features, context: .serial))
  }

  @Test("targets that are all met from the start leave nothing to learn", arguments: GradientPrecision.allCases)
  func nothingToLearn(precision: GradientPrecision) throws {
    var data = TreeFixture.dataset(.squaredError, rows: 300)
    data.targets = [Double](repeating: 4, count: 300)
    let model = try TreeFixture.settings(.squaredError) { $0.gradientPrecision = precision }.fit(data)
    #expect(try model.predict(data.features, context: .serial).allSatisfy { $0 == 4 })
  }
}
