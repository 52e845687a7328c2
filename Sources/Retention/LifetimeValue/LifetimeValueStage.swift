public import Learning
public import Numerics

/// Fits lifetime value, its interval and its baselines, and measures them on the test snapshot.
public struct LifetimeValueStage: Sendable {
  let settings: LifetimeValueSettings
  let learner: any LifetimeValueLearner
  /// For the quantile trees.
  let trees: GradientBoostingSettings
  let windowDays: Int
  let folds: Int
  let seed: UInt64

  public init(
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

  public func run(_ input: ModelInput, parallelism: Parallelism) throws -> LifetimeValueOutcome {
    let holdout = Holdout(input.calendar, horizonDays: settings.horizonDays)
    guard let test = holdout.test else {
      guard case .none(let missingDays) = holdout else { preconditionFailure("a labelled holdout has a test snapshot") }
      throw ModelStageError.historyTooShort(stage: "clv", horizonDays: settings.horizonDays, missingDays: missingDays)
    }
    let testRows = rows(input, [test])
    guard testRows.count >= settings.minCustomers else {
      throw ModelStageError.tooFewCustomers(stage: "clv", found: testRows.count, needed: settings.minCustomers)
    }
    switch holdout {
    case .time(let train, let validation, _):
      let training = rows(input, train + [validation].compactMap { $0 })
      let fit = try fit(input, training, parallelism: parallelism)
      let predictions = try fit.predict(testRows.unlabelled(at: test), parallelism: parallelism)
      return try outcome(input, "time", test, testRows, fit, predictions, parallelism: parallelism)
    case .customers(let train, _):
      let training = rows(input, train)
      let predictions = try foldPredictions(input, training, testRows, test, parallelism: parallelism)
      let final = try fit(input, training, parallelism: parallelism)
      return try outcome(input, "customer", test, testRows, final, predictions, parallelism: parallelism)
    case .none:
      preconditionFailure("handled above")
    }
  }
}

extension LifetimeValueStage {
  private func rows(_ input: ModelInput, _ snapshots: [Snapshot]) -> LabelledRows {
    LabelledRows(input.table, at: snapshots) { customers, snapshot in
      input.labels.lifetimeValue(of: customers, at: snapshot, horizonDays: settings.horizonDays)
    }
  }

  /// Held-out customers stop the trees early and calibrate the interval; the rest trains both.
  private func fit(
    _ input: ModelInput, _ rows: LabelledRows, parallelism: Parallelism
  ) throws -> LifetimeValueFit {
    let philox = Philox(seed: seed)
    // One uniform number a customer decides: the calibration share at the bottom, a stopping fifth at the top.
    let place = { (customer: Int32) in philox.uniform(stream: 0xCA1, counter: input.idHashes[Int(customer)]) }
    let calibrates = { (customer: Int32) in place(customer) < settings.calibrationShare }
    let stops = { (customer: Int32) in place(customer) >= 0.8 }
    return LifetimeValueFit(
      expected: try learner.fit(
        rows.rows { !stops($0) }, validation: rows.rows(where: stops), parallelism: parallelism),
      intervals: try ValueIntervals(
        settings: trees, quantiles: settings.quantiles, coverage: settings.coverage,
        training: rows.rows { !calibrates($0) && !stops($0) }, stopping: rows.rows(where: stops),
        calibration: rows.rows(where: calibrates), parallelism: parallelism),
      mean: try MeanValueLearner().fit(rows, validation: rows.selecting([]), parallelism: parallelism))
  }

  private func foldPredictions(
    _ input: ModelInput, _ training: LabelledRows, _ test: LabelledRows, _ snapshot: Snapshot, parallelism: Parallelism
  ) throws -> LifetimeValuePredictions {
    let outer = CustomerFolds(count: folds, seed: seed)
    let fold = { (customer: Int32) in outer.fold(idHash: input.idHashes[Int(customer)]) }
    var all = LifetimeValuePredictions(rows: test.count)
    for held in 0..<folds {
      let fit = try fit(input, training.rows { fold($0) != held }, parallelism: parallelism)
      let heldRows = test.customers.indices.filter { fold(test.customers[$0]) == held }
      let rows = test.unlabelled(at: snapshot).selecting(heldRows)
      all.fill(heldRows, from: try fit.predict(rows, parallelism: parallelism))
    }
    return all
  }

  private func outcome(
    _ input: ModelInput, _ kind: String, _ test: Snapshot, _ rows: LabelledRows, _ fit: LifetimeValueFit,
    _ predictions: LifetimeValuePredictions, parallelism: Parallelism
  ) throws -> LifetimeValueOutcome {
    let scale = Double(settings.horizonDays) / Double(windowDays)
    let pastSpend = PastSpendModel(scale: scale).expectedValue(rows.unlabelled(at: test), parallelism: parallelism)
    let covered = zip(rows.labels, zip(predictions.p10, predictions.p90)).map { value, bounds in
      bounds.0 <= value && value <= bounds.1
    }
    return LifetimeValueOutcome(
      holdout: kind, testSnapshot: test, fit: fit, testRows: rows, predictions: predictions,
      scores: ValueScores(actual: rows.labels, predicted: predictions.expected),
      meanScores: ValueScores(actual: rows.labels, predicted: predictions.mean),
      pastSpendScores: ValueScores(actual: rows.labels, predicted: pastSpend),
      covered: covered)
  }
}

/// The models that are kept, fitted on all customers.
public struct LifetimeValueFit: Sendable {
  public let expected: any LifetimeValueModel
  public let intervals: ValueIntervals
  public let mean: any LifetimeValueModel

  public func predict(_ rows: SnapshotRows, parallelism: Parallelism) throws -> LifetimeValuePredictions {
    let bounds = intervals.predict(rows.features, parallelism: parallelism)
    return LifetimeValuePredictions(
      expected: try expected.expectedValue(rows, parallelism: parallelism), p10: bounds.p10, p50: bounds.p50,
      p90: bounds.p90, mean: try mean.expectedValue(rows, parallelism: parallelism))
  }
}

/// Predicted revenue over the horizon, a row a customer, in units of the currency.
public struct LifetimeValuePredictions: Sendable {
  public var expected: [Double]
  public var p10: [Double]
  public var p50: [Double]
  public var p90: [Double]
  /// The mean baseline.
  public var mean: [Double]

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
public struct ValueScores: Sendable, Equatable {
  public let mae: Double
  public let rmse: Double
  public let spearman: Double
  public let gini: Double

  public init(actual: [Double], predicted: [Double]) {
    mae = Learning.mae(predicted: predicted, actual: actual) ?? .nan
    rmse = Learning.rmse(predicted: predicted, actual: actual) ?? .nan
    spearman = Learning.spearman(actual, predicted) ?? .nan
    gini = normalizedGini(predicted: predicted, actual: actual) ?? .nan
  }
}

public struct LifetimeValueOutcome: Sendable {
  /// `time` or `customer`.
  public let holdout: String
  public let testSnapshot: Snapshot
  public let fit: LifetimeValueFit
  public let testRows: LabelledRows
  public let predictions: LifetimeValuePredictions
  public let scores: ValueScores
  public let meanScores: ValueScores
  public let pastSpendScores: ValueScores
  /// By test row: whether the interval held what came.
  public let covered: [Bool]

  /// Share of the test rows whose revenue the interval holds.
  public var coverage: Double { Double(covered.filter { $0 }.count) / Double(max(covered.count, 1)) }
}

extension LabelledRows {
  func unlabelled(at snapshot: Snapshot) -> SnapshotRows {
    SnapshotRows(features: features, customers: customers, snapshot: snapshot)
  }
}
