import Learning

/// How well churn is predicted, beside what no model at all achieves: `churn` of `metrics.json`.
///
/// All figures of models are of the test rows, unless they say otherwise.
public struct ChurnReport: StageReport, Hashable {
  public static let key = "churn"

  /// `time`: a later period; `customer`: other customers.
  public let holdout: String
  /// ISO day.
  public let testSnapshot: String
  /// ISO days.
  public let trainSnapshots: [String]
  /// Customers of the test.
  public let testCount: Int
  /// Share of them who churned.
  @Nullable public var prevalence: Double?
  /// Name of the model that scores customers.
  public let champion: String
  public let scores: Scores
  /// Decision thresholds of the best F1 and of Youden's index, on the validation rows.
  @Nullable public var thresholdF1: Double?
  @Nullable public var thresholdYouden: Double?
  /// At the threshold, on the validation rows, in units of the currency.
  @Nullable public var profitPerCustomer: Double?
  /// What a churner who stays is worth, in units of the currency.
  @Nullable public var valueAtStake: Double?
  public let lift: [Decile]
  public let baselines: Baselines
  /// Whether the champion's interval of the AUC lies above that of recency alone.
  public let beatsRecency: Bool
  /// By name of the plugin.
  public let candidates: [String: Candidate]

  /// A model's figures.
  public struct Scores: Sendable, Hashable, Codable {
    @Nullable public var auc: Double?
    /// DeLong's interval.
    @Nullable public var aucLow: Double?
    @Nullable public var aucHigh: Double?
    @Nullable public var averagePrecision: Double?
    @Nullable public var brier: Double?
    @Nullable public var logLoss: Double?
    /// Expected calibration error.
    @Nullable public var ece: Double?
    /// What a perfect model would show on as many customers.
    @Nullable public var eceByChance: Double?
    /// From which probability on contacting pays.
    @Nullable public var threshold: Double?
    @Nullable public var accuracy: Double?
    @Nullable public var precision: Double?
    @Nullable public var recall: Double?
    @Nullable public var f1: Double?

    enum CodingKeys: String, CodingKey {
      case auc
      case aucLow = "auc_low"
      case aucHigh = "auc_high"
      case averagePrecision = "average_precision"
      case brier
      case logLoss = "log_loss"
      case ece
      case eceByChance = "ece_by_chance"
      case threshold, accuracy, precision, recall, f1
    }
  }

  /// A tenth of the test customers, the riskiest first.
  public struct Decile: Sendable, Hashable, Codable {
    public let decile: Int
    public let n: Int
    /// Share who churned.
    @Nullable public var rate: Double?
    /// That over the prevalence.
    @Nullable public var lift: Double?
    /// Share of all churners in this decile and those before.
    @Nullable public var captured: Double?
  }

  public struct Baselines: Sendable, Hashable, Codable {
    /// Everybody is called a churner.
    public let allChurn: Rule
    /// The longer since the last order, the likelier to churn.
    public let recency: Recency

    enum CodingKeys: String, CodingKey {
      case allChurn = "all_churn"
      case recency
    }
  }

  public struct Rule: Sendable, Hashable, Codable {
    @Nullable public var accuracy: Double?
    @Nullable public var precision: Double?
    @Nullable public var recall: Double?
    @Nullable public var f1: Double?
  }

  public struct Recency: Sendable, Hashable, Codable {
    @Nullable public var auc: Double?
    @Nullable public var aucLow: Double?
    @Nullable public var aucHigh: Double?
    /// The median.
    @Nullable public var thresholdDays: Double?
    @Nullable public var accuracy: Double?
    @Nullable public var f1: Double?

    enum CodingKeys: String, CodingKey {
      case auc
      case aucLow = "auc_low"
      case aucHigh = "auc_high"
      case thresholdDays = "threshold_days"
      case accuracy, f1
    }
  }

  /// A candidate on the test rows, and what it was chosen by.
  public struct Candidate: Sendable, Hashable {
    public let scores: Scores
    public let selection: Selection
  }

  /// On the validation rows.
  public struct Selection: Sendable, Hashable, Codable {
    @Nullable public var validationLogLoss: Double?
    @Nullable public var validationBrier: Double?
    /// Method.
    public let calibration: String

    enum CodingKeys: String, CodingKey {
      case validationLogLoss = "validation_log_loss"
      case validationBrier = "validation_brier"
      case calibration
    }
  }
}
