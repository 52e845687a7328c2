import Learning
package import Numerics

/// Fits the candidates, picks the champion by what it says of customers whom it did not see, measures it on the test
/// snapshot, and fits it once more on everything known.
package struct ChurnTraining: Sendable {
  let settings: ChurnSettings
  let candidates: [ChurnCandidate]
  let seed: UInt64
  let folds: Int
  /// Months of 30 days whose snapshots are learned from, counted back from the latest; nil for all.
  let trainingMonths: Int?

  package init(
    settings: ChurnSettings, candidates: [ChurnCandidate], folds: Int, seed: UInt64, trainingMonths: Int? = nil
  ) {
    self.trainingMonths = trainingMonths
    self.settings = settings
    self.candidates = candidates
    self.folds = folds
    self.seed = seed
  }

  /// - Throws: `Cancelled`, `ModelStageError` where there are too few rows, or what a learner throws.
  package func run(_ input: ModelInput, context: ExecutionContext) throws -> ChurnOutcome {
    let holdout = Holdout(input.calendar, horizonDays: settings.horizonDays)
    switch holdout {
    case .none(let missingDays):
      throw ModelStageError.historyTooShort(
        stage: "churn", horizonDays: settings.horizonDays, missingDays: missingDays)
    case .time(let train, let test):
      return try timeHoldout(input, train: recent(train), test: test, context)
    case .customers(let train, let test):
      return try customerHoldout(input, train: recent(train), test: test, context)
    }
  }
}

extension ChurnTraining {
  /// Those of `snapshots` within the training window.
  private func recent(_ snapshots: [Snapshot]) -> [Snapshot] { snapshots.within(months: trainingMonths) }

  /// Snapshots that models learn from or are tested at, those of backtests too.
  package func snapshots(_ calendar: SnapshotCalendar) -> [Snapshot] {
    calendar.labelled(horizonDays: settings.horizonDays)
  }

  /// - Returns: the rows that are tested, and the share of the customers in them.
  func checkedTest(
    _ input: ModelInput, _ snapshot: Snapshot, _ context: ExecutionContext
  ) throws -> (rows: LabelledRows, share: Double) {
    let tested = try input.testBlock(at: snapshot, seed: seed, context: context)
    let test = try input.rows([tested?.block].compactMap(\.self), context: context) {
      (customers, snapshot) throws(Cancelled) in
      try input.labels.churn(
        of: customers, at: snapshot, horizonDays: settings.horizonDays, context: context)
    }
    let needed = settings.minClassSize
    guard test.count >= 2 * needed else {
      throw ModelStageError.tooFewCustomers(stage: "churn", found: test.count, needed: 2 * needed)
    }
    let churned = Int(test.labels.reduce(0, +))
    if min(churned, test.count - churned) < 2 {
      throw ModelStageError.oneClass(stage: "churn", snapshot: snapshot, label: churned < 2 ? 0 : 1)
    }
    return (test, tested?.share ?? 1)
  }

  /// Rows to learn from, as learners weigh them: later ones more.
  private func trainingRows(
    _ input: ModelInput, _ snapshots: [Snapshot], _ context: ExecutionContext
  ) throws(Cancelled) -> (rows: LabelledRows, share: Double) {
    var training = try input.trainingRows(at: snapshots, seed: seed, context: context) {
      (customers, snapshot) throws(Cancelled) in
      try input.labels.churn(
        of: customers, at: snapshot, horizonDays: settings.horizonDays, context: context)
    }
    if let days = settings.halfLifeDays { training.rows = training.rows.weighted(halfLifeDays: days) }
    return training
  }

  /// - Returns: the train rows, where both classes are large enough to learn from, and the share of customers in them.
  func checkedTraining(
    _ input: ModelInput, _ snapshots: [Snapshot], _ context: ExecutionContext
  ) throws -> (rows: LabelledRows, share: Double) {
    let (training, share) = try trainingRows(input, snapshots, context)
    let churned = Int(training.labels.reduce(0, +))
    let smaller = min(churned, training.count - churned)
    guard smaller >= settings.minClassSize else {
      throw ModelStageError.tooFewOfClass(
        stage: "churn", label: churned == smaller ? 1 : 0, found: smaller, needed: settings.minClassSize)
    }
    return (training, share)
  }

  func fit(_ input: ModelInput, _ rows: LabelledRows, _ context: ExecutionContext) throws -> ChurnFit {
    let folds = CustomerFolds(count: ChurnFit.parts, seed: seed &+ 1)
    let hashes = input.idHashes
    return try ChurnFit(
      candidates, rows: rows, calibration: settings.calibration, part: { folds.fold(idHash: hashes[Int($0)]) },
      context: context)
  }

