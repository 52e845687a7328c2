public import Learning
import Numerics

/// Probabilities from which on a customer is called a churner, each chosen on the validation rows.
public struct DecisionThresholds: Sendable, Equatable {
  /// Its value is the profit per customer, in units of the currency.
  public let profit: ThresholdChoice
  public let f1: ThresholdChoice
  public let youden: ThresholdChoice

  /// nil unless both classes are there.
  init?(_ probabilities: [Double], _ labels: [Bool], payoff: PayoffMatrix) {
    guard let profit = profitMaximizingThreshold(scores: probabilities, labels: labels, payoff: payoff),
      let f1 = f1OptimalThreshold(scores: probabilities, labels: labels),
      let youden = youdenOptimalThreshold(scores: probabilities, labels: labels)
    else { return nil }
    (self.profit, self.f1, self.youden) = (profit, f1, youden)
  }
}

/// A candidate's figures on the test rows.
public struct ChurnScores: Sendable {
  public let auc: MetricInterval
  public let averagePrecision: Double
  public let brier: Double
  public let logLoss: Double
  public let calibration: CalibrationReport
  public let threshold: Double
  public let confusion: Confusion
  public let lift: [LiftDecile]

  init(
    _ probabilities: [Double], _ rows: LabelledRows, snapshot: Snapshot, threshold: Double, settings: ChurnSettings
  ) throws(ModelStageError) {
    let labels = rows.labels.map { $0 > 0 }
    guard let auc = aucInterval(scores: probabilities, labels: labels, level: settings.confidence),
      let precision = Learning.averagePrecision(scores: probabilities, labels: labels),
      let brier = brierScore(probabilities: probabilities, labels: labels),
      let loss = Learning.logLoss(probabilities: probabilities, labels: labels),
      let calibration = calibrationReport(probabilities: probabilities, labels: labels, bins: settings.eceBins)
    else { throw .oneClass(stage: "churn", snapshot: snapshot, label: labels.first == true ? 1 : 0) }
    (self.auc, averagePrecision, self.brier, logLoss, self.calibration) = (auc, precision, brier, loss, calibration)
    self.threshold = threshold
    confusion = Learning.confusion(scores: probabilities, labels: labels, at: threshold)
    lift = liftByDecile(scores: probabilities, labels: labels)
  }
}

/// What no model at all achieves on the same rows.
public struct ChurnBaselines: Sendable {
  public let prevalence: Double
  /// Everybody is called a churner.
  public let allChurn: Confusion
  /// The longer since the last order, the likelier to churn; called from the median on.
  public let recencyAUC: MetricInterval
  public let recency: Confusion
  public let recencyThresholdDays: Double

  init(_ rows: LabelledRows, snapshot: Snapshot, settings: ChurnSettings) throws(ModelStageError) {
    let labels = rows.labels.map { $0 > 0 }
    let recencyDays = rows.features.column(Feature.recencyDays.rawValue)
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
public struct ChurnOutcome: Sendable {
  /// `time` or `customer`.
  public let holdout: String
  public let testSnapshot: Snapshot
  public let trainSnapshots: [Snapshot]
  public let fit: ChurnFit
  /// Position of the champion among the candidates: the smallest validation log-loss.
  public let champion: Int
  public let thresholds: DecisionThresholds
  /// By candidate, on the test rows.
  public let scores: [ChurnScores]
  public let baselines: ChurnBaselines
  public let testRows: LabelledRows
  /// The champion's calibrated probabilities of the test rows.
  public let testProbabilities: [Double]
  public let payoff: PayoffMatrix

  public var championModel: FittedCandidate { fit.candidates[champion] }
  public var championScores: ChurnScores { scores[champion] }

  /// Whether the champion ranks customers better than days since the last order do, beyond what chance explains.
  public var beatsRecency: Bool { championScores.auc.lower > baselines.recencyAUC.upper }
}
