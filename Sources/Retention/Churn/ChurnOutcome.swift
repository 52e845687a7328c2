package import Learning
import Numerics

/// Probabilities from which on a customer is called a churner, each chosen on out-of-fold probabilities of the train rows.
package struct DecisionThresholds: Sendable, Equatable {
  /// Its value is the profit per customer, in units of the currency.
  package let profit: ThresholdChoice
  package let f1: ThresholdChoice
  package let youden: ThresholdChoice

  /// nil unless both classes are there.
  ///
  /// - Parameter gains: what contacting each customer brings.
  init?(_ probabilities: [Double], _ labels: [Bool], gains: [Double]) {
    guard
      let profit = profitMaximizingThreshold(scores: probabilities, labels: labels, gain: { gains[$0] }),
      let f1 = f1OptimalThreshold(scores: probabilities, labels: labels),
      let youden = youdenOptimalThreshold(scores: probabilities, labels: labels)
    else { return nil }
    (self.profit, self.f1, self.youden) = (profit, f1, youden)
  }
}

/// A candidate's figures on the test rows.
package struct ChurnScores: Sendable {
  package let auc: MetricInterval
  package let averagePrecision: Double
  package let brier: Double
  package let logLoss: Double
  package let calibration: CalibrationReport
  /// Expected calibration error once all log-odds are shifted so that the mean probability is the share of churners: what
  /// is left of it without the season's level.
  package let eceLevelRemoved: Double
  package let threshold: Double
  package let confusion: Confusion
  package let lift: [LiftDecile]

  init(
    _ probabilities: [Double], _ rows: LabelledRows, snapshot: Snapshot, threshold: Double, settings: ChurnSettings,
    context: ExecutionContext
  ) throws {
    let labels = rows.labels.map { $0 > 0 }
    guard let auc = aucInterval(scores: probabilities, labels: labels, level: settings.confidence),
      let precision = Learning.averagePrecision(scores: probabilities, labels: labels),
      let brier = brierScore(probabilities: probabilities, labels: labels),
      let loss = Learning.logLoss(probabilities: probabilities, labels: labels),
      let calibration = calibrationReport(probabilities: probabilities, labels: labels, bins: settings.eceBins)
    else { throw ModelStageError.oneClass(stage: "churn", snapshot: snapshot, label: labels.first == true ? 1 : 0) }
    let logOdds = probabilities.map { logit($0) }
    let shift = try levelShift(logOdds: logOdds, labels: rows.labels, context: context)
    eceLevelRemoved =
      expectedCalibrationError(
        probabilities: logOdds.map { sigmoid($0 + shift) }, labels: labels, bins: settings.eceBins) ?? .nan
    (self.auc, averagePrecision, self.brier, logLoss, self.calibration) = (auc, precision, brier, loss, calibration)
    self.threshold = threshold
    confusion = Learning.confusion(scores: probabilities, labels: labels, at: threshold)
    lift = liftByDecile(scores: probabilities, labels: labels)
  }
}

/// What no model at all achieves on the same rows.
package struct ChurnBaselines: Sendable {
  package let prevalence: Double
  /// Everybody is called a churner.
  package let allChurn: Confusion
  /// The longer since the last order, the likelier to churn; called from the median on.
  package let recencyAUC: MetricInterval
  package let recency: Confusion
  package let recencyThresholdDays: Double

  init(_ rows: LabelledRows, snapshot: Snapshot, settings: ChurnSettings) throws(ModelStageError) {
    let labels = rows.labels.map { $0 > 0 }
    let recencyDays = rows.column(.recencyDays)
    guard let auc = aucInterval(scores: recencyDays, labels: labels, level: settings.confidence) else {
      throw .oneClass(stage: "churn", snapshot: snapshot, label: labels.first == true ? 1 : 0)
    }
    recencyAUC = auc
    prevalence = rows.labels.reduce(0, +) / Double(rows.count)
    allChurn = confusion(scores: rows.labels.map { _ in 1 }, labels: labels, at: 0.5)
    recencyThresholdDays = quantile(0.5, of: recencyDays) ?? 0
    recency = confusion(scores: recencyDays, labels: labels, at: recencyThresholdDays)
  }
}

/// The churn stage's result.
package struct ChurnOutcome: Sendable {
  /// `time` or `customer`.
  package let holdout: String
  package let testSnapshot: Snapshot
  package let trainSnapshots: [Snapshot]
  /// Share of the customers whom the tested models learned from.
  package let trainingShare: Double
  /// Share of the customers whom they were tested on.
  package let testShare: Double
  /// Fitted on the train snapshots alone: what was tested.
  package let fit: ChurnFit
  /// The same candidates, fitted on every finished snapshot: what scores customers.
  package let scoring: [FittedCandidate]
  /// Position of the champion among the candidates: the smallest out-of-fold log-loss.
  package let champion: Int
  package let thresholds: DecisionThresholds
  /// By candidate, on the test rows.
  package let scores: [ChurnScores]
  package let baselines: ChurnBaselines
  package let testRows: LabelledRows
  /// The champion's calibrated probabilities of the test rows.
  package let testProbabilities: [Double]
  /// What each customer is worth if they stay.
  package let stakes: CustomerStakes

  package var championModel: FittedCandidate { scoring[champion] }
  package var championScores: ChurnScores { scores[champion] }

  /// AUC of the champion less that of days since the last order, on the same rows; nil where a class has one row only.
  package let gainOverRecency: AUCComparison?

  /// Whether the champion ranks customers better than days since the last order do, beyond what chance explains: by the
  /// paired test. Whether the two intervals overlap says little, as both rank the same customers.
  package var beatsRecency: Bool { (gainOverRecency?.difference.lower ?? 0) > 0 }
}
