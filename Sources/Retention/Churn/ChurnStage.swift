import Learning
public import Numerics

/// Fits the candidates, picks the champion on validation rows, and measures it on the test snapshot.
public struct ChurnStage: Sendable {
  let settings: ChurnSettings
  let candidates: [ChurnCandidate]
  let seed: UInt64
  let folds: Int

  public init(settings: ChurnSettings, candidates: [ChurnCandidate], folds: Int, seed: UInt64) {
    self.settings = settings
    self.candidates = candidates
    self.folds = folds
    self.seed = seed
  }

  public func run(_ input: ModelInput, parallelism: Parallelism) throws -> ChurnOutcome {
    let holdout = Holdout(input.calendar, horizonDays: settings.horizonDays)
    switch holdout {
    case .none(let missingDays):
      throw ModelStageError.historyTooShort(
        stage: "churn", horizonDays: settings.horizonDays, missingDays: missingDays)
    case .time(let train, let validation, let test):
      return try timeHoldout(input, train: train, validation: validation, test: test, parallelism: parallelism)
    case .customers(let train, let test):
      return try customerHoldout(input, train: train, test: test, parallelism: parallelism)
    }
  }
}

extension ChurnStage {
  private func rows(_ input: ModelInput, _ snapshots: [Snapshot]) -> LabelledRows {
    LabelledRows(input.table, at: snapshots) { customers, snapshot in
      input.labels.churn(of: customers, at: snapshot, horizonDays: settings.horizonDays)
    }
  }

  private func checkedTest(_ input: ModelInput, _ snapshot: Snapshot) throws -> LabelledRows {
    let test = rows(input, [snapshot])
    let needed = settings.minClassSize
    guard test.count >= 2 * needed else {
      throw ModelStageError.tooFewCustomers(stage: "churn", found: test.count, needed: 2 * needed)
    }
    let churned = Int(test.labels.reduce(0, +))
    if min(churned, test.count - churned) < 2 {
      throw ModelStageError.oneClass(stage: "churn", snapshot: snapshot, label: churned < 2 ? 0 : 1)
    }
    return test
  }

  /// - Returns: the train rows, where both classes are large enough to learn from.
  private func checkedTraining(_ input: ModelInput, _ snapshots: [Snapshot]) throws(ModelStageError) -> LabelledRows {
    let training = rows(input, snapshots)
    let churned = Int(training.labels.reduce(0, +))
    let smaller = min(churned, training.count - churned)
    guard smaller >= settings.minClassSize else {
      throw .tooFewOfClass(
        stage: "churn", label: churned == smaller ? 1 : 0, found: smaller, needed: settings.minClassSize)
    }
    return training
  }

  /// Fits on the rows of `train`; without a validation snapshot, a fifth of the customers takes its place.
  private func fit(
    _ input: ModelInput, training: LabelledRows, validation: LabelledRows?, parallelism: Parallelism
  ) throws -> ChurnFit {
    let inner = CustomerFolds(count: ChurnFit.parts, seed: seed &+ 1)
    let part = { (customer: Int32) in inner.fold(idHash: input.idHashes[Int(customer)]) }
    let (training, validation) =
      validation.map { (training, $0) } ?? (training.rows { part($0) != 0 }, training.rows { part($0) == 0 })
    let cross = CustomerFolds(count: ChurnFit.parts, seed: seed &+ 2)
    return try ChurnFit(
      candidates, training: training, validation: validation, calibration: settings.calibration,
      part: { cross.fold(idHash: input.idHashes[Int($0)]) }, parallelism: parallelism)
  }

  private func timeHoldout(
    _ input: ModelInput, train: [Snapshot], validation: Snapshot?, test: Snapshot, parallelism: Parallelism
  ) throws -> ChurnOutcome {
    let testRows = try checkedTest(input, test)
    _ = try checkedTraining(input, train + [validation].compactMap { $0 })
    let fit = try fit(
      input, training: rows(input, train), validation: validation.map { rows(input, [$0]) }, parallelism: parallelism)
    let predictions = fit.candidates.map { $0.probabilities(testRows.features, parallelism: parallelism) }
    return try outcome(
      input, fit, kind: "time", test: test, rows: testRows, predictions: predictions,
      trainSnapshots: train + [validation].compactMap { $0 })
  }

