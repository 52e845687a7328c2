import Learning

/// How well churn is predicted, beside what no model at all achieves: `churn` of `metrics.json`.
///
/// All figures of models are of the test rows, unless they say otherwise.
package struct ChurnReport: StageReport, Hashable {
  package static let key = "churn"

  /// `time`: a later period; `customer`: other customers.
  package let holdout: String
  /// ISO day.
  package let testSnapshot: String
  /// ISO days.
  package let trainSnapshots: [String]
  /// Share of the customers whom the tested models learned from, 0 to 1; below 1 for a sample.
  @Nullable package var trainingShare: Double?
  /// Share of the customers whom they were tested on, 0 to 1; below 1 for a sample.
  @Nullable package var testShare: Double?
  /// Customers of the test.
  package let testCount: Int
  /// Share of them who churned.
  @Nullable package var prevalence: Double?
  /// Name of the model that scores customers.
  package let champion: String
  package let scores: Scores
  /// Decision thresholds of the best F1 and of Youden's index, on out-of-fold probabilities.
  @Nullable package var thresholdF1: Double?
  @Nullable package var thresholdYouden: Double?
  /// At the threshold, on out-of-fold probabilities, in units of the currency.
  @Nullable package var profitPerCustomer: Double?
  /// Mean of what the test customers whom contacting pays are worth if they stay, in units of the currency.
  @Nullable package var valueAtStake: Double?
  package let lift: [Decile]
  package let baselines: Baselines
  /// Whether the chosen model ranks customers better than recency alone, by the paired test.
  package let beatsRecency: Bool
  /// AUC less that of days since the last order, on the same customers; nil where it is not known.
  package let gainOverRecency: Gain?
  /// By name of the plugin.
  package let candidates: [String: Candidate]
  /// How much the level of all probabilities moved from test to test of a backtest; nil where none is stored.
  package var levelBand: LevelBand?

  package struct LevelBand: Sendable, Hashable, Codable {
    /// Root mean square of mean predicted less actual share of churners; nil for fewer than four tests.
    @Nullable package var value: Double?
    /// Tests.
    package let origins: Int
    /// Name of the run that made the backtest.
    package let run: String

    package init(value: Double?, origins: Int, run: String) {
      self.value = value
      self.origins = origins
      self.run = run
    }
  }

  /// A model's figures.
  package struct Scores: Sendable, Hashable, Codable {
    @Nullable package var auc: Double?
    /// DeLong's interval.
    @Nullable package var aucLow: Double?
    @Nullable package var aucHigh: Double?
    @Nullable package var averagePrecision: Double?
    @Nullable package var brier: Double?
    @Nullable package var logLoss: Double?
    /// Expected calibration error.
    @Nullable package var ece: Double?
    /// The same after all log-odds were shifted so that the mean probability is the share of churners.
    @Nullable package var eceLevelRemoved: Double?
    /// What a perfect model would show on as many customers.
    @Nullable package var eceByChance: Double?
    /// From which probability on contacting pays.
    @Nullable package var threshold: Double?
    @Nullable package var accuracy: Double?
    @Nullable package var precision: Double?
    @Nullable package var recall: Double?
    @Nullable package var f1: Double?

    enum CodingKeys: String, CodingKey {
      case auc
      case aucLow = "auc_low"
      case aucHigh = "auc_high"
      case averagePrecision = "average_precision"
      case brier
      case logLoss = "log_loss"
      case ece
      case eceLevelRemoved = "ece_level_removed"
      case eceByChance = "ece_by_chance"
      case threshold, accuracy, precision, recall, f1
    }
  }

  /// A tenth of the test customers, the riskiest first.
  /// A paired difference (DeLong, DeLong & Clarke-Pearson 1988).
  package struct Gain: Sendable, Hashable, Codable {
    @Nullable package var estimate: Double?
    @Nullable package var low: Double?
    @Nullable package var high: Double?
    /// Of two sides.
    @Nullable package var pValue: Double?

    enum CodingKeys: String, CodingKey {
      case estimate, low, high
      case pValue = "p_value"
    }
  }

  package struct Decile: Sendable, Hashable, Codable {
    package let decile: Int
    package let n: Int
    /// Share who churned.
    @Nullable package var rate: Double?
    /// That over the prevalence.
    @Nullable package var lift: Double?
    /// Share of all churners in this decile and those before.
    @Nullable package var captured: Double?
  }

  package struct Baselines: Sendable, Hashable, Codable {
    /// Everybody is called a churner.
    package let allChurn: Rule
    /// The longer since the last order, the likelier to churn.
    package let recency: Recency

    enum CodingKeys: String, CodingKey {
      case allChurn = "all_churn"
      case recency
    }
  }

  package struct Rule: Sendable, Hashable, Codable {
    @Nullable package var accuracy: Double?
    @Nullable package var precision: Double?
    @Nullable package var recall: Double?
    @Nullable package var f1: Double?
  }

  package struct Recency: Sendable, Hashable, Codable {
    @Nullable package var auc: Double?
    @Nullable package var aucLow: Double?
    @Nullable package var aucHigh: Double?
    /// The median.
    @Nullable package var thresholdDays: Double?
    @Nullable package var accuracy: Double?
    @Nullable package var f1: Double?

    enum CodingKeys: String, CodingKey {
      case auc
      case aucLow = "auc_low"
      case aucHigh = "auc_high"
      case thresholdDays = "threshold_days"
      case accuracy, f1
    }
  }

  /// A candidate on the test rows, and what it was chosen by.
  package struct Candidate: Sendable, Hashable {
    package let scores: Scores
    package let selection: Selection
  }

  /// On out-of-fold probabilities.
  package struct Selection: Sendable, Hashable, Codable {
    @Nullable package var validationLogLoss: Double?
    @Nullable package var validationBrier: Double?
    /// Method.
    package let calibration: String

    enum CodingKeys: String, CodingKey {
      case validationLogLoss = "validation_log_loss"
      case validationBrier = "validation_brier"
      case calibration
    }
  }
}
