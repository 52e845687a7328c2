import Learning
package import Numerics

/// Fits the candidates, their interval and the baselines, picks the champion by what it says of customers whom it did not
/// see, measures it on the test snapshot, and fits it once more on everything known.
package struct LifetimeValueTraining: Sendable {
  let settings: LifetimeValueSettings
  /// With the baselines as the last ones.
  let candidates: [ValueCandidate]
  let baselines: Range<Int>
  let windowDays: Int
  let folds: Int
  let seed: UInt64
  /// Months of 30 days whose snapshots are learned from, counted back from the latest; nil for all.
  let trainingMonths: Int?

  /// - Parameter candidates: at least one; a baseline among them competes as a baseline.
  package init(
    settings: LifetimeValueSettings, candidates: [ValueCandidate], windowDays: Int, folds: Int, seed: UInt64,
    trainingMonths: Int? = nil
  ) {
    self.trainingMonths = trainingMonths
    self.settings = settings
    let baselines = ValueCandidate.baselines
    let others = candidates.filter { candidate in !baselines.contains { $0.name == candidate.name } }
    self.candidates = others + baselines
    self.baselines = others.count..<others.count + baselines.count
    self.windowDays = windowDays
    self.folds = folds
    self.seed = seed
  }

  /// - Parameter groups: group of each customer as known at a snapshot, for a margin of the interval per group; nil for
  ///   one margin.
  /// - Throws: `Cancelled`, `ModelStageError` where there is too little to learn from, or what a fit throws.
  package func run(
    _ input: ModelInput, groups: ValueGroups? = nil, context: ExecutionContext
  ) throws -> LifetimeValueOutcome {
    let holdout = Holdout(input.calendar, horizonDays: settings.horizonDays)
    switch holdout {
    case .none(let missingDays):
      throw ModelStageError.historyTooShort(stage: "clv", horizonDays: settings.horizonDays, missingDays: missingDays)
    case .time(let train, let test), .customers(let train, let test):
      let isTime = !train.contains(test)
      // All fits, so that what is left shows from the beginning.
      let contexts = (0..<folds + (isTime ? 2 : 1)).map { _ in context.announcing(plannedWork) }
      let rows = try ValueRows(
        input, settings, windowDays: windowDays, train: train.within(months: trainingMonths), test: test,
        trainingMonths: trainingMonths, seed: seed, context: context.quiet)
      try check(rows)
      let held = try outOfFold(input, rows, contexts, context)
      return isTime
        ? try timeOutcome(rows, held, groups, contexts[folds], last: contexts[folds + 1], context.quiet)
        : try customerOutcome(input, rows, held, groups, contexts[folds], context.quiet)
    }
  }

  /// Of one fit of everything.
  var plannedWork: PlannedWork {
    var work = ValueQuantiles.Settings(settings, seed: seed).plannedWork
    for candidate in candidates {
      if let own = candidate.learner.plannedWork, own.unit == work.unit { work.count += own.count }
    }
    return work
  }

  private func check(_ rows: ValueRows) throws(ModelStageError) {
    let found = min(rows.training.customerCount, rows.test.count)
    guard found >= settings.minCustomers else {
      throw .tooFewCustomers(stage: "clv", found: found, needed: settings.minCustomers)
    }
    guard rows.training.labels.contains(where: { $0 > 0 }) else {
      throw .noRevenue(stage: "clv", rows: rows.training.count, horizonDays: settings.horizonDays)
    }
  }
}

/// Group of each customer at a snapshot, by nothing that happened later.
package typealias ValueGroups = @Sendable (_ customers: [Int32], _ snapshot: Snapshot) -> [Int32]

// MARK: - Fits

/// What models that did not see a row's customer say of it.
struct ValueOutOfFold {
  /// By fold and candidate.
  var models: [[any LifetimeValueModel]] = []
  /// Of the train rows.
  var training: LifetimeValuePredictions
  /// Of the test rows, each by the models of its customer's fold.
  var test: LifetimeValuePredictions
  /// Fold of each train row and of each test row.
  let folds: (training: [Int], test: [Int])
}

