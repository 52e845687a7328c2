import Foundation
import Learning
import Numerics
import PluginHost
import Retention

extension StageRunner {
  /// What both model stages read.
  func modelInput() -> ModelInput? {
    guard let features = state.features, let histories = state.histories, let orders = state.orders,
      let calendar = state.calendar
    else { return nil }
    return ModelInput(
      table: features, labels: Labels(histories: histories, orders: orders), calendar: calendar,
      idHashes: state.customerIDs.map { stableHash($0) }, valueHorizonDays: settings.lifetimeValue.horizonDays)
  }

  mutating func predictChurn() throws {
    guard let input = modelInput(), var scores = state.scores else { return }
    let candidates = try registry.churnCandidates(request.configuration, seed: seed)
    let stage = ChurnStage(
      settings: settings.churn, candidates: candidates, folds: settings.run.holdoutFolds, seed: seed)
    let outcome = try stage.run(input, context: context)
    let features = scores.features.values
    scores.churn = try outcome.championModel.probabilities(features, context: context)
    scores.reasons = try reasons(outcome, scores)
    state.scores = scores
    try writeChurn(outcome)
    noteChurn(outcome)
  }

  /// Three sentences a customer, why the score is on its side of the decision threshold.
  private func reasons(_ outcome: ChurnOutcome, _ scores: ScoreTable) throws -> [[String]] {
    let features = scores.features.values
    let contributions = try outcome.championModel.model.contributions(features, context: context)
    let typical = (0..<features.columns).map { column in
      quantile(0.5, of: features.column(column).filter { !$0.isNaN }) ?? .nan
    }
    let threshold = outcome.baselines.prevalence
    return try context.map(scores.rows) { row in
      Reason.strongest(
        3, contributions: (0..<Feature.count).map { contributions[row, $0] },
        values: (0..<Feature.count).map { features[row, $0] }, typical: typical,
        towardsChurn: scores.churn[row] >= threshold)
    }
  }
}

// MARK: - Artefacts

extension StageRunner {
  private func writeChurn(_ outcome: ChurnOutcome) throws {
    for candidate in outcome.fit.candidates {
      // By the plugin's name: two of one kind must not write the same file.
      for file in try candidate.model.files {
        try write(ArtefactPath.model("churn_\(candidate.name).\(file.type)"), text: file.text)
      }
    }
    try writeONNX(outcome)
    try write(ArtefactPath.churn, try model(outcome))
  }

  private func model(_ outcome: ChurnOutcome) throws -> JSONValue {
    var candidates = JSONObject()
    for candidate in outcome.fit.candidates {
      var object: JSONObject = [
        "level": .number(candidate.level), "calibration": try JSONValue(encoding: candidate.calibrator),
      ]
      if let stack = candidate.model as? StackedChurnModel {
        object["intercept"] = .number(stack.intercept)
        object["weights"] = .array(stack.weights.map { .number($0) })
      }
      if let logistic = candidate.model as? LogisticChurnModel {
        object["separation"] = try JSONValue(encoding: logistic.model.separation)
        object["iterations"] = .integer(logistic.model.iterations)
        object["converged"] = .bool(logistic.model.converged)
      }
      if let boosted = candidate.model as? BoostedChurnModel {
        object["trees"] = .integer(boosted.model.trees.count)
        object["log_weight_ratio"] = .number(boosted.logWeightRatio)
      }
      object["importance"] = .object(
        JSONObject(zip(Feature.allCases, candidate.model.importance).map { ($0.name, .number($1)) }))
      candidates[candidate.name] = .object(object)
    }
    return [
      "champion": .string(outcome.championModel.name),
      "threshold": .number(outcome.thresholds.profit.threshold),
      "horizon_days": .integer(settings.churn.horizonDays),
      "features": .array(Feature.allCases.map { .string($0.name) }),
      "train_snapshots": .array(outcome.trainSnapshots.map { .string($0.description) }),
      "candidates": .object(candidates),
    ]
  }

