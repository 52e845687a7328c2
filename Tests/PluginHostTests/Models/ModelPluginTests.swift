import Foundation
import Learning
import Numerics
import PluginHost
import Retention
import Settings
import TestSupport
import Testing

@Suite struct ModelPluginTests {
  private let project: TemporaryProject
  private let train = MadeRows.churn(1200, seed: 1).rows
  private let validation = MadeRows.churn(600, firstCustomer: 2000, seed: 2).rows

  init() throws { project = try TemporaryProject() }

  private func configuration(_ yaml: String) throws -> Configuration {
    try RetentionParameters.catalog.resolve(yaml: yaml)
  }

  private func definition(_ kind: String, uses: String, _ parameters: String) throws {
    try project.write(
      "\(kind)/mine.yaml", "plugin: \(kind)\nname: mine\nuses: \(uses)\nparameters: {\(parameters)}\n")
  }

  private func churnLearner(_ name: String) throws -> any ChurnLearner {
    let candidates = try project.registry().churnCandidates(configuration("churn: {models: [\(name)]}"), seed: 3)
    guard case .learner(let learner)? = candidates.first?.kind else { throw NoLearner() }
    return learner
  }

  private struct NoLearner: Error {}

  private func model(_ name: String) throws -> String {
    try churnLearner(name).fit(train, validation: validation, context: .serial).files.map(\.text).joined()
  }

  // MARK: - Parameters reach the learner

  @Test(
    "the parameters of a definition change the fitted model",
    arguments: ["num_leaves: 3", "learning_rate: 0.2", "min_data_in_leaf: 200", "max_depth: 1", "lambda_l2: 50"])
  func churnTrees(parameter: String) throws {
    try definition("churn", uses: "gbdt", parameter)
    #expect(try model("mine") != model("gbdt"))
  }

  @Test("every tree setting reaches the learner under its own name")
  func everyTreeSetting() throws {
    try definition(
      "churn", uses: "gbdt",
      "num_trees: 7, learning_rate: 0.3, growth: depth_wise, num_leaves: 9, max_depth: 4, min_data_in_leaf: 11, "
        + "min_sum_hessian: 0.5, lambda_l1: 0.25, lambda_l2: 2.5, min_gain_to_split: 0.125, feature_fraction: 0.6, "
        + "bagging_fraction: 0.9, max_bins: 63, early_stopping_rounds: 3, gradient_precision: wide, "
        + "monotone_constraints: {rfm_recency_days: increasing, txn_count_long_90d: decreasing}")
    let settings = try #require(try churnLearner("mine") as? BoostedChurnLearner).settings
    #expect(settings.objective == .logistic && settings.seed == 3)
    #expect(settings.numIterations == 7 && settings.learningRate == 0.3 && settings.growth == .depthWise)
    #expect(settings.numLeaves == 9 && settings.maxDepth == 4 && settings.minDataInLeaf == 11)
    #expect(settings.minSumHessianInLeaf == 0.5 && settings.lambdaL1 == 0.25 && settings.lambdaL2 == 2.5)
    #expect(settings.minGainToSplit == 0.125 && settings.featureFraction == 0.6 && settings.baggingFraction == 0.9)
    #expect(settings.maxBin == 63 && settings.earlyStoppingRounds == 3)
    #expect(settings.rowSampling == .bagging && settings.gradientPrecision == .wide)
    #expect(settings.monotoneConstraints == ["rfm_recency_days": .increasing, "txn_count_long_90d": .decreasing])
    _ = try settings.validated()
    try definition(
      "churn", uses: "gbdt", "row_sampling: goss, top_rate: 0.3, other_rate: 0.15, gradient_precision: packed")
    let goss = try #require(try churnLearner("mine") as? BoostedChurnLearner).settings
    #expect(goss.rowSampling == .goss(topRate: 0.3, otherRate: 0.15) && goss.gradientPrecision == .packed)
    _ = try goss.validated()
  }

  @Test("by default trees use bagging, automatic gradient precision, and no monotone constraints")
  func unusualTreeSettings() throws {
    for section in ["churn", "clv"] {
      let settings =
        section == "churn"
        ? try #require(try churnLearner("gbdt") as? BoostedChurnLearner).settings
        : try #require(try valueLearner("") as? ScaledTreesLearner).settings
      #expect(settings.rowSampling == .bagging && settings.gradientPrecision == .automatic)
      #expect(settings.monotoneConstraints.isEmpty)
    }
  }