extension LifetimeValueTraining {
  private func outOfFold(
    _ input: ModelInput, _ rows: ValueRows, _ contexts: [ExecutionContext], _ context: ExecutionContext
  ) throws -> ValueOutOfFold {
    let hashed = CustomerFolds(count: folds, seed: seed)
    let (training, test) = (rows.outOfFold, rows.test)
    let parts = (
      training: training.customers.map { hashed.fold(idHash: input.idHashes[Int($0)]) },
      test: test.customers.map { hashed.fold(idHash: input.idHashes[Int($0)]) }
    )
    var held = ValueOutOfFold(
      training: LifetimeValuePredictions(candidates: candidates.count, rows: training.count),
      test: LifetimeValuePredictions(candidates: candidates.count, rows: test.count), folds: parts)
    // Whole fits beside each other: their own passes are too short to share.
    let fits = try context.quiet.mapParts(folds, threadsEach: max(1, context.parallelism.threads / folds)) {
      fold, inner in
      let places = parts.training.indices.filter { parts.training[$0] == fold }
      let testPlaces = rows.isTimeHoldout ? [] : parts.test.indices.filter { parts.test[$0] == fold }
      let others = try training.selecting(
        parts.training.indices.filter { parts.training[$0] != fold }, context: inner)
      let validation = try training.selecting(places, context: inner)
      let fit = try fit(others, validation: validation, like: nil, inner.reporting(to: contexts[fold].progress))
      return (
        fit: fit, places: places, testPlaces: testPlaces, held: try fit.predict(validation, context: inner),
        test: try fit.predict(test.selecting(testPlaces, context: inner), context: inner)
      )
    }
    for fit in fits {
      held.models.append(fit.fit.models)
      held.training.fill(fit.places, from: fit.held)
      held.test.fill(fit.testPlaces, from: fit.test)
    }
    return held
  }

  /// - Parameters:
  ///   - validation: rows of other customers; nil for a fit that is kept.
  ///   - models: of the folds, by fold and candidate, which say how the fit that is kept is made.
  private func fit(
    _ rows: LabelledRows, validation: LabelledRows?, like models: [[any LifetimeValueModel]]?,
    _ context: ExecutionContext
  ) throws -> LifetimeValueFit {
    let contexts = candidates.map { context.announcing($0.learner.plannedWork) }
    let trees = ValueQuantiles.Settings(settings, seed: seed)
    let last = context.announcing(trees.plannedWork)
    let fitted = try candidates.enumerated().map { index, candidate in
      if let validation { return try candidate.learner.fit(rows, validation: validation, context: contexts[index]) }
      return try candidate.learner.refit(rows, like: models?.map { $0[index] } ?? [], context: contexts[index])
    }
    return LifetimeValueFit(
      models: fitted, quantiles: try ValueQuantiles(rows, settings: trees, context: last),
      mean: rows.labels.reduce(0, +) / Double(max(rows.count, 1)))
  }
}

// MARK: - Outcomes

extension LifetimeValueTraining {
  private func comparison(_ rows: LabelledRows, _ predictions: LifetimeValuePredictions) -> ValueComparison {
    ValueComparison(
      names: candidates.map(\.name), predictions: predictions.expected, rows: rows,
      resampling: LossResampling(resamples: Self.resamples, seed: seed))
  }

  private static let resamples = 500

  /// Margins from out-of-fold rows of the last snapshot alone: earlier ones hold the same customers once more, in
  /// another season.
  private func rule(
    _ rows: LabelledRows, _ predictions: LifetimeValuePredictions, champion: Int, _ groups: ValueGroups?,
    least: Double, where isIncluded: (Int) -> Bool = { _ in true }
  ) throws -> IntervalRule {
    let latest = rows.snapshots.max()
    let places = rows.snapshots.indices.filter { rows.snapshots[$0] == latest && isIncluded($0) }
    return try IntervalRule(
      predictions.quantiles.selecting(places), values: places.map { rows.labels[$0] },
      expected: places.map { predictions.expected[champion][$0] },
      groups: latest.flatMap { snapshot in groups.map { $0(places.map { rows.customers[$0] }, snapshot) } },
      coverage: settings.coverage, least: least)
  }

