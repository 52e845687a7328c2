import CivilTime
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
  /// Ends of the interval; the upper one may be infinite.
  package let low: [Double]
  package let high: [Double]
  /// Quantiles, in order; the middle one lies in the interval.
  package let p10: [Double]
  package let p50: [Double]
  package let p90: [Double]
  /// Probability that the customer is still active; NaN if BG/NBD could not be fitted.
  package let alive: [Double]
  /// At most two sentences per row, the strongest first, on why `expected` is what it is.
  package let reasons: CustomerSentences
  /// Of the test rows; the baseline is net spend as before. nil where a restored run lacks them.
  package let test: TestPredictions?
  package let report: LifetimeValueReport
  package let buyTillYouDie: BuyTillYouDieReport
}

/// Predicts lifetime value with an interval, and fits BG/NBD beside it.
package struct LifetimeValueStage: Stage {
  package let name = StageName.lifetimeValue
  package let product: String? = "lifetime values"
  package let canBeLeftOut = true
  package let reads: [any Stage.Type] = [CleanStage.self, FeaturesStage.self]
  package let uses: [any Stage.Type] = [LifetimeValueBacktestStage.self]
  package let writes: [ArtefactPattern] = [
    .file(ArtefactPath.model("clv_p50.txt")), .file(ArtefactPath.buyTillYouDie), .prefix("models/clv_"),
  ]
  package let sections: [any StageReport.Type] = [LifetimeValueReport.self, BuyTillYouDieReport.self]

  package init() {}

  package func run(_ inputs: StageInputs, _ context: StageContext) throws -> ValuePredictions {
    let (shop, features) = (try inputs(CleanStage.self), try inputs(FeaturesStage.self))
    try features.requireScored(for: name)
    let segments = try segments(shop, context)
    let outcome: LifetimeValueOutcome
    do {
      outcome = try self.outcome(shop, features, segments, context)
    } catch let error as ModelStageError {
      // Where nobody comes back, no horizon helps.
      if case .noRevenue = error, let cause = shop.nobodyCameBack(for: name) { throw cause }
      throw error
    }
    try write(outcome, context)
    var report = LifetimeValueReport(
      outcome, coverageTarget: context.settings.lifetimeValue.coverage, segments: segments?.names ?? [],
      lapsed: try lapsed(outcome, shop, context))
    report.backtest = try backtest(inputs, shop, context)
    report.overLastHorizon = try overLastHorizon(outcome, shop, features, context)
    log(report, outcome, context.journal)
    warnOfLevel(report, shop.calendar, context)
    let (alive, buyTillYouDie) = try buyTillYouDie(outcome, features.scored, context)
    try context.artefacts.write(json: buyTillYouDie, to: ArtefactPath.buyTillYouDie)
    let reasons = try reasons(outcome, features.scored, context)
    let (expected, bounds) = (outcome.scored.expected, outcome.scored.bounds)
    return ValuePredictions(
      expected: expected, low: bounds.low, high: bounds.high, p10: bounds.p10, p50: bounds.p50, p90: bounds.p90,
      alive: alive, reasons: reasons,
      test: TestPredictions(
        snapshot: outcome.testSnapshot, customers: outcome.testRows.customers.map { shop.customerIDs[Int($0)] },
        labels: outcome.testRows.labels, predictions: outcome.expected,
        baselines: outcome.predictions.expected[outcome.baselines.lowerBound]),
      report: report, buyTillYouDie: buyTillYouDie)
  }

  /// What the scored customers are expected to bring, over what they brought in as many days before.
  private func overLastHorizon(
    _ outcome: LifetimeValueOutcome, _ shop: CleanedShop, _ features: CustomerFeatures, _ context: StageContext
  ) throws -> Double? {
    let days = context.settings.lifetimeValue.horizonDays
    let start = features.scored.snapshot.adding(days: -days)
    guard start.time >= shop.calendar.dataStart else { return nil }
    let labels = Labels(histories: shop.histories, orders: shop.orders, basis: shop.basis(context.settings))
    let before = try labels.lifetimeValue(
      of: features.scored.customers, at: start, horizonDays: days, context: context.execution.quiet
    ).reduce(0, +)
    return before > 0 ? outcome.scored.expected.reduce(0, +) / before : nil
  }

  /// A level that differs much from that of late may be the season's, which less than two years cannot show.
  private func warnOfLevel(_ report: LifetimeValueReport, _ calendar: SnapshotCalendar, _ context: StageContext) {
    guard let ratio = report.overLastHorizon, !(0.8...1.25).contains(ratio) else { return }
    let years = Double(calendar.dataEnd - calendar.dataStart) / Double(365 * Microseconds.day)
    let level =
      report.backtest?.levelBand.map { ": at earlier snapshots they were off by \(rounded(100 * $0, 0)) %" }
      ?? ": the ranking is tested, that level is not"
    let season = years < 2 ? "; less than two years of history cannot show the season" : ""
    context.journal.warn(
      "the scored customers are expected to bring \(rounded(ratio, 2)) times what they brought in the last "
        + "\(context.settings.lifetimeValue.horizonDays) days, so take sums of values, and the plan's, with care"
        + "\(level)\(season)")
  }

  /// Whether each test customer churned within the horizon of churn.
  private func lapsed(
    _ outcome: LifetimeValueOutcome, _ shop: CleanedShop, _ context: StageContext
  ) throws -> [Bool] {
    let labels = Labels(histories: shop.histories, orders: shop.orders, basis: shop.basis(context.settings))
    return try labels.churn(
      of: outcome.testRows.customers, at: outcome.testSnapshot, horizonDays: context.settings.churn.horizonDays,
      context: context.execution.quiet
    ).map { $0 > 0 }
  }

  /// The segments that the margins of intervals are for, at the snapshots where margins are learned, tested and used;
  /// nil for a naming that does not look at whole histories.
  private func segments(_ shop: CleanedShop, _ context: StageContext) throws -> SegmentGroups? {
    let holdout = Holdout(shop.calendar, horizonDays: context.settings.lifetimeValue.horizonDays)
    let snapshots: [Snapshot] =
      switch holdout {
      case .time(let train, let test), .customers(let train, let test): [train.last, test].compactMap { $0 }
      case .none: []
      }
    return try SegmentGroups(naming: shop, at: Set(snapshots + [shop.calendar.scoring]), context)
  }

  /// What the backtest of this run shows, or else the latest one with the same settings on the same log.
  private func backtest(
    _ inputs: StageInputs, _ shop: CleanedShop, _ context: StageContext
  ) throws -> LifetimeValueReport.Backtest? {
    let stored = try StoredBacktest.known(
      inputs.ifPresent(LifetimeValueBacktestStage.self), shop, unknown: "how much the level of the values moves",
      context)
    guard let stored else { return nil }
    if stored.run != context.artefacts.runName {
      context.journal.info("the level band is that of the backtest in run \(stored.run)")
    }
    return LifetimeValueReport.Backtest(stored.report, run: stored.run)
  }

  private func outcome(
    _ shop: CleanedShop, _ features: CustomerFeatures, _ segments: SegmentGroups?, _ context: StageContext
  ) throws -> LifetimeValueOutcome {
    try LifetimeValueTraining(shop, context).run(
      ModelInput(value: shop, features, context.settings), groups: segments.map(\.ofValues),
      context: context.execution)
  }

  /// None where the model that decides is explained in no such way.
  private func reasons(
    _ outcome: LifetimeValueOutcome, _ scored: SnapshotFeatures, _ context: StageContext
  ) throws -> CustomerSentences {
    let (rows, model) = (outcome.scoredRows, outcome.scoring.models[outcome.choice.champion])
    guard
      let factors = try model.factors(rows, context: context.execution.quiet)?.scaled(by: outcome.scored.levelFactor)
    else {
      return .none(rows.customers.count)
    }
    let features = ToldFeatures(read: rows.features, window: scored.values)
    return try ValueReasons(
      factors, features: features, horizonDays: context.settings.lifetimeValue.horizonDays,
      wording: ReasonWording(features, context.settings, context.execution),
      in: context.memory.place(ofText: 100 * ValueReasons.perCustomer, rows: features.rows), context: context.execution
    ).sentences
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
      expected: try scores.doubles("clv_expected"), low: try scores.doubles("clv_low"),
      high: try scores.doubles("clv_high"), p10: try scores.doubles("clv_p10"),
      p50: try scores.doubles("clv_p50"), p90: try scores.doubles("clv_p90"), alive: try scores.doubles("p_alive"),
      reasons: try scores.sentences(ScoreTable.valueReasonColumns),
      test: try TestPredictionsFile.read(run, stage: .lifetimeValue), report: report, buyTillYouDie: buyTillYouDie)
  }

  package func reports(of output: ValuePredictions) -> [any StageReport] { [output.report, output.buyTillYouDie] }

  private func write(_ outcome: LifetimeValueOutcome, _ context: StageContext) throws {
    let fit = outcome.scoring
    let champion = fit.models[outcome.choice.champion]
    for file in try champion.files + fit.quantiles.files + [outcome.rule.file(levelFactor: outcome.scored.levelFactor)]
    {
      try context.artefacts.write(text: file.text, to: ArtefactPath.model(file.name))
    }
    guard context.settings.models.onnx else { return }
    for file in try champion.onnxFiles + fit.quantiles.onnxFiles {
      try context.artefacts.write(bytes: file.bytes, to: ArtefactPath.model(file.name))
    }
  }

  private func log(_ report: LifetimeValueReport, _ outcome: LifetimeValueOutcome, _ journal: StageJournal) {
    let (model, past) = (report.errors, report.baselines.pastSpendNet)
    journal.info(
      "\(report.model): RMSE \(rounded(model.rmse, 0)), MAE \(rounded(model.mae, 0)), Spearman "
        + "\(rounded(model.spearman, 3)) on \(grouped(report.testCount)) customers, holdout by \(report.holdout); net "
        + "spend as before: RMSE \(rounded(past.rmse, 0)), MAE \(rounded(past.mae, 0)), Spearman "
        + "\(rounded(past.spearman, 3)); the interval held \(rounded(report.coverage.map { 100 * $0 }, 1)) %")
    journal.info("lifetime value: \(report.reason)")
    let missing = outcome.withoutBuyTillYouDie
    if !missing.isEmpty {
      journal.info(
        "the scale does without BG/NBD, which could not be fitted at \(missing.map(\.description).joined(separator: ", "))"
      )
    }
    for (name, ratios) in [("spend as before", report.ratios), ("net spend as before", report.ratiosNet)] {
      warn(name, ratios, journal)
    }
  }

  /// Says where an error is no smaller than that of spend as before.
  private func warn(_ name: String, _ ratios: LifetimeValueReport.Ratios, _ journal: StageJournal) {
    let errors = [("root mean square error", ratios.rmse), ("mean absolute error", ratios.mae)]
    for (kind, ratio) in errors {
      guard let ratio, ratio.estimate > 1 else { continue }
      journal.warn(
        "lifetime value is not better than '\(name)' by \(kind): \(rounded(ratio.estimate, 3)) times, "
          + "\(rounded(ratio.low, 3)) to \(rounded(ratio.high, 3)) on the same customers")
    }
  }
}

