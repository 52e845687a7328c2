public import Settings

public enum ChurnParameters {
  public static let horizonDays = Parameter(
    "churn.horizon_days", default: 90, unit: "days", in: .between(1, 3650),
    "A customer without an order in this many days from a snapshot counts as churned there.")
  public static let models = Parameter(
    "churn.models", default: ["logistic", "gbdt", "stack"], emptiness: .forbidden,
    "Churn plugins to train; the one with the smallest validation log-loss makes the predictions.")
  public static let calibration = Parameter(
    "churn.calibration", default: ChurnSettings.Calibration.auto,
    "How scores are made probabilities; auto takes isotonic or Platt by validation Brier score.")
  public static let classWeights = Parameter(
    "churn.class_weights", default: ChurnSettings.ClassWeights.balanced,
    "Weights in training: balanced gives both classes the same total, and probabilities are mapped back afterwards.")
  public static let eceBins = Parameter(
    "churn.ece_bins", default: 10, unit: "bins", in: .between(2, 100),
    "Bins of equal size for the expected calibration error.")
  public static let confidence = Parameter(
    "churn.confidence", default: 0.95, unit: "probability", in: .strictlyBetween(0, 1),
    "Confidence level of the interval of the AUC.")
  public static let minClassSize = Parameter(
    "churn.min_class_size", default: 20, unit: "customers", in: .atLeast(2),
    "Fewest training rows of churned and of retained customers; with fewer the run ends for want of data.")

  // MARK: - Costs

  public static let contactCost = Parameter(
    "churn.costs.contact", default: 1.0, unit: "source currency", in: .between(0, 1e9),
    "What it costs to contact a customer, whatever comes of it.")
  public static let offerCost = Parameter(
    "churn.costs.offer", default: 10.0, unit: "source currency", in: .between(0, 1e9),
    "What the offer costs when a customer accepts it.")
  public static let successRate = Parameter(
    "churn.costs.success_rate", default: 0.2, unit: "share of contacted churners", in: .share,
    "How many of those who would leave stay when they are contacted.")
  public static let valueAtStake = Parameter<Double?>(
    "churn.costs.value_at_stake", default: nil, unit: "source currency", in: .between(0, 1e9),
    "What a customer who stays is worth; null takes the mean value of the training customers over `clv.horizon_days`.")

  // MARK: - Models

  public static let trees = TreeParameters(section: "churn.gbdt", learningRate: 0.04, featureFraction: 0.7)

  public static let logisticL2 = Parameter(
    "churn.logistic.l2", default: 1.0, in: .atLeast(0),
    "L2 penalty on the coefficients of the standardised features.")
  public static let logisticMaxIterations = Parameter(
    "churn.logistic.max_iterations", default: 100, unit: "iterations", in: .atLeast(1), "Most Newton steps of a fit.")
  public static let logisticTolerance = Parameter(
    "churn.logistic.tolerance", default: 1e-8, unit: "gradient a row", in: .strictlyBetween(0, 1),
    "Newton's steps end when no component of the gradient is larger.")
  public static let logisticFirth = Parameter(
    "churn.logistic.firth", default: ChurnSettings.Logistic.Firth.never,
    "Whether Firth's correction replaces the fit where the classes are separated, which is reported in any case.")
  public static let stackL2 = Parameter(
    "churn.stack.l2", default: 1.0, in: .atLeast(0), "L2 penalty of the logistic model that combines the others.")

  public static let section = ParameterSection(
    "churn", "Who will not order again within the horizon.",
    [horizonDays, models, calibration, classWeights, eceBins, confidence, minClassSize]
      + [contactCost, offerCost, successRate, valueAtStake] + trees.all
      + [logisticL2, logisticMaxIterations, logisticTolerance, logisticFirth, stackL2])
}
