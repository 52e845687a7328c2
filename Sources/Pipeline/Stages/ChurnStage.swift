import Foundation
import Hashing
import Learning
import Numerics
import PluginHost
package import Retention
package import Runs
import Text

extension StageName {
  package static let churn = StageName("churn")
}

/// The predicted risk that each customer leaves, and its reasons.
package struct ChurnPredictions: Sendable {
  /// By row of the scoring snapshot.
  package let probabilities: [Double]
  /// At most three sentences per row of the scoring snapshot, the strongest first; restored ones can be empty.
  package let reasons: CustomerSentences
  /// Of the test rows; the baseline is the days since the last order. nil where a restored run lacks them.
  package let test: TestPredictions?
  package let report: ChurnReport
}

/// Trains and compares churn models, and scores the customers with the best one.
package struct ChurnStage: Stage {
  package let name = StageName.churn
  package let product: String? = "churn probabilities"
  package let canBeLeftOut = true
  package let reads: [any Stage.Type] = [CleanStage.self, FeaturesStage.self]
  package let uses: [any Stage.Type] = [ChurnBacktestStage.self]
  package let writes: [ArtefactPattern] = [.file(ArtefactPath.churn), .prefix("models/churn")]
  package let sections: [any StageReport.Type] = [ChurnReport.self]

  package init() {}

  /// The segments of a model and its reasons are those of the run.
  package func follows(_ settings: RetentionSettings) -> [any Stage.Type] {
    settings.churn.usesSegment ? [SegmentStage.self] : []
  }

  package func run(_ inputs: StageInputs, _ context: StageContext) throws -> ChurnPredictions {
    let (shop, features) = (try inputs(CleanStage.self), try inputs(FeaturesStage.self))
    try features.requireScored(for: name)
    let settings = context.settings
    let training = try ChurnTraining(context)
    let input = try ModelInput(churn: shop, features, training, context)
    let outcome: ChurnOutcome
    do {
      outcome = try training.run(input, context: context.execution)
    } catch let error as ModelStageError {
      // Where nobody comes back, no horizon helps.
      if case .oneClass(_, _, 1) = error, let cause = shop.nobodyCameBack(for: name) { throw cause }
      throw error
    }
    let scored = ToldFeatures(
      read: try input.features(of: [features.scored], context: context.execution), window: features.scored.values,
      layout: input.columns)
    let champion = outcome.championModel
    let logOdds = try champion.model.logOdds(scored.read, context: context.execution)
    let probabilities = try champion.probabilities(logOdds: logOdds, context: context.execution)
    let reasons = try ChurnReasons(
      champion, features: scored, logOdds: logOdds, wording: ReasonWording(scored, settings, context.execution),
      in: context.memory.place(ofText: 100 * ChurnReasons.perCustomer, rows: scored.rows), context: context.execution)
    var report = ChurnReport(outcome)
    report.levelBand = try levelBand(inputs, shop, context)
    let output = ChurnPredictions(
      probabilities: probabilities, reasons: reasons.sentences,
      test: TestPredictions(
        snapshot: outcome.testSnapshot, customers: outcome.testRows.customers.map { shop.customerIDs[Int($0)] },
        labels: outcome.testRows.labels, predictions: outcome.testProbabilities,
        baselines: outcome.testRows.column(.recencyDays)),
      report: report)
    try write(outcome, context)
    log(outcome, context.journal)
    return output
  }

  package func restore(
    from run: PublishedRun, _ inputs: StageInputs, _ context: StageContext
  ) throws -> ChurnPredictions? {
    guard let features = inputs.ifPresent(FeaturesStage.self),
      let report = try run.sections([ChurnReport.self]).first as? ChurnReport
    else { return nil }
    let scores = try ScoreColumns(run, ids: features.scoredIDs)
    return ChurnPredictions(
      probabilities: try scores.doubles("churn_probability"),
      reasons: try scores.sentences(ScoreTable.reasonColumns),
      test: try TestPredictionsFile.read(run, stage: .churn), report: report)
  }

  package func reports(of output: ChurnPredictions) -> [any StageReport] { [output.report] }

  /// The level band of the backtest of this run, or else of the latest one with the same settings on the same log.
  private func levelBand(
    _ inputs: StageInputs, _ shop: CleanedShop, _ context: StageContext
  ) throws -> ChurnReport.LevelBand? {
    let stored = try StoredBacktest.known(
      inputs.ifPresent(ChurnBacktestStage.self), shop, unknown: "how much the level of the probabilities moves", context
    )
    guard let stored else { return nil }
    if stored.run != context.artefacts.runName {
      context.journal.info("the level band is that of the backtest in run \(stored.run)")
    }
    return ChurnReport.LevelBand(
      value: stored.report.levelBand, origins: stored.report.origins.count, run: stored.run)
  }

  private func log(_ outcome: ChurnOutcome, _ journal: StageJournal) {
    let auc = outcome.championScores.auc
    let baseline = outcome.baselines.recencyAUC
    journal.info(
      "the chosen model, \(outcome.championModel.name): AUC \(rounded(auc.estimate, 3)) "
        + "(\(rounded(auc.lower, 3))-\(rounded(auc.upper, 3))) on \(grouped(outcome.testRows.count)) customers at "
        + "\(outcome.testSnapshot), holdout by \(outcome.holdout); days since the last order alone: "
        + "\(rounded(baseline.estimate, 3))")
    if !outcome.beatsRecency {
      let gain = outcome.gainOverRecency?.difference
      journal.warn(
        "the churn model is no better than days since the last order: AUC \(rounded(auc.estimate, 3)) against "
          + "\(rounded(baseline.estimate, 3)), a difference of \(rounded(gain?.estimate, 3)) "
          + "(\(rounded(gain?.lower, 3)) to \(rounded(gain?.upper, 3)))")
    }
    for candidate in outcome.scoring {
      for warning in candidate.model.warnings { journal.warn("\(candidate.name): \(warning)") }
    }
  }
}