// MARK: - What a backtest needs too

extension LifetimeValueTraining {
  /// As the settings ask for.
  init(_ shop: CleanedShop, _ context: StageContext) throws {
    let settings = context.settings
    self.init(
      settings: settings.lifetimeValue,
      candidates: try context.plugins.lifetimeValueCandidates(
        context.configuration, histories: shop.histories, seed: context.seed),
      windowDays: settings.features.windowDays, folds: settings.run.holdoutFolds, seed: context.seed,
      trainingMonths: settings.models.trainingMonths)
  }
}

extension ModelInput {
  /// The input of models of value.
  init(value shop: CleanedShop, _ features: CustomerFeatures, _ settings: RetentionSettings) {
    self.init(shop, features, settings, history: settings.lifetimeValue.usesHistory ? shop.basis(settings) : nil)
  }
}

extension SegmentGroups {
  /// nil for a naming that does not look at whole histories.
  init?(naming shop: CleanedShop, at snapshots: Set<Snapshot>, _ context: StageContext) throws {
    let naming = try context.plugins.naming(named: context.settings.segmentation.naming)
    guard naming.granularity == .customer, naming.period == .history else { return nil }
    try self.init(snapshots, shop.histories, shop.returns, naming: naming, context: context.execution.quiet)
  }

  /// For margins of intervals.
  var ofValues: ValueGroups { { groups(of: $0, at: $1) } }
}

