import Learning
package import Settings

/// Who counts as churned, which models are trained, and what a wrong decision costs.
package struct ChurnSettings: SettingsSection {
  package static let name = "churn"
  package static let summary = "Who will not order again within the horizon."

  @Setting(
    "churn.horizon_days", default: 90, unit: "days", in: .between(1, 3650),
    "A customer without an order in this many days from a snapshot counts as churned there.")
  package var horizonDays: Int

  /// At least one; each is named once.
  @Setting(
    "churn.models", default: ["blend"], emptiness: .forbidden,
    "Churn plugins to train; the one with the smallest out-of-fold log-loss makes the predictions.")
  package var models: [String]

  @Setting(
    "churn.calibration", default: .platt,
    "How scores are made probabilities; auto takes isotonic or Platt by out-of-fold Brier score.")
  package var calibration: Calibration

  @Setting(
    "churn.class_weights", default: .none,
    "Weights in training: balanced gives both classes the same total, and probabilities are mapped back afterwards.")
  package var classWeights: ClassWeights

  @Setting(
    "churn.use_history", default: true,
    "Whether models also read features of all orders before the snapshot, not only of the window.")
  package var usesHistory: Bool

  @Setting(
    "churn.use_segment", default: false,
    """
    Whether models also read in which segment a customer was at each snapshot, as named from what was known before it; \
    only with a naming of whole histories, such as rfm-relative.
    """)
  package var usesSegment: Bool

  /// Nil for rows that all count the same.
  @Setting(
    "churn.half_life_days", default: 90, unit: "days", in: .atLeast(1),
    "A training row counts half of one at a snapshot this much later; null counts all the same.")
  package var halfLifeDays: Double?

  @Setting(
    "churn.ece_bins", default: 10, unit: "bins", in: .between(2, 100),
    "Bins of equal size for the expected calibration error.")
  package var eceBins: Int

  @Setting(
    "churn.confidence", default: 0.95, unit: "probability", in: .strictlyBetween(0, 1),
    "Confidence level of the interval of the AUC.")
  package var confidence: Double

  @Setting(
    "churn.min_class_size", default: 20, unit: "customers", in: .atLeast(2),
    "Fewest training rows of churned and of retained customers; with fewer there is no model, and a verdict says so.")
  package var minClassSize: Int

  /// What a decision costs.
  package let costs = Costs()

  /// Of the model `gbdt`.
  package let trees = TreeSettings("churn.gbdt") {
    $0.learningRate = 0.04
    $0.featureFraction = 0.7
  }

  /// Of the model `logistic`.
  package let logistic = Logistic()

  /// Of the model `blend`.
  package let blend = Blend()

  /// Of the model `blend`.
  package let blendTrees = TreeSettings("churn.blend.gbdt") {
    $0.numIterations = 160
    $0.learningRate = 0.04
    $0.numLeaves = 7
    $0.minDataInLeaf = 60
    $0.featureFraction = 0.4
    $0.baggingFraction = 0.7
    $0.lambdaL2 = 10
    $0.earlyStoppingRounds = nil
  }

  @Setting(
    "churn.stack.l2", default: 1, in: .atLeast(0), "L2 penalty of the logistic model that combines the others.")
  package var stackL2: Double

  /// How scores become probabilities.
  package enum Calibration: String, SettingChoice {
    case auto, isotonic, platt, none
  }

  /// What a row counts in training.
  package enum ClassWeights: String, SettingChoice {
    case balanced, none
  }

  package init() {}

  package func check(_ configuration: Configuration) throws(SettingsError) {
    guard Set(models).count == models.count else {
      throw configuration.invalid($models, must: "name each model once")
    }
  }
}

extension ChurnSettings {
  /// The cost matrix, in the source's currency.
  package struct Costs: SettingsGroup {
    @Setting(
      "churn.costs.contact", default: 1, unit: "source currency", in: .between(0, 1e9),
      "What it costs to contact a customer, whatever comes of it.")
    package var contact: Double

    @Setting(
      "churn.costs.offer", default: 10, unit: "source currency", in: .between(0, 1e9),
      "What the offer costs when a customer accepts it.")
    package var offer: Double

    @Setting(
      "churn.costs.success_rate", default: 0.2, unit: "share of contacted churners", in: .share,
      "How many of those who would leave stay when they are contacted.")
    package var successRate: Double

    /// Nil for the mean value label of the training customers.
    @Setting(
      "churn.costs.value_at_stake", default: nil, unit: "source currency", in: .between(0, 1e9),
      """
      What a customer who stays is worth; null takes each customer's own: net spend in the window, times what customers \
      who stayed brought over `clv.horizon_days` per unit of it.
      """)
    package var valueAtStake: Double?
  }

  /// Hyper-parameters of the logistic half of a blend.
  package struct Blend: SettingsGroup {
    @Setting(
      "churn.blend.l2", default: 333, in: .atLeast(0),
      "L2 penalty of the logistic half, on the coefficients of the standardized features and the summed loss.")
    package var l2: Double

    @Setting(
      "churn.blend.clip", default: 6, unit: "standard deviations", in: .above(0, upTo: 1000),
      "Features of the logistic half are clipped this far from their mean.")
    package var clip: Double

    @Setting(
      "churn.blend.logistic_features", default: .history,
      """
      What the logistic half reads: the features of the whole history alone, where `churn.use_history` gives them, or all. \
      Those of the window mean something else at the first snapshots, whose windows are cut short.
      """)
    package var logisticFeatures: LogisticFeatures

    package enum LogisticFeatures: String, SettingChoice {
      /// Those of the whole history.
      case history
      /// Those of the window too.
      case all
    }
  }

  /// Hyper-parameters of the logistic model.
  package struct Logistic: SettingsGroup {
    @Setting(
      "churn.logistic.l2", default: 1, in: .atLeast(0),
      "L2 penalty on the coefficients of the standardised features.")
    package var l2: Double

    @Setting(
      "churn.logistic.max_iterations", default: 100, unit: "iterations", in: .atLeast(1), "Most Newton steps of a fit.")
    package var maxIterations: Int

    @Setting(
      "churn.logistic.tolerance", default: 1e-8, unit: "gradient a row", in: .strictlyBetween(0, 1),
      "Newton's steps end when no component of the gradient is larger.")
    package var tolerance: Double

    @Setting(
      "churn.logistic.firth", default: .never,
      "Whether Firth's correction replaces the fit where the classes are separated, which is reported in any case.")
    package var firth: Firth

    /// When Firth's correction is applied.
    package enum Firth: String, SettingChoice {
      case never
      case whenSeparated = "when_separated"
    }
  }
}
