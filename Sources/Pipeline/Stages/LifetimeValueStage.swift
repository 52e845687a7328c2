import Foundation
import Learning
import Numerics
import PluginHost
package import Retention
package import Runs
import Text

extension StageName {
  package static let lifetimeValue = StageName("clv")
}

/// What each customer is predicted to be worth over the horizon, by row of the scoring snapshot, in units of the
/// currency.
package struct ValuePredictions: Sendable {
  /// Mean value.
  package let expected: [Double]
  /// Lower end of the interval.
  package let p10: [Double]
  /// Median value.
  package let p50: [Double]
  /// Upper end of the interval; may be infinite.
  package let p90: [Double]
  /// Probability that the customer is still active; NaN if BG/NBD could not be fitted.
  package let alive: [Double]
  package let report: LifetimeValueReport
  package let buyTillYouDie: BuyTillYouDieReport
}

/// Predicts lifetime value with an interval, and fits BG/NBD beside it.
package struct LifetimeValueStage: Stage {
  package let name = StageName.lifetimeValue
  package let reads: [any Stage.Type] = [CleanStage.self, FeaturesStage.self]
  package let writes: [ArtefactPattern] = [
    .file(ArtefactPath.model("clv_p50.txt")), .file(ArtefactPath.buyTillYouDie), .prefix("models/clv_"),
  ]
  package let sections: [any StageReport.Type] = [LifetimeValueReport.self, BuyTillYouDieReport.self]

  package init() {}

  package func run(_ inputs: StageInputs, _ context: StageContext) throws -> ValuePredictions {
    let (shop, features) = (try inputs(CleanStage.self), try inputs(FeaturesStage.self))
    let settings = context.settings.lifetimeValue
    let outcome = try fit(shop, features, context)
    let predictions = try outcome.fit.predict(SnapshotRows(features.scored), context: context.execution)
    try write(outcome, context)
    let report = LifetimeValueReport(outcome, model: settings.model, coverageTarget: settings.coverage)
    log(report, context.journal)
    let (alive, buyTillYouDie) = try buyTillYouDie(
      shop.histories, outcome, features.scored, predictions.expected, context)
    try context.artefacts.write(json: buyTillYouDie, to: ArtefactPath.buyTillYouDie)
    return ValuePredictions(
      expected: predictions.expected, p10: predictions.p10, p50: predictions.p50, p90: predictions.p90, alive: alive,
      report: report, buyTillYouDie: buyTillYouDie)
  }

  private func fit(
    _ shop: CleanedShop, _ features: CustomerFeatures, _ context: StageContext
  ) throws -> LifetimeValueOutcome {
    let settings = context.settings
    let model = try context.plugins.lifetimeValueModel(
      context.configuration, histories: shop.histories, seed: context.seed)
    let training = LifetimeValueTraining(
      settings: settings.lifetimeValue, learner: model.learner, trees: model.trees,
      windowDays: settings.features.windowDays, folds: settings.run.holdoutFolds, seed: context.seed)
    return try training.run(
      ModelInput(shop, features, settings), context: context.execution)
  }

  package func restore(
    from run: PublishedRun, _ inputs: StageInputs, _ context: StageContext
  ) throws -> ValuePredictions? {
    let sections = try run.sections(sections)
    guard let features = inputs.ifPresent(FeaturesStage.self), let report = sections.first as? LifetimeValueReport
    else { return nil }
    let buyTillYouDie = sections.last as? BuyTillYouDieReport ?? BuyTillYouDieReport(nil)
    let scores = try ScoreColumns(run, ids: features.scoredIDs)
    return ValuePredictions(
      expected: try scores.doubles("clv_expected"), p10: try scores.doubles("clv_p10"),
      p50: try scores.doubles("clv_p50"), p90: try scores.doubles("clv_p90"), alive: try scores.doubles("p_alive"),
      report: report, buyTillYouDie: buyTillYouDie)
  }

  package func reports(of output: ValuePredictions) -> [any StageReport] { [output.report, output.buyTillYouDie] }

  private func write(_ outcome: LifetimeValueOutcome, _ context: StageContext) throws {
    let fit = outcome.fit
    for file in try fit.expected.files + fit.intervals.files {
      try context.artefacts.write(text: file.text, to: ArtefactPath.model(file.name))
    }
    guard context.settings.models.onnx else { return }
    for file in try fit.intervals.onnxFiles + fit.expected.onnxFiles {
      try context.artefacts.write(bytes: file.bytes, to: ArtefactPath.model(file.name))
    }
  }

  private func log(_ report: LifetimeValueReport, _ journal: StageJournal) {
    let (model, past) = (report.errors, report.baselines.pastSpend)
    journal.info(
      "MAE \(rounded(model.mae, 0)), Spearman \(rounded(model.spearman, 3)) on \(grouped(report.testCount)) "
        + "customers, holdout by \(report.holdout); spend as before: MAE \(rounded(past.mae, 0)), Spearman "
        + "\(rounded(past.spearman, 3)); the interval held \(rounded(report.coverage.map { 100 * $0 }, 1)) %")
    if let mae = model.mae, let pastMAE = past.mae, mae >= pastMAE {
      journal.warn(
        "lifetime value is no better than 'spend as before' by mean absolute error: \(rounded(mae, 0)) against "
          + "\(rounded(pastMAE, 0)); by root mean square error \(rounded(model.rmse, 0)) against "
          + "\(rounded(past.rmse, 0))")
    }
  }
}