extension ReasonWording {
  /// - Parameter features: what models read of all scored customers.
  init(_ features: ToldFeatures, _ settings: RetentionSettings, _ context: ExecutionContext) throws(Cancelled) {
    try self.init(
      of: features, windowDays: settings.features.windowDays, isNet: settings.features.netOfReturns,
      context: context)
  }
}

extension ChurnTraining {
  /// As the settings ask for.
  init(_ context: StageContext) throws {
    let settings = context.settings
    self.init(
      settings: settings.churn,
      candidates: try context.plugins.churnCandidates(context.configuration, seed: context.seed),
      folds: settings.run.holdoutFolds, seed: context.seed, trainingMonths: settings.models.trainingMonths)
  }
}

extension ModelInput {
  /// The input of churn models.
  ///
  /// - Throws: `NamingError` where a naming reads an unknown column; `Cancelled`.
  init(
    churn shop: CleanedShop, _ features: CustomerFeatures, _ training: ChurnTraining, _ context: StageContext
  ) throws {
    let settings = context.settings
    let snapshots = training.snapshots(shop.calendar) + [shop.calendar.scoring]
    self.init(
      shop, features, settings, history: settings.churn.usesHistory ? shop.basis(settings) : nil,
      segments: settings.churn.usesSegment ? try SegmentColumns(naming: shop, at: Set(snapshots), context) : nil)
  }

  /// The input of both model stages.
  init(
    _ shop: CleanedShop, _ features: CustomerFeatures, _ settings: RetentionSettings, history: RevenueBasis? = nil,
    segments: SegmentColumns? = nil
  ) {
    self.init(
      table: features.table,
      labels: Labels(histories: shop.histories, orders: shop.orders, basis: shop.basis(settings)),
      calendar: shop.calendar,
      idHashes: shop.idHashes,
      valueHorizonDays: settings.lifetimeValue.horizonDays, maxTrainingRows: settings.models.maxTrainingRows,
      maxTestRows: settings.models.maxTestRows, history: history, segments: segments)
  }
}

extension SegmentColumns {
  /// The segments that the naming can give, as customers were named from what was known before each snapshot: by the
  /// limits of the run that this one starts from where these are from before it, as in the segment stage, else by those
  /// learned at it. nil, with a warning, for a naming that does not look at whole histories: what it would have said at
  /// earlier snapshots is not known.
  fileprivate init?(naming shop: CleanedShop, at snapshots: Set<Snapshot>, _ context: StageContext) throws {
    let settings = context.settings.segmentation
    let naming = try context.plugins.naming(named: settings.naming)
    guard naming.granularity == .customer, naming.period == .history else {
      context.journal.warn(
        "churn.use_segment has no effect: the naming \(naming.name) does not name customers by their whole history, so "
          + "their segments at earlier snapshots are unknown")
      return nil
    }
    var seen: Set<String> = []
    let groups = try SegmentGroups(
      snapshots, shop.histories, shop.returns, naming: naming,
      thresholds: RelativeThresholds.kept(settings, until: shop.calendar.scoring, context.source.parent),
      names: naming.rules.map(\.name).filter { seen.insert($0).inserted }, context: context.execution.quiet)
    self = groups.columns
  }
}

// MARK: - Artifacts

extension ChurnStage {
  private func write(_ outcome: ChurnOutcome, _ context: StageContext) throws {
    for candidate in outcome.scoring {
      // Named after the plugin, so that two plugins of one type do not write the same file.
      for file in try candidate.model.files {
        try context.artefacts.write(
          text: file.text, to: ArtefactPath.model("churn_\(candidate.name).\(file.type)"))
      }
      guard context.settings.models.onnx, let onnx = try candidate.onnx() else { continue }
      try context.artefacts.write(bytes: onnx, to: ArtefactPath.model("churn_\(candidate.name).onnx"))
    }
    try context.artefacts.write(
      json: ChurnModelFile(outcome, horizonDays: context.settings.churn.horizonDays), to: ArtefactPath.churn)
  }
}

/// `models/churn.json`: the chosen model, and how each candidate's log-odds become probabilities.
private struct ChurnModelFile: Encodable {
  let champion: String
  let threshold: Double
  let horizonDays: Int
  let features: [String]
  let trainSnapshots: [String]
  let candidates: [String: Candidate]

  enum CodingKeys: String, CodingKey {
    case champion, threshold
    case horizonDays = "horizon_days"
    case features
    case trainSnapshots = "train_snapshots"
    case candidates
  }

  init(_ outcome: ChurnOutcome, horizonDays: Int) {
    champion = outcome.championModel.name
    threshold = outcome.thresholds.profit.threshold
    self.horizonDays = horizonDays
    features = outcome.testRows.columns.names
    trainSnapshots = outcome.trainSnapshots.map(\.description)
    candidates = Dictionary(
      uniqueKeysWithValues: outcome.scoring.map {
        ($0.name, Candidate(fitted: $0, features: outcome.testRows.columns.names))
      })
  }

  struct Candidate: Encodable {
    let fitted: FittedCandidate
    let features: [String]

    enum CodingKeys: String, CodingKey {
      case level, calibration, importance
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(fitted.level, forKey: .level)
      try container.encode(fitted.calibrator, forKey: .calibration)
      let importance = zip(features, fitted.model.importance)
      try container.encode(Dictionary(uniqueKeysWithValues: importance), forKey: .importance)
      try fitted.model.report.encode(to: encoder)
    }
  }
}