  /// The models that score customers are fitted once more, on every finished snapshot: the test is over by then. What the
  /// test shows to be behind spend as before is not acted on.
  private func timeOutcome(
    _ rows: ValueRows, _ held: ValueOutOfFold, _ groups: ValueGroups?, _ first: ExecutionContext,
    last: ExecutionContext, _ context: ExecutionContext
  ) throws -> LifetimeValueOutcome {
    let choice = try comparison(rows.outOfFold, held.training).choice(baselines: baselines, context: context)
    let tested = try fit(rows.training, validation: nil, like: held.models, first)
    let raw = try tested.predict(rows.test, context: context)
    let (predictions, factors) = levelled(raw)
    let used = try checkedOnTest(choice, rows.test, predictions, context)
    let rule = try rule(
      rows.outOfFold, held.training, champion: used.champion, groups, least: rows.training.leastValue)
    let bounds = rule.bounds(
      raw.quantiles.scalingMedian(by: factors[used.champion]), expected: predictions.expected[used.champion],
      groups: groups?(rows.test.customers, rows.testSnapshot))
    let scoring = try fit(rows.finished, validation: nil, like: held.models, last)
    // Not the margin that the test would have needed: it follows the last season, and the next one reverts.
    let scoringRule = try self.rule(
      rows.outOfFold, held.training, champion: used.champion, groups, least: rows.finished.leastValue)
    return try outcome(
      "time", rows, held, tested: tested, scoring: scoring, choice: used, rule: scoringRule, groups,
      predictions: predictions,
      expected: predictions.expected[used.champion], bounds: bounds, context)
  }

  /// What a candidate's values of a later period are multiplied by; 1 for spend as before, which is the level itself.
  package func levelFactor(of candidate: Int, _ expected: [Double], past: [Double]) -> Double {
    baselines.contains(candidate)
      ? 1 : ValueLevel.factor(expected: expected, past: past, spread: settings.levelSpread)
  }

  /// Predictions of a later period with the level that is acted on, and the factor of each candidate.
  private func levelled(
    _ raw: LifetimeValuePredictions
  ) -> (predictions: LifetimeValuePredictions, factors: [Double]) {
    let past = raw.expected[baselines.lowerBound]
    let factors = raw.expected.indices.map { levelFactor(of: $0, raw.expected[$0], past: past) }
    var predictions = raw
    for (index, factor) in factors.enumerated() where factor != 1 {
      predictions.expected[index] = raw.expected[index].map { $0 * factor }
    }
    return (predictions, factors)
  }

  /// What was known at a snapshot, tested there: the champion is that of the out-of-fold predictions, whatever the test
  /// shows.
  ///
  /// - Parameters:
  ///   - train: snapshots whose horizon had ended by `test`.
  ///   - contexts: of the folds, and of the fit that is tested.
  /// - Throws: As `run`.
  func tested(
    _ input: ModelInput, train: [Snapshot], test: Snapshot, _ groups: ValueGroups?, _ contexts: [ExecutionContext],
    _ context: ExecutionContext
  ) throws -> ValueTest {
    let rows = try ValueRows(
      input, settings, windowDays: windowDays, train: train, test: test, seed: seed, testsAlone: true,
      context: context)
    try check(rows)
    let held = try outOfFold(input, rows, contexts, context)
    let choice = try comparison(rows.outOfFold, held.training).choice(baselines: baselines, context: context)
    let raw = try fit(rows.training, validation: nil, like: held.models, contexts[folds])
      .predict(rows.test, context: context)
    let (predictions, factors) = levelled(raw)
    let expected = predictions.expected[choice.champion]
    let rule = try rule(
      rows.outOfFold, held.training, champion: choice.champion, groups, least: rows.training.leastValue)
    let bounds = rule.bounds(
      raw.quantiles.scalingMedian(by: factors[choice.champion]), expected: expected,
      groups: groups?(rows.test.customers, test))
    let comparison = comparison(rows.test, predictions)
    let paired = { (values: [Double]) in
      try baselines.map { try comparison.paired(values, predictions.expected[$0], context: context) }
    }
    return ValueTest(
      champion: choice.champion, values: rows.test.labels, predictions: predictions, bounds: bounds,
      expectedBesideBaselines: try paired(expected), medianBesideBaselines: try paired(bounds.p50))
  }

  private func checkedOnTest(
    _ choice: ValueChoice, _ test: LabelledRows, _ predictions: LifetimeValuePredictions, _ context: ExecutionContext
  ) throws(Cancelled) -> ValueChoice {
    guard !baselines.contains(choice.champion) else { return choice }
    let comparison = comparison(test, predictions)
    for baseline in baselines {
      let paired = try comparison.paired(
        predictions.expected[choice.champion], predictions.expected[baseline], context: context)
      guard paired.verdict == .worse else { continue }
      let reason = paired.sentence(candidates[choice.champion].name, candidates[baseline].name)
      let better = try comparison.choice(baselines: baselines, among: [], context: context)
      return ValueChoice(
        champion: better.champion,
        reasons: choice.reasons + ["on the test customers \(reason)", "\(candidates[better.champion].name) is used"])
    }
    return choice
  }