// MARK: - Buy till you die

extension LifetimeValueStage {
  /// Fits BG/NBD beside the trees: P(alive), and how far the two models disagree. If it cannot be fitted, as with too
  /// few returning customers, the stage warns and goes on.
  private func buyTillYouDie(
    _ histories: CustomerHistories, _ outcome: LifetimeValueOutcome, _ scored: SnapshotFeatures, _ deciding: [Double],
    _ context: StageContext
  ) throws -> (alive: [Double], report: BuyTillYouDieReport) {
    let settings = context.settings.lifetimeValue
    func fit(_ snapshot: Snapshot) throws -> BuyTillYouDieFit {
      try BuyTillYouDieFit(
        histories: histories, at: snapshot, horizonDays: settings.horizonDays, settings: settings.buyTillYouDie,
        context: context.execution)
    }
    do {
      let scoring = try fit(scored.snapshot)
      let test = try fit(outcome.testSnapshot)
      let tested = test.values(test.expectedValue, of: outcome.testRows.customers)
      warnOfAssociation(scoring, limit: settings.buyTillYouDie.correlationLimit, context.journal)
      let report = BuyTillYouDieReport.Fit(
        scoring, periodDays: settings.buyTillYouDie.periodDays,
        test: ValueScores(actual: outcome.testRows.labels, predicted: tested),
        expected: scoring.values(scoring.expectedValue, of: scored.customers), deciding: deciding)
      guard scoring.purchases.dropoutIsIdentified != false else {
        warnOfDropout(scoring, context.journal)
        return ([Double](repeating: .nan, count: scored.rows), BuyTillYouDieReport(report))
      }
      return (scoring.values(scoring.probabilityAlive, of: scored.customers), BuyTillYouDieReport(report))
    } catch let error as BuyTillYouDieError {
      context.journal.warn("BG/NBD could not be fitted: \(error.description)")
      return ([Double](repeating: .nan, count: scored.rows), BuyTillYouDieReport(nil))
    }
  }

  private func warnOfDropout(_ fit: BuyTillYouDieFit, _ journal: StageJournal) {
    let statistic = fit.purchases.fit?.dropout?.ratioStatistic
    journal.warn(
      "p_alive is unknown: the history does not show whether customers drop out or buy rarely (BG/NBD against a model "
        + "without dropout: likelihood ratio statistic \(rounded(statistic, 2)), needed "
        + "\(rounded(DropoutEvidence.criticalValue, 2)))")
  }

  private func warnOfAssociation(_ fit: BuyTillYouDieFit, limit: Double, _ journal: StageJournal) {
    guard let association = fit.spend.association,
      max(abs(association.pearson), abs(association.spearman)) > limit
    else { return }
    journal.warn(
      "Gamma-Gamma assumes that order value does not depend on how often a customer buys, but here they go together "
        + "(Spearman \(rounded(association.spearman, 2))); take its money values with care")
  }
}