  /// The models that score customers are fitted once more, on every finished snapshot: the test is over by then.
  private func timeHoldout(
    _ input: ModelInput, train: [Snapshot], test: Snapshot, _ context: ExecutionContext
  ) throws -> ChurnOutcome {
    // Both, so that what is left shows from the beginning.
    let (first, last) = (
      context.announcing(ChurnFit.plannedWork(candidates)), context.announcing(ChurnFit.plannedRefit(candidates))
    )
    let (testRows, testShare) = try checkedTest(input, test, context)
    let (training, share) = try checkedTraining(input, train, context)
    let fit = try fit(input, training, first)
    let predictions = try fit.candidates.map { try $0.probabilities(testRows.features, context: context.quiet) }
    let finished = recent(input.calendar.labelled(horizonDays: settings.horizonDays))
    let scoring = try fit.refitted(on: trainingRows(input, finished, context).rows, context: last)
    return try outcome(
      input, fit, training, scoring: scoring, kind: "time", test: test, rows: testRows, predictions: predictions,
      trainSnapshots: train, shares: (share, testShare), context)
  }

  /// Each fold of customers is predicted by models that saw none of them at any snapshot.
  private func customerHoldout(
    _ input: ModelInput, train: [Snapshot], test: Snapshot, _ context: ExecutionContext
  ) throws -> ChurnOutcome {
    // All folds and the fit that is kept, so that what is left shows from the beginning.
    let work = ChurnFit.plannedWork(candidates)
    let contexts = (0...folds).map { _ in context.announcing(work) }
    let (testRows, testShare) = try checkedTest(input, test, context)
    let (all, share) = try checkedTraining(input, train, context)
    let outer = CustomerFolds(count: folds, seed: seed)
    let fold = { @Sendable (customer: Int32) in outer.fold(idHash: input.idHashes[Int(customer)]) }
    var predictions: [[Double]] = []
    for held in 0..<folds {
      let fit = try fit(input, all.rows(context: context) { fold($0) != held }, contexts[held])
      if predictions.isEmpty {
        predictions = fit.candidates.map { _ in [Double](repeating: .nan, count: testRows.count) }
      }
      let heldRows = testRows.customers.indices.filter { fold(testRows.customers[$0]) == held }
      let features = try testRows.features.selectingRows(heldRows, context: context)
      for (index, candidate) in fit.candidates.enumerated() {
        for (row, value) in zip(heldRows, try candidate.probabilities(features, context: context.quiet)) {
          predictions[index][row] = value
        }
      }
    }
    // What is kept and scores customers is fitted on everybody.
    let final = try fit(input, all, contexts[folds])
    return try outcome(
      input, final, all, scoring: final.candidates, kind: "customer", test: test, rows: testRows,
      predictions: predictions,
      trainSnapshots: train, shares: (share, testShare), context)
  }

  /// The candidate with the smallest out-of-fold log-loss.
  func champion(of fit: ChurnFit) throws(ModelStageError) -> Int {
    let losses = fit.candidates.map(\.validationLogLoss)
    guard let champion = losses.indices.min(by: { losses[$0] < losses[$1] }) else {
      throw .noCandidate(stage: "churn")
    }
    return champion
  }

  private func outcome(
    _ input: ModelInput, _ fit: ChurnFit, _ training: LabelledRows, scoring: [FittedCandidate], kind: String,
    test: Snapshot, rows: LabelledRows, predictions: [[Double]], trainSnapshots: [Snapshot],
    shares: (training: Double, test: Double), _ context: ExecutionContext
  ) throws -> ChurnOutcome {
    let champion = try champion(of: fit)
    let labels = fit.validationLabels.map { $0 > 0 }
    let stakes = try CustomerStakes(input, settings, training: training, test: test, context: context.quiet)
    let gains = settings.costs.gains(stakes: stakes.values(training.features), labels: labels)
    let thresholds = try fit.candidates.map { candidate in
      try context.checkCancellation()
      guard
        let found = DecisionThresholds(
          candidate.validationProbabilities, labels, gains: gains)
      else {
        throw ModelStageError.oneClass(stage: "churn", snapshot: test, label: labels.first == true ? 1 : 0)
      }
      return found
    }
    return ChurnOutcome(
      holdout: kind, testSnapshot: test, trainSnapshots: trainSnapshots,
      trainingShare: shares.training, testShare: shares.test, fit: fit, scoring: scoring, champion: champion,
      thresholds: thresholds[champion],
      scores: try zip(predictions, thresholds).map {
        try context.checkCancellation()
        return try ChurnScores(
          $0, rows, snapshot: test, threshold: $1.profit.threshold, settings: settings, context: context.quiet)
      },
      baselines: try ChurnBaselines(rows, snapshot: test, settings: settings), testRows: rows,
      testProbabilities: predictions[champion], stakes: stakes,
      gainOverRecency: comparedAUC(
        first: predictions[champion], second: rows.column(.recencyDays),
        labels: rows.labels.map { $0 > 0 }, level: settings.confidence))
  }
}