  /// Each fold's champion and margin come from the other folds; those that are kept from all.
  private func customerOutcome(
    _ input: ModelInput, _ rows: ValueRows, _ held: ValueOutOfFold, _ groups: ValueGroups?, _ last: ExecutionContext,
    _ context: ExecutionContext
  ) throws -> LifetimeValueOutcome {
    let comparison = comparison(rows.outOfFold, held.training)
    let choice = try comparison.choice(baselines: baselines, context: context)
    let least = rows.training.leastValue
    let testGroups = groups?(rows.test.customers, rows.testSnapshot)
    var expected = [Double](repeating: .nan, count: rows.test.count)
    var bounds = ValueBounds(rows: rows.test.count)
    for fold in 0..<folds {
      let places = held.folds.test.indices.filter { held.folds.test[$0] == fold }
      guard !places.isEmpty else { continue }
      let others = held.folds.training.indices.filter { held.folds.training[$0] != fold }
      let own = try comparison.choice(baselines: baselines, places: others, context: context)
      for place in places { expected[place] = held.test.expected[own.champion][place] }
      let rule = try rule(rows.outOfFold, held.training, champion: own.champion, groups, least: least) {
        held.folds.training[$0] != fold
      }
      bounds.fill(
        places,
        from: rule.bounds(
          held.test.quantiles.selecting(places), expected: places.map { expected[$0] },
          groups: testGroups.map { groups in places.map { groups[$0] } }))
    }
    let scoring = try fit(rows.training, validation: nil, like: held.models, last)
    return try outcome(
      "customer", rows, held, tested: scoring, scoring: scoring, choice: choice,
      rule: try rule(rows.outOfFold, held.training, champion: choice.champion, groups, least: least), groups,
      predictions: held.test,
      expected: expected, bounds: bounds, context)
  }

  private func outcome(
    _ kind: String, _ rows: ValueRows, _ held: ValueOutOfFold, tested: LifetimeValueFit, scoring: LifetimeValueFit,
    choice: ValueChoice,
    rule: IntervalRule, _ groups: ValueGroups?, predictions: LifetimeValuePredictions, expected: [Double],
    bounds: ValueBounds, _ context: ExecutionContext
  ) throws -> LifetimeValueOutcome {
    let comparison = comparison(rows.test, predictions)
    let quantiles = try scoring.quantiles.predict(rows.scored.features, spend: rows.scored.spend, context: context)
    let paired = { (values: [Double]) in
      try baselines.map { try comparison.paired(values, predictions.expected[$0], context: context) }
    }
    let raw = try scoring.models[choice.champion].expectedValue(rows.scored, context: context)
    let past = try scoring.models[baselines.lowerBound].expectedValue(rows.scored, context: context)
    let factor = levelFactor(of: choice.champion, raw, past: past)
    let values = raw.map { $0 * factor }
    return LifetimeValueOutcome(
      holdout: kind, testSnapshot: rows.testSnapshot, trainingShare: rows.share,
      testShare: rows.testShare, names: candidates.map(\.name),
      baselines: baselines, tested: tested, scoring: scoring, choice: choice, rule: rule, testRows: rows.test,
      testGroups: groups?(rows.test.customers, rows.testSnapshot), predictions: predictions,
      outOfFold: held.training.expected.map { LifetimeValueReport.OutOfFold($0, rows.outOfFold) }, expected: expected,
      bounds: bounds, expectedBesideBaselines: try paired(expected), medianBesideBaselines: try paired(bounds.p50),
      scored: ScoredValues(
        expected: values,
        bounds: rule.bounds(
          quantiles.scalingMedian(by: factor), expected: values,
          groups: groups?(rows.scored.customers, rows.scored.snapshot)), levelFactor: factor),
      scoredRows: rows.scored, buyTillYouDie: rows.buyTillYouDie, scoringSnapshot: rows.scored.snapshot)
  }
}

/// A test in a later period, of models that are not kept.
struct ValueTest {
  /// Place among the candidates.
  let champion: Int
  /// What came, by test row.
  let values: [Double]
  let predictions: LifetimeValuePredictions
  let bounds: ValueBounds
  /// The champion's predictions, and the medians, beside each baseline's.
  let expectedBesideBaselines: [PairedErrors]
  let medianBesideBaselines: [PairedErrors]
}
