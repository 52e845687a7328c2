package import Learning
package import Numerics

/// Fits lifetime value, its interval and its baselines, and measures them on the test snapshot.
package struct LifetimeValueTraining: Sendable {
  let settings: LifetimeValueSettings
  let learner: any LifetimeValueLearner
  /// For the quantile trees.
  let trees: GradientBoostingSettings
  let windowDays: Int
  let folds: Int
  let seed: UInt64

  package init(
    settings: LifetimeValueSettings, learner: any LifetimeValueLearner, trees: GradientBoostingSettings,
    windowDays: Int, folds: Int, seed: UInt64
  ) {
    self.settings = settings
    self.learner = learner
    self.trees = trees
    self.windowDays = windowDays
    self.folds = folds
    self.seed = seed
  }

  /// - Throws: `Cancelled`, `ModelStageError` where there is too little to learn from, or what a fit throws.
  package func run(_ input: ModelInput, context: ExecutionContext) throws -> LifetimeValueOutcome {
    let holdout = Holdout(input.calendar, horizonDays: settings.horizonDays)
    guard let test = holdout.test else {
      guard case .none(let missingDays) = holdout else { preconditionFailure("a labelled holdout has a test snapshot") }
      throw ModelStageError.historyTooShort(stage: "clv", horizonDays: settings.horizonDays, missingDays: missingDays)
    }
    let testRows = try rows(input, [test], context)
    switch holdout {
    case .time(let train, _):
      let training = try checked(trainingRows(input, train, context), testRows)
      let fit = try fit(training, parts: LifetimeValueParts(input, settings, seed: seed), context)
      let predictions = try fit.predict(testRows.unlabelled(at: test), context: context)
      return try outcome("time", test, testRows, fit, predictions, context)
    case .customers(let train, _):
      let training = try checked(trainingRows(input, train, context), testRows)
      let (final, predictions) = try foldFits(input, training, testRows, test, context)
      return try outcome("customer", test, testRows, final, predictions, context)
    case .none:
      preconditionFailure("handled above")
    }
  }
}

/// Which customers train, stop and calibrate: the same at every snapshot.
package struct LifetimeValueParts: Sendable {
  let idHashes: [UInt64]
  let calibrationShare: Double
  let philox: Philox
  /// The stopping customers' share.
  static let stoppingShare = 0.2

  package init(_ input: ModelInput, _ settings: LifetimeValueSettings, seed: UInt64) {
    idHashes = input.idHashes
    calibrationShare = settings.calibrationShare
    philox = Philox(seed: seed)
  }

  /// One uniform number a customer decides: calibration at the bottom, stopping at the top.
  private func place(_ customer: Int32) -> Double {
    philox.uniform(stream: 0xCA1, counter: idHashes[Int(customer)])
  }

  package func calibrates(_ customer: Int32) -> Bool { place(customer) < calibrationShare }
  package func stops(_ customer: Int32) -> Bool { !calibrates(customer) && place(customer) >= 1 - Self.stoppingShare }
}

extension LifetimeValueTraining {
  private func rows(
    _ input: ModelInput, _ snapshots: [Snapshot], _ context: ExecutionContext
  ) throws(Cancelled) -> LabelledRows {
    try input.rows(snapshots.compactMap { input.table.at($0) }, context: context) {
      (customers, snapshot) throws(Cancelled) in
      try input.labels.lifetimeValue(
        of: customers, at: snapshot, horizonDays: settings.horizonDays, context: context)
    }
  }

  /// Rows to learn from: of a sample of the customers where there are very many.
  private func trainingRows(
    _ input: ModelInput, _ snapshots: [Snapshot], _ context: ExecutionContext
  ) throws(Cancelled) -> LabelledRows {
    try input.trainingRows(at: snapshots, seed: seed, context: context) {
      (customers, snapshot) throws(Cancelled) in
      try input.labels.lifetimeValue(
        of: customers, at: snapshot, horizonDays: settings.horizonDays, context: context)
    }.rows
  }