  private mutating func noteChurn(_ outcome: ChurnOutcome) {
    let champion = outcome.championScores
    let baselines = outcome.baselines
    var metrics: JSONObject = [
      "holdout": .string(outcome.holdout), "test_snapshot": .string(outcome.testSnapshot.description),
      "train_snapshots": .array(outcome.trainSnapshots.map { .string($0.description) }),
      "n_test": .integer(outcome.testRows.count), "prevalence": .number(baselines.prevalence),
      "champion": .string(outcome.championModel.name),
    ]
    for member in scores(champion).members { metrics[member.key] = member.value }
    metrics["threshold_f1"] = .number(outcome.thresholds.f1.threshold)
    metrics["threshold_youden"] = .number(outcome.thresholds.youden.threshold)
    metrics["profit_per_customer"] = .number(outcome.thresholds.profit.value)
    metrics["value_at_stake"] = .number(valueAtStake(outcome))
    metrics["lift"] = .array(
      champion.lift.map {
        [
          "decile": .integer($0.decile), "n": .integer($0.count), "rate": .number($0.rate), "lift": .number($0.lift),
          "captured": .number($0.captured),
        ]
      })
    metrics["baselines"] = [
      "all_churn": confusion(baselines.allChurn),
      "recency": .object(recency(baselines)),
    ]
    metrics["beats_recency"] = .bool(outcome.beatsRecency)
    metrics["candidates"] = .object(
      JSONObject(
        zip(outcome.fit.candidates, outcome.scores).map { candidate, test in
          var object = scores(test)
          object["validation_log_loss"] = .number(candidate.validationLogLoss)
          object["validation_brier"] = .number(candidate.validationBrier)
          object["calibration"] = .string(candidate.calibrator.method.rawValue)
          return (candidate.name, .object(object))
        }))
    state.metrics["churn"] = .object(metrics)
    sayChurn(outcome)
  }

  private func valueAtStake(_ outcome: ChurnOutcome) -> Double {
    let costs = settings.churn.costs
    guard costs.successRate > 0 else { return .nan }
    return (outcome.payoff.truePositive + costs.contact) / costs.successRate + costs.offer
  }

  private func scores(_ scores: ChurnScores) -> JSONObject {
    [
      "auc": .number(scores.auc.estimate), "auc_low": .number(scores.auc.lower), "auc_high": .number(scores.auc.upper),
      "average_precision": .number(scores.averagePrecision), "brier": .number(scores.brier),
      "log_loss": .number(scores.logLoss), "ece": .number(scores.calibration.expectedCalibrationError),
      "ece_by_chance": .number(scores.calibration.errorByChance), "threshold": .number(scores.threshold),
      "accuracy": number(scores.confusion.accuracy), "precision": number(scores.confusion.precision),
      "recall": number(scores.confusion.recall), "f1": number(scores.confusion.f1),
    ]
  }

  private func confusion(_ confusion: Confusion) -> JSONValue {
    [
      "accuracy": number(confusion.accuracy), "precision": number(confusion.precision),
      "recall": number(confusion.recall), "f1": number(confusion.f1),
    ]
  }

  private func recency(_ baselines: ChurnBaselines) -> JSONObject {
    [
      "auc": .number(baselines.recencyAUC.estimate), "auc_low": .number(baselines.recencyAUC.lower),
      "auc_high": .number(baselines.recencyAUC.upper), "threshold_days": .number(baselines.recencyThresholdDays),
      "accuracy": number(baselines.recency.accuracy), "f1": number(baselines.recency.f1),
    ]
  }

  private mutating func sayChurn(_ outcome: ChurnOutcome) {
    let auc = outcome.championScores.auc
    let baseline = outcome.baselines.recencyAUC
    log.info(
      "champion \(outcome.championModel.name): AUC \(rounded(auc.estimate, 3)) "
        + "(\(rounded(auc.lower, 3))-\(rounded(auc.upper, 3))) on \(grouped(outcome.testRows.count)) customers at "
        + "\(outcome.testSnapshot), holdout by \(outcome.holdout); days since the last order alone: "
        + "\(rounded(baseline.estimate, 3))", stage: .churn)
    if !outcome.beatsRecency {
      warn(
        "the churn model is no better than days since the last order: AUC \(rounded(auc.estimate, 3)) "
          + "(\(rounded(auc.lower, 3))-\(rounded(auc.upper, 3))) against \(rounded(baseline.estimate, 3)) "
          + "(\(rounded(baseline.lower, 3))-\(rounded(baseline.upper, 3)))", .churn)
    }
    for candidate in outcome.fit.candidates {
      guard let logistic = candidate.model as? LogisticChurnModel, logistic.model.separation != .none else { continue }
      warn(
        "\(candidate.name): some features separate churners from the others without fault, so its coefficients owe "
          + "their size to the penalty", .churn)
    }
  }
}

/// The first 64 bits of the id's SHA-256: the same for an id in every run and data set.
func stableHash(_ id: String) -> UInt64 {
  SHA256.digest(of: id).bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
}
