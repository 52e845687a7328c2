import Learning

extension ChurnReport {
  package init(_ outcome: ChurnOutcome) {
    let thresholds = outcome.thresholds
    holdout = outcome.holdout
    testSnapshot = outcome.testSnapshot.description
    trainSnapshots = outcome.trainSnapshots.map(\.description)
    testCount = outcome.testRows.count
    champion = outcome.championModel.name
    scores = Scores(outcome.championScores)
    lift = outcome.championScores.lift.map {
      Decile(decile: $0.decile, n: $0.count, rate: $0.rate, lift: $0.lift, captured: $0.captured)
    }
    baselines = Baselines(allChurn: Rule(outcome.baselines.allChurn), recency: Recency(outcome.baselines))
    beatsRecency = outcome.beatsRecency
    gainOverRecency = outcome.gainOverRecency.map {
      Gain(
        estimate: $0.difference.estimate, low: $0.difference.lower, high: $0.difference.upper, pValue: $0.pValue)
    }
    let pairs = zip(outcome.fit.candidates, outcome.scores).map { candidate, test in
      (candidate.name, Candidate(scores: Scores(test), selection: Selection(candidate)))
    }
    candidates = Dictionary(uniqueKeysWithValues: pairs)
    trainingShare = outcome.trainingShare
    testShare = outcome.testShare
    prevalence = outcome.baselines.prevalence
    thresholdF1 = thresholds.f1.threshold
    thresholdYouden = thresholds.youden.threshold
    profitPerCustomer = thresholds.profit.value
    valueAtStake = outcome.valueAtStake
  }
}

extension ChurnOutcome {
  /// Mean of what the test customers whom contacting pays are worth if they stay; of all where it pays for nobody.
  package var valueAtStake: Double {
    let values = stakes.values(testRows.features)
    let called = values.indices.filter { testProbabilities[$0] >= thresholds.profit.threshold }
    let rows = called.isEmpty ? Array(values.indices) : called
    return rows.reduce(0) { $0 + values[$1] } / Double(max(rows.count, 1))
  }
}

extension ChurnSettings.Costs {
  /// What contacting each customer brings, by what each would have done (1: leave).
  ///
  /// - Parameter stakes: what each is worth if they stay.
  func gains(stakes: [Double], labels: [Bool]) -> [Double] {
    zip(stakes, labels).map { stake, churned in
      let payoff = PayoffMatrix.retentionOffer(
        contactCost: contact, offerCost: offer, successRate: successRate, valueAtStake: stake)
      return churned ? payoff.truePositive : payoff.falsePositive
    }
  }
}

extension ChurnReport.Scores {
  fileprivate init(_ scores: ChurnScores) {
    auc = scores.auc.estimate
    aucLow = scores.auc.lower
    aucHigh = scores.auc.upper
    averagePrecision = scores.averagePrecision
    brier = scores.brier
    logLoss = scores.logLoss
    ece = scores.calibration.expectedCalibrationError
    eceLevelRemoved = scores.eceLevelRemoved
    eceByChance = scores.calibration.errorByChance
    threshold = scores.threshold
    accuracy = scores.confusion.accuracy
    precision = scores.confusion.precision
    recall = scores.confusion.recall
    f1 = scores.confusion.f1
  }
}

extension ChurnReport.Rule {
  fileprivate init(_ confusion: Confusion) {
    self.init(
      accuracy: confusion.accuracy, precision: confusion.precision, recall: confusion.recall, f1: confusion.f1)
  }
}

extension ChurnReport.Recency {
  fileprivate init(_ baselines: ChurnBaselines) {
    self.init(
      auc: baselines.recencyAUC.estimate, aucLow: baselines.recencyAUC.lower, aucHigh: baselines.recencyAUC.upper,
      thresholdDays: baselines.recencyThresholdDays, accuracy: baselines.recency.accuracy, f1: baselines.recency.f1)
  }
}

extension ChurnReport.Selection {
  fileprivate init(_ candidate: FittedCandidate) {
    self.init(
      validationLogLoss: candidate.validationLogLoss, validationBrier: candidate.validationBrier,
      calibration: candidate.calibrator.method.rawValue)
  }
}