  /// - Returns: `training`, where it and the test rows hold enough customers, and some who spent.
  private func checked(_ training: LabelledRows, _ test: LabelledRows) throws(ModelStageError) -> LabelledRows {
    let found = min(training.customerCount, test.count)
    guard found >= settings.minCustomers else {
      throw .tooFewCustomers(stage: "clv", found: found, needed: settings.minCustomers)
    }
    guard training.labels.contains(where: { $0 > 0 }) else {
      throw .noRevenue(stage: "clv", rows: training.count, horizonDays: settings.horizonDays)
    }
    return training
  }

  /// Held-out customers stop the trees early and calibrate the interval; the rest trains both.
  private func fit(
    _ rows: LabelledRows, parts: LifetimeValueParts, _ context: ExecutionContext
  ) throws -> LifetimeValueFit {
    let inner = (learner: context.announcing(learner.plannedWork), intervals: context.announcing(intervalWork))
    let stopping = try rows.rows(context: context, where: parts.stops)
    return LifetimeValueFit(
      expected: try learner.fit(
        rows.rows(context: context) { !parts.stops($0) }, validation: stopping, context: inner.learner),
      intervals: try ValueIntervals(
        settings: trees, quantiles: settings.quantiles, coverage: settings.coverage,
        training: rows.rows(context: context) { !parts.calibrates($0) && !parts.stops($0) }, stopping: stopping,
        calibration: rows.rows(context: context, where: parts.calibrates), context: inner.intervals),
      mean: try MeanValueLearner().fit(rows, validation: rows.selecting([], context: context), context: context))
  }

  private var intervalWork: PlannedWork {
    PlannedWork(settings.quantiles.count * trees.numIterations, unit: "trees")
  }

  /// What the fit of one fold reports as progress at most.
  private var foldWork: PlannedWork {
    var work = intervalWork
    if let learned = learner.plannedWork, learned.unit == work.unit { work.count += learned.count }
    return work
  }

  /// Each fold of customers is predicted by models that saw none of them; the models kept saw everybody.
  private func foldFits(
    _ input: ModelInput, _ training: LabelledRows, _ test: LabelledRows, _ snapshot: Snapshot,
    _ context: ExecutionContext
  ) throws -> (final: LifetimeValueFit, predictions: LifetimeValuePredictions) {
    let outer = CustomerFolds(count: folds, seed: seed)
    let idHashes = input.idHashes
    let fold = { @Sendable (customer: Int32) in outer.fold(idHash: idHashes[Int(customer)]) }
    let parts = LifetimeValueParts(input, settings, seed: seed)
    // Whole fits beside each other: their own passes are too short to share. The last one leaves nobody out.
    let announced = (0...folds).map { _ in context.announcing(foldWork) }
    let fits = try context.mapParts(
      folds + 1, threadsEach: max(1, context.parallelism.threads / (folds + 1))
    ) { held, inner in
      let rows = try training.rows(context: inner) { fold($0) != held }
      return try fit(rows, parts: parts, inner.reporting(to: announced[held].progress))
    }
    var predictions = LifetimeValuePredictions(rows: test.count)
    for held in 0..<folds {
      let heldRows = test.customers.indices.filter { fold(test.customers[$0]) == held }
      let rows = try test.unlabelled(at: snapshot).selecting(heldRows, context)
      predictions.fill(heldRows, from: try fits[held].predict(rows, context: context))
    }
    return (fits[folds], predictions)
  }