// MARK: - Buy till you die

extension LifetimeValueStage {
  /// BG/NBD beside the model that decides: P(alive), and how far the two disagree. If it cannot be fitted, as with too
  /// few returning customers, the stage warns and goes on.
  private func buyTillYouDie(
    _ outcome: LifetimeValueOutcome, _ scored: SnapshotFeatures, _ context: StageContext
  ) throws -> (alive: [Double], report: BuyTillYouDieReport) {
    let settings = context.settings.lifetimeValue
    func fit(_ snapshot: Snapshot) throws -> BuyTillYouDieFit {
      guard let fit = outcome.buyTillYouDie[snapshot] else { preconditionFailure("a fit at each snapshot") }
      return try fit.get()
    }
    do {
      let scoring = try fit(scored.snapshot)
      let test = try fit(outcome.testSnapshot)
      let tested = test.values(test.expectedValue, of: outcome.testRows.customers)
      warnOfAssociation(scoring, limit: settings.buyTillYouDie.correlationLimit, context.journal)
      let report = BuyTillYouDieReport.Fit(
        scoring, periodDays: settings.buyTillYouDie.periodDays, test: outcome.scores(tested),
        expected: scoring.values(scoring.expectedValue, of: scored.customers), deciding: outcome.scored.expected)
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
      max(abs(association.pearson ?? 0), abs(association.spearman ?? 0)) > limit
    else { return }
    journal.warn(
      "Gamma-Gamma assumes that order value does not depend on how often a customer buys, but here they go together "
        + "(Spearman \(rounded(association.spearman, 2))); take its money values with care")
  }
}