  @Test("a monotone constraint holds in the fitted model")
  func monotoneConstraint() throws {
    try definition(
      "churn", uses: "gbdt",
      "num_trees: 60, monotone_constraints: {rfm_recency_days: decreasing, txn_count_long_90d: increasing}")
    // The true effects have the opposite signs, so that unconstrained trees violate the constraints.
    let probe = { (model: any ChurnModel, feature: Feature) in
      var rows = Matrix<Float>(rows: 41, columns: Feature.count, repeating: 2)
      for row in 0..<rows.rows { rows[row, feature.rawValue] = Float(row) / 10 }
      return try model.logOdds(rows, context: .serial)
    }
    let free = try churnLearner("gbdt").fit(train, validation: validation, context: .serial)
    let bound = try churnLearner("mine").fit(train, validation: validation, context: .serial)
    for (feature, sign) in [(Feature.recencyDays, -1.0), (.orders90d, 1.0)] {
      let steps = { (model: any ChurnModel) in
        let scores = try probe(model, feature)
        return zip(scores, scores.dropFirst()).map { sign * ($1 - $0) }
      }
      #expect(try steps(bound).allSatisfy { $0 >= 0 })
      #expect(try steps(free).contains { $0 < 0 })
    }
  }

  @Test("logistic and stack get their own parameters; the settings decide the parameters that a definition omits")
  func otherChurnModels() throws {
    try definition("churn", uses: "logistic", "l2: 400")
    #expect(try model("mine") != model("logistic"))
    let learner = try #require(try churnLearner("mine") as? LogisticChurnLearner)
    #expect(learner.settings.settings.penalty == .ridge(strength: 400))
    try project.write("churn/mine.yaml", "plugin: churn\nname: mine\nuses: stack\nparameters: {l2: 9}\n")
    let candidates = try project.registry().churnCandidates(
      configuration("churn: {models: [mine, gbdt, logistic], gbdt: {num_leaves: 4}, class_weights: none}"), seed: 3)
    #expect(candidates.map(\.name) == ["gbdt", "logistic", "mine"])
    guard case .stack(l2: 9) = candidates[2].kind else { throw NoLearner() }
    guard case .learner(let trees as BoostedChurnLearner) = candidates[0].kind else { throw NoLearner() }
    #expect(trees.settings.numLeaves == 4 && trees.classWeights == .none)
  }

  @Test("the example gbdt-small has smaller trees than gbdt")
  func committedExample() throws {
    let registry = try PluginRegistry(project: RealData.projectRoot.path)
    let candidates = try registry.churnCandidates(configuration("churn: {models: [gbdt-small, gbdt]}"), seed: 3)
    let leaves = candidates.compactMap { candidate -> Int? in
      guard case .learner(let learner as BoostedChurnLearner) = candidate.kind else { return nil }
      return learner.settings.numLeaves
    }
    #expect(leaves == [5, 15])
  }

  // MARK: - Bad parameters