  private func outcome(
    _ kind: String, _ test: Snapshot, _ rows: LabelledRows, _ fit: LifetimeValueFit,
    _ predictions: LifetimeValuePredictions, _ context: ExecutionContext
  ) throws -> LifetimeValueOutcome {
    let scale = Double(settings.horizonDays) / Double(windowDays)
    let pastSpend = PastSpendModel(scale: scale).expectedValue(rows.unlabelled(at: test), context: context)
    let covered = zip(rows.labels, zip(predictions.p10, predictions.p90)).map { value, bounds in
      bounds.0 <= value && value <= bounds.1
    }
    try context.checkCancellation()
    return LifetimeValueOutcome(
      holdout: kind, testSnapshot: test, fit: fit, testRows: rows, predictions: predictions,
      scores: ValueScores(actual: rows.labels, predicted: predictions.expected),
      meanScores: ValueScores(actual: rows.labels, predicted: predictions.mean),
      pastSpendScores: ValueScores(actual: rows.labels, predicted: pastSpend),
      covered: covered)
  }
}

/// The models that are kept, fitted on all customers.
package struct LifetimeValueFit: Sendable {
  package let expected: any LifetimeValueModel
  package let intervals: ValueIntervals
  package let mean: any LifetimeValueModel

  /// - Throws: `Cancelled`, or what the model throws.
  package func predict(_ rows: SnapshotRows, context: ExecutionContext) throws -> LifetimeValuePredictions {
    let bounds = try intervals.predict(rows.features, context: context)
    return LifetimeValuePredictions(
      expected: try expected.expectedValue(rows, context: context), p10: bounds.p10, p50: bounds.p50,
      p90: bounds.p90, mean: try mean.expectedValue(rows, context: context))
  }
}

/// Predicted revenue over the horizon, one element per customer, in units of the currency.
package struct LifetimeValuePredictions: Sendable {
  package var expected: [Double]
  package var p10: [Double]
  package var p50: [Double]
  package var p90: [Double]
  /// The mean baseline.
  package var mean: [Double]

  init(expected: [Double], p10: [Double], p50: [Double], p90: [Double], mean: [Double]) {
    self.expected = expected
    self.p10 = p10
    self.p50 = p50
    self.p90 = p90
    self.mean = mean
  }

  init(rows: Int) {
    let none = [Double](repeating: .nan, count: rows)
    self.init(expected: none, p10: none, p50: none, p90: none, mean: none)
  }

  mutating func fill(_ rows: [Int], from part: LifetimeValuePredictions) {
    for (index, row) in rows.enumerated() {
      expected[row] = part.expected[index]
      p10[row] = part.p10[index]
      p50[row] = part.p50[index]
      p90[row] = part.p90[index]
      mean[row] = part.mean[index]
    }
  }
}

/// How well predicted revenue fits what came.
package struct ValueScores: Sendable, Equatable {
  package let mae: Double
  package let rmse: Double
  package let spearman: Double
  package let gini: Double

  package init(actual: [Double], predicted: [Double]) {
    mae = Learning.mae(predicted: predicted, actual: actual) ?? .nan
    rmse = Learning.rmse(predicted: predicted, actual: actual) ?? .nan
    spearman = Learning.spearman(actual, predicted) ?? .nan
    gini = normalizedGini(predicted: predicted, actual: actual) ?? .nan
  }
}

package struct LifetimeValueOutcome: Sendable {
  /// `time` or `customer`.
  package let holdout: String
  package let testSnapshot: Snapshot
  package let fit: LifetimeValueFit
  package let testRows: LabelledRows
  package let predictions: LifetimeValuePredictions
  package let scores: ValueScores
  package let meanScores: ValueScores
  package let pastSpendScores: ValueScores
  /// By test row: whether the interval held what came.
  package let covered: [Bool]

  /// Share of the test rows whose revenue the interval holds.
  package var coverage: Double { Double(covered.filter { $0 }.count) / Double(max(covered.count, 1)) }
}

extension LabelledRows {
  /// Customers with a row.
  fileprivate var customerCount: Int {
    var isPresent = [Bool](repeating: false, count: Int(customers.max() ?? -1) + 1)
    for customer in customers { isPresent[Int(customer)] = true }
    return isPresent.count { $0 }
  }

  func unlabelled(at snapshot: Snapshot) -> SnapshotRows {
    SnapshotRows(features: features, customers: customers, snapshot: snapshot)
  }
}
