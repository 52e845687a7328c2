public import Learning
public import Numerics

/// What contacting a customer is worth, by whether they would have churned; amounts in units of the currency.
public struct ContactProfit: Sendable, Equatable {
  public let contactCost: Double
  public let offerCost: Double
  /// Probability that a churner who is contacted stays.
  public let successRate: Double
  /// What a churner who stays is worth.
  public let valueAtStake: Double

  public init(contactCost: Double, offerCost: Double, successRate: Double, valueAtStake: Double) {
    self.contactCost = contactCost
    self.offerCost = offerCost
    self.successRate = successRate
    self.valueAtStake = valueAtStake
  }

  /// A churner is won back with `successRate`, and only then takes the offer; a customer who would have stayed takes it.
  public func perCustomer(churned: Bool) -> Double {
    churned ? successRate * (valueAtStake - offerCost) - contactCost : -offerCost - contactCost
  }
}

/// Probabilities from which on a customer is called a churner.
public struct DecisionThresholds: Sendable, Equatable {
  public let profit: Double
  public let f1: Double
  public let youden: Double
  /// Profit a validation customer at the profit threshold.
  public let profitPerCustomer: Double

  init(labels: [Double], probabilities: [Double], profit: ContactProfit) {
    let best = profitMaximizingThreshold(labels: labels, probabilities: probabilities) { profit.perCustomer(churned: $0) }
    self.profit = best.threshold
    profitPerCustomer = best.profitPerRow
    f1 = f1OptimalThreshold(labels: labels, probabilities: probabilities)
    youden = youdenOptimalThreshold(labels: labels, probabilities: probabilities)
  }
}

/// A candidate's figures on the test rows.
public struct ChurnScores: Sendable {
  public let auc: AUCInterval
  public let averagePrecision: Double
  public let brier: Double
  public let logLoss: Double
  public let ece: Double
  public let threshold: Double
  public let confusion: ConfusionMatrix
  public let liftByDecile: [Double]

  init(labels: [Double], probabilities: [Double], threshold: Double) {
    auc = aucInterval(labels: labels, scores: probabilities)
    averagePrecision = Learning.averagePrecision(labels: labels, scores: probabilities)
    brier = brierScore(labels: labels, probabilities: probabilities)
    logLoss = Learning.logLoss(labels: labels, probabilities: probabilities)
    ece = expectedCalibrationError(labels: labels, probabilities: probabilities, bins: 10)
    self.threshold = threshold
    confusion = ConfusionMatrix(labels: labels, scores: probabilities, threshold: threshold)
    liftByDecile = Learning.liftByDecile(labels: labels, scores: probabilities)
  }
}

/// What no model at all achieves on the same rows.
public struct ChurnBaselines: Sendable {
  public let prevalence: Double
  /// Everybody is called a churner.
  public let allChurn: ConfusionMatrix
  /// The longer since the last order, the likelier to churn; called from the median on.
  public let recencyAUC: AUCInterval
  public let recency: ConfusionMatrix
  public let recencyThresholdDays: Double

  init(_ rows: LabelledRows) {
    let recencyDays = rows.features.column(Feature.recencyDays.rawValue)
    prevalence = rows.labels.reduce(0, +) / Double(max(rows.count, 1))
    allChurn = ConfusionMatrix(labels: rows.labels, scores: rows.labels.map { _ in 1 }, threshold: 0.5)
    recencyAUC = aucInterval(labels: rows.labels, scores: recencyDays)
    recencyThresholdDays = quantile(0.5, of: recencyDays) ?? 0
    recency = ConfusionMatrix(labels: rows.labels, scores: recencyDays, threshold: recencyThresholdDays)
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

  public var championModel: FittedCandidate { fit.candidates[champion] }
  public var championScores: ChurnScores { scores[champion] }

  /// Whether the champion ranks customers better than days since the last order do, beyond what chance explains.
  public var beatsRecency: Bool { championScores.auc.low > baselines.recencyAUC.high }
}