  /// Each fold of customers is predicted by models that saw none of them at any snapshot.
  private func customerHoldout(
    _ input: ModelInput, train: [Snapshot], test: Snapshot, parallelism: Parallelism
  ) throws -> ChurnOutcome {
    let testRows = try checkedTest(input, test)
    let all = try checkedTraining(input, train)
    let outer = CustomerFolds(count: folds, seed: seed)
    let fold = { (customer: Int32) in outer.fold(idHash: input.idHashes[Int(customer)]) }
    var predictions: [[Double]] = []
    for held in 0..<folds {
      let fit = try fit(input, training: all.rows { fold($0) != held }, validation: nil, parallelism: parallelism)
      if predictions.isEmpty {
        predictions = fit.candidates.map { _ in [Double](repeating: .nan, count: testRows.count) }
      }
      let heldRows = testRows.customers.indices.filter { fold(testRows.customers[$0]) == held }
      let features = testRows.features.selectingRows(heldRows)
      for (index, candidate) in fit.candidates.enumerated() {
        for (row, value) in zip(heldRows, candidate.probabilities(features, parallelism: parallelism)) {
          predictions[index][row] = value
        }
      }
    }
    // What is kept and scores customers is fitted on everybody.
    let final = try fit(input, training: all, validation: nil, parallelism: parallelism)
    return try outcome(
      input, final, kind: "customer", test: test, rows: testRows, predictions: predictions, trainSnapshots: train)
  }

  /// What a churner who stays is worth: as the config says, else the mean revenue that train customers brought over the
  /// horizon of lifetime value (their window's revenue, where no such horizon has passed before the test).
  private func payoff(_ input: ModelInput, trainSnapshots: [Snapshot], test: Snapshot) -> PayoffMatrix {
    let costs = settings.costs
    let known = trainSnapshots.filter { $0.adding(days: input.valueHorizonDays) <= test }.compactMap {
      input.table.at($0)
    }
    let values =
      known.isEmpty
      ? trainSnapshots.compactMap { input.table.at($0) }.flatMap { $0.column(.monetaryTotal) }
      : known.flatMap {
        input.labels.lifetimeValue(of: $0.customers, at: $0.snapshot, horizonDays: input.valueHorizonDays)
      }
    let mean = values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    return .retentionOffer(
      contactCost: costs.contact, offerCost: costs.offer, successRate: costs.successRate,
      valueAtStake: costs.valueAtStake ?? mean)
  }

  private func outcome(
    _ input: ModelInput, _ fit: ChurnFit, kind: String, test: Snapshot, rows: LabelledRows, predictions: [[Double]],
    trainSnapshots: [Snapshot]
  ) throws -> ChurnOutcome {
    guard
      let champion = fit.candidates.indices.min(by: { first, second in
        fit.candidates[first].validationLogLoss < fit.candidates[second].validationLogLoss
      })
    else { throw ModelStageError.noCandidate(stage: "churn") }
    let labels = fit.validationLabels.map { $0 > 0 }
    let payoff = payoff(input, trainSnapshots: trainSnapshots, test: test)
    let thresholds = try fit.candidates.map { candidate in
      guard
        let found = DecisionThresholds(
          candidate.validationProbabilities, labels, payoff: fit.labelShift.weighted(payoff))
      else {
        throw ModelStageError.oneClass(stage: "churn", snapshot: test, label: labels.first == true ? 1 : 0)
      }
      return found
    }
    return ChurnOutcome(
      holdout: kind, testSnapshot: test, trainSnapshots: trainSnapshots, fit: fit, champion: champion,
      thresholds: thresholds[champion],
      scores: try zip(predictions, thresholds).map {
        try ChurnScores($0, rows, snapshot: test, threshold: $1.profit.threshold, settings: settings)
      },
      baselines: try ChurnBaselines(rows, snapshot: test, settings: settings), testRows: rows,
      testProbabilities: predictions[champion], payoff: payoff)
  }
}