  @Test(
    "a parameter that is out of range, of the wrong type or unknown is refused with its key and place in the file",
    arguments: [
      ("num_leaves: 1", "churn.gbdt.num_leaves"), ("num_leaves: 8193", "churn.gbdt.num_leaves"),
      ("learning_rate: 0", "churn.gbdt.learning_rate"), ("feature_fraction: 1.5", "churn.gbdt.feature_fraction"),
      ("num_trees: many", "churn.gbdt.num_trees"), ("num_leafs: 5", "churn.gbdt.num_leafs"),
      ("growth: sideways", "churn.gbdt.growth"), ("row_sampling: gos", "churn.gbdt.row_sampling"),
      ("top_rate: 0", "churn.gbdt.top_rate"), ("other_rate: 1", "churn.gbdt.other_rate"),
      ("gradient_precision: 8", "churn.gbdt.gradient_precision"),
      ("monotone_constraints: {rfm_recency_days: up}", "churn.gbdt.monotone_constraints.rfm_recency_days"),
      ("monotone_constraints: [rfm_recency_days]", "churn.gbdt.monotone_constraints"),
      ("monotone_constraints: {recency: increasing}", "churn.gbdt.monotone_constraints"),
      ("other_rate: 0.9", "churn.gbdt.other_rate"),
    ])
  func badParameters(parameter: String, key: String) throws {
    try definition("churn", uses: "gbdt", parameter)
    let error = #expect(throws: SettingsError.self) {
      try project.registry().churnCandidates(configuration("churn: {models: [mine]}"), seed: 3)
    }
    let sentence = try #require(error).description
    #expect(sentence.contains("`\(key)`"), "\(sentence)")
    #expect(sentence.contains("mine.yaml:4:"), "\(sentence)")
  }

  @Test("the error for an unknown model lists the known ones")
  func unknownModel() throws {
    let error = #expect(throws: PluginError.self) {
      try PluginRegistry().churnCandidates(configuration("churn: {models: [gbtd]}"), seed: 3)
    }
    let sentence = try #require(error).description
    #expect(sentence.contains("gbtd") && sentence.contains("gbdt") && sentence.contains("logistic"), "\(sentence)")
  }

  /// Settings and learner must not disagree about a range.
  @Test(
    "the trees accept every value at the ends of the ranges that the settings allow",
    arguments: [
      "churn: {gbdt: {num_leaves: 8192, max_depth: 64, max_bins: 255, learning_rate: 1}}",
      "churn: {gbdt: {num_leaves: 2, max_depth: 1, max_bins: 2, min_data_in_leaf: 1, lambda_l1: 0, lambda_l2: 0}}",
      "churn: {gbdt: {row_sampling: goss, top_rate: 0.7, other_rate: 0.3}}",
      "clv: {models: [scaled-trees, gbdt], tweedie_variance_power: 1.1}",
      "clv: {models: [gbdt], tweedie_variance_power: 1.9, gbdt: {num_leaves: 8192}}",
    ])
  func rangesAgree(yaml: String) throws {
    let configuration = try configuration(yaml)
    for candidate in try PluginRegistry().churnCandidates(configuration, seed: 3) {
      if case .learner(let learner as BoostedChurnLearner) = candidate.kind { _ = try learner.settings.validated() }
    }
    for candidate in try PluginRegistry().lifetimeValueCandidates(configuration, histories: histories, seed: 3) {
      if let learner = candidate.learner as? ScaledTreesLearner { _ = try learner.settings.validated() }
      if let learner = candidate.learner as? BoostedValueLearner { _ = try learner.settings.validated() }
    }
  }

  @Test("the settings refuse Tweedie powers that the trees do not support", arguments: [1.05, 1.95, 2])
  func tweediePower(power: Double) throws {
    let error = #expect(throws: SettingsError.self) { try configuration("clv: {tweedie_variance_power: \(power)}") }
    #expect(try #require(error).description.contains("`clv.tweedie_variance_power`"))
  }

  // MARK: - Lifetime value and the rest

  private var histories: CustomerHistories {
    uncancelled { (context) throws(Cancelled) in
      try CustomerHistories(sorting: MadeShop.lines(customers: 60), context: context)
    }
  }

  @Test("each lifetime value model is made by its name, with the settings of its section")
  func lifetimeValueModels() throws {
    let trees = try valueLearner("clv: {models: [gbdt], gbdt: {num_leaves: 6}, tweedie_variance_power: 1.3}")
    let settings = try #require(trees as? BoostedValueLearner).settings
    #expect(settings.numLeaves == 6 && settings.objective == .tweedie(power: 1.3))
    let squared = try valueLearner("clv: {models: [gbdt], objective: l2}")
    #expect(try #require(squared as? BoostedValueLearner).settings.objective == .squaredError)
    let scaled = try #require(try valueLearner("clv: {scaled_trees: {num_leaves: 5}}") as? ScaledTreesLearner).settings
    #expect(scaled.numLeaves == 5 && scaled.objective == .tweedie(power: 1.7) && scaled.numIterations == 60)
    #expect(try valueLearner("clv: {models: [scale]}") is ScaleLearner)
    #expect(try valueLearner("clv: {models: [bgnbd]}") is BuyTillYouDieLearner)
    #expect(try valueLearner("clv: {models: [mean]}") is MeanValueLearner)
    #expect(try #require(try valueLearner("clv: {models: [past-spend]}") as? PastSpendLearner).basis == .net)
    #expect(try #require(try valueLearner("clv: {models: [past-spend-gross]}") as? PastSpendLearner).basis == .gross)
  }

  /// The first of the models.
  private func valueLearner(_ yaml: String) throws -> any LifetimeValueLearner {
    try PluginRegistry().lifetimeValueCandidates(configuration(yaml), histories: histories, seed: 3)[0].learner
  }

  @Test("several lifetime value models keep their order; none is named twice")
  func lifetimeValueOrder() throws {
    let names = try PluginRegistry().lifetimeValueCandidates(
      configuration("clv: {models: [mean, scale, gbdt]}"), histories: histories, seed: 3
    ).map(\.name)
    #expect(names == ["mean", "scale", "gbdt"])
    let error = #expect(throws: SettingsError.self) {
      try LifetimeValueSettings(configuration("clv: {models: [mean, mean]}"))
    }
    #expect(try #require(error).description.contains("`clv.models`"))
  }

  @Test("parameters of a lifetime value definition reach the trees, and are refused out of range")
  func lifetimeValueDefinition() throws {
    try definition("clv", uses: "gbdt", "num_leaves: 5")
    let make = {
      try project.registry().lifetimeValueCandidates(
        configuration("clv: {models: [mine]}"), histories: histories, seed: 3)
    }
    #expect(try #require(try make()[0].learner as? BoostedValueLearner).settings.numLeaves == 5)
    try definition("clv", uses: "gbdt", "num_leaves: 0")
    let error = #expect(throws: SettingsError.self) { try make() }
    #expect(try #require(error).description.contains("`clv.gbdt.num_leaves`"))
  }

  @Test("parameters of a segmentation definition reach its settings")
  func segmentation() throws {
    try definition("segmentation", uses: "kmeans", "k_max: 5")
    let settings = try project.registry().segmentation(
      configuration("segmentation: {algorithm: mine}"), seed: 3
    ).settings
    #expect(settings.kMax == 5)
  }
}
