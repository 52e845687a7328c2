import Foundation
import Learning
import Numerics
import PluginHost
import Retention

extension StageRunner {
  mutating func predictLifetimeValue() throws {
    guard let input = modelInput(), let histories = state.histories, var scores = state.scores else { return }
    let model = try registry.lifetimeValueModel(request.configuration, histories: histories, seed: seed)
    let stage = LifetimeValueStage(
      settings: settings.lifetimeValue, learner: model.learner, trees: model.trees,
      windowDays: settings.features.windowDays, folds: settings.run.holdoutFolds, seed: seed)
    let outcome = try stage.run(input, context: context)
    let predictions = try outcome.fit.predict(SnapshotRows(scores.features), context: context)
    scores.clvExpected = predictions.expected
    (scores.clvP10, scores.clvP50, scores.clvP90) = (predictions.p10, predictions.p50, predictions.p90)
    try writeLifetimeValue(outcome)
    noteLifetimeValue(outcome, scores)
    try predictBuyTillYouDie(histories, outcome, &scores)
    state.scores = scores
  }

  private func writeLifetimeValue(_ outcome: LifetimeValueOutcome) throws {
    for file in try outcome.fit.expected.files + outcome.fit.intervals.files {
      try write(ArtefactPath.model(file.name), text: file.text)
    }
    try writeONNX(outcome)
  }

  private mutating func noteLifetimeValue(_ outcome: LifetimeValueOutcome, _ scores: ScoreTable) {
    func errors(_ scores: ValueScores) -> JSONObject {
      [
        "mae": .number(scores.mae), "rmse": .number(scores.rmse), "spearman": .number(scores.spearman),
        "gini": .number(scores.gini),
      ]
    }
    var metrics: JSONObject = [
      "holdout": .string(outcome.holdout), "test_snapshot": .string(outcome.testSnapshot.description),
      "n_test": .integer(outcome.testRows.count), "model": .string(settings.lifetimeValue.model),
    ]
    for member in errors(outcome.scores).members { metrics[member.key] = member.value }
    metrics["coverage_80"] = .number(outcome.coverage)
    metrics["coverage_target"] = .number(settings.lifetimeValue.coverage)
    metrics["deciles"] = .array(
      calibrationByDecile(predicted: outcome.predictions.expected, actual: outcome.testRows.labels).map {
        [
          "decile": .integer($0.decile), "n": .integer($0.count), "mean_predicted": .number($0.meanPredicted),
          "mean_actual": .number($0.meanActual),
        ]
      })
    metrics["baselines"] = [
      "mean": .object(errors(outcome.meanScores)), "past_spend": .object(errors(outcome.pastSpendScores)),
    ]
    state.metrics["clv"] = .object(metrics)
    let (model, past) = (outcome.scores, outcome.pastSpendScores)
    log.info(
      "MAE \(rounded(model.mae, 0)), Spearman \(rounded(model.spearman, 3)) on \(grouped(outcome.testRows.count)) "
        + "customers, holdout by \(outcome.holdout); spend as before: MAE \(rounded(past.mae, 0)), Spearman "
        + "\(rounded(past.spearman, 3)); the interval held \(rounded(100 * outcome.coverage, 1)) %", stage: .clv)
    if model.mae >= past.mae {
      warn(
        "lifetime value is no better than 'spend as before' by mean absolute error: \(rounded(model.mae, 0)) against "
          + "\(rounded(past.mae, 0)); by root mean square error \(rounded(model.rmse, 0)) against "
          + "\(rounded(past.rmse, 0))", .clv)
    }
  }
}

// MARK: - Buy till you die

extension StageRunner {
  /// BG/NBD beside the trees: P(alive), and how far the two disagree. Too few returning customers are no failure.
  private mutating func predictBuyTillYouDie(
    _ histories: CustomerHistories, _ outcome: LifetimeValueOutcome, _ scores: inout ScoreTable
  ) throws {
    let settings = settings.lifetimeValue
    func fit(_ snapshot: Snapshot) throws -> BuyTillYouDieFit {
      try BuyTillYouDieFit(
        histories: histories, at: snapshot, horizonDays: settings.horizonDays, settings: settings.buyTillYouDie,
        context: context)
    }
    do {
      let scoring = try fit(scores.snapshot)
      let test = try fit(outcome.testSnapshot)
      scores.alive = scoring.values(scoring.probabilityAlive, of: scores.customers)
      let tested = test.values(test.expectedValue, of: outcome.testRows.customers)
      let expected = scoring.values(scoring.expectedValue, of: scores.customers)
      noteBuyTillYouDie(scoring, ValueScores(actual: outcome.testRows.labels, predicted: tested), expected, scores)
    } catch let error as BuyTillYouDieError {
      warn("BG/NBD could not be fitted: \(error.description)", .clv)
      state.metrics["bgnbd"] = .null
    }
    try write(ArtefactPath.buyTillYouDie, state.metrics["bgnbd"] ?? .null)
  }

  private mutating func noteBuyTillYouDie(
    _ fit: BuyTillYouDieFit, _ test: ValueScores, _ expected: [Double], _ scores: ScoreTable
  ) {
    let (purchases, spend) = (fit.purchases, fit.spend)
    let association = spend.association
    state.metrics["bgnbd"] = [
      "r": .number(purchases.r), "alpha": .number(purchases.alpha), "a": .number(purchases.a),
      "b": .number(purchases.b), "log_likelihood": number(purchases.fit?.logLikelihood),
      "n": .integer(fit.customers.count), "period_days": .integer(settings.lifetimeValue.buyTillYouDie.periodDays),
      "convergence": .string(purchases.fit?.convergence.outcome.rawValue ?? "unknown"),
      "gamma_gamma": [
        "p": .number(spend.p), "q": .number(spend.q), "gamma": .number(spend.gamma),
        "log_likelihood": number(spend.fit?.logLikelihood), "pearson": number(association?.pearson),
        "spearman": number(association?.spearman),
      ],
      "test": [
        "mae": .number(test.mae), "rmse": .number(test.rmse), "spearman": .number(test.spearman),
        "gini": .number(test.gini),
      ],
      "disagreement": [
        "spearman": number(spearman(expected, scores.clvExpected)),
        "mean_absolute": number(mae(predicted: expected, actual: scores.clvExpected)),
      ],
    ]
    let limit = settings.lifetimeValue.buyTillYouDie.correlationLimit
    if let association, max(abs(association.pearson), abs(association.spearman)) > limit {
      warn(
        "Gamma-Gamma assumes that order value does not depend on how often a customer buys, but here they go together "
          + "(Spearman \(rounded(association.spearman, 2))); take its money values with care", .clv)
    }
  }
}
