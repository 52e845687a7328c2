public import Settings

/// Who counts as churned, which models are trained, and what a wrong decision costs.
public struct ChurnSettings: Sendable, Hashable {
  public let horizonDays: Int
  /// Names of churn plugins; at least one, each once.
  public let models: [String]
  public let calibration: Calibration
  public let classWeights: ClassWeights
  public let eceBins: Int
  /// Confidence level of the interval of the AUC.
  public let confidence: Double
  /// Fewest training rows of each class.
  public let minClassSize: Int
  public let costs: Costs
  public let trees: TreeHyperparameters
  public let logistic: Logistic
  public let stackL2: Double

  public enum Calibration: String, SettingChoice {
    case auto, isotonic, platt, none
  }

  public enum ClassWeights: String, SettingChoice {
    case balanced, none
  }

  /// The cost matrix, in the source's currency.
  public struct Costs: Sendable, Hashable {
    /// Paid for each customer who is contacted.
    public let contact: Double
    /// Paid for each who accepts.
    public let offer: Double
    /// Share of contacted churners who stay.
    public let successRate: Double
    /// What a churner who stays is worth; nil for the mean value label of the training customers.
    public let valueAtStake: Double?
  }

  /// Hyper-parameters of the logistic model.
  public struct Logistic: Sendable, Hashable {
    public let l2: Double
    public let maxIterations: Int
    /// Largest gradient component a row at convergence.
    public let tolerance: Double
    public let firth: Firth

    public enum Firth: String, SettingChoice {
      case never
      case whenSeparated = "when_separated"
    }
  }
}

extension ChurnSettings {
  /// - Throws: `SettingsError` for a model named twice.
  public init(_ configuration: Configuration) throws(SettingsError) {
    horizonDays = configuration[ChurnParameters.horizonDays]
    models = configuration[ChurnParameters.models]
    calibration = configuration[ChurnParameters.calibration]
    classWeights = configuration[ChurnParameters.classWeights]
    eceBins = configuration[ChurnParameters.eceBins]
    confidence = configuration[ChurnParameters.confidence]
    minClassSize = configuration[ChurnParameters.minClassSize]
    costs = Costs(
      contact: configuration[ChurnParameters.contactCost], offer: configuration[ChurnParameters.offerCost],
      successRate: configuration[ChurnParameters.successRate],
      valueAtStake: configuration[ChurnParameters.valueAtStake])
    trees = try TreeHyperparameters(configuration, ChurnParameters.trees)
    logistic = Logistic(
      l2: configuration[ChurnParameters.logisticL2],
      maxIterations: configuration[ChurnParameters.logisticMaxIterations],
      tolerance: configuration[ChurnParameters.logisticTolerance], firth: configuration[ChurnParameters.logisticFirth])
    stackL2 = configuration[ChurnParameters.stackL2]
    guard Set(models).count == models.count else {
      throw configuration.invalid(ChurnParameters.models, must: "name each model once")
    }
  }
}
