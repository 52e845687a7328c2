public import Settings

public enum LifetimeValueParameters {
  public static let horizonDays = Parameter(
    "clv.horizon_days", default: 180, unit: "days", in: .between(1, 3650),
    "How far ahead revenue less returns is predicted.")
  public static let model = Parameter(
    "clv.model", default: "gbdt", emptiness: .forbidden,
    "Customer-value plugin whose predictions enter the decisions; the built-in others are reported beside it.")
  public static let objective = Parameter(
    "clv.objective", default: LifetimeValueSettings.Objective.tweedie,
    "Loss of the trees: tweedie suits many zeros and a long tail, l2 is the squared error.")
  public static let tweedieVariancePower = Parameter(
    "clv.tweedie_variance_power", default: 1.5, in: .between(1.1, 1.9),
    "Power of the mean to which Tweedie's variance is proportional: near 1 like counts, near 2 like amounts.")
  public static let quantiles = Parameter(
    "clv.quantiles", default: [0.1, 0.5, 0.9], unit: "quantile", in: .strictlyBetween(0, 1), emptiness: .forbidden,
    "Low, middle and high value that are predicted for each customer, ascending.")
  public static let coverage = Parameter(
    "clv.coverage", default: 0.8, unit: "share of customers", in: .strictlyBetween(0, 1),
    "Share of customers whose value shall lie between low and high; the interval is adjusted to it on held-out customers."
  )
  public static let calibrationShare = Parameter(
    "clv.calibration_share", default: 0.2, unit: "share of training customers", in: .strictlyBetween(0, 1),
    "Customers held out of training for that adjustment.")
  public static let minCustomers = Parameter(
    "clv.min_customers", default: 50, unit: "customers", in: .atLeast(2),
    "Fewest training customers; with fewer the run ends for want of data.")

  // Half of rows and features a tree: a few customers carry most of the revenue, and no tree should follow them.
  public static let trees = TreeParameters(
    section: "clv.gbdt", learningRate: 0.03, leaves: 31, minDataInLeaf: 20, featureFraction: 0.5, baggingFraction: 0.5)

  public static let periodDays = Parameter(
    "clv.bgnbd.period_days", default: 7, unit: "days", in: .between(1, 365),
    "Length of the period in which BG/NBD counts repeat purchases, recency and age.")
  public static let maxIterations = Parameter(
    "clv.bgnbd.max_iterations", default: 500, unit: "iterations", in: .atLeast(1),
    "Most steps of the maximum-likelihood fits of BG/NBD and Gamma-Gamma.")
  public static let correlationLimit = Parameter(
    "clv.bgnbd.correlation_limit", default: 0.3, unit: "correlation", in: .share,
    "Gamma-Gamma assumes that order value does not depend on frequency; a larger correlation than this is reported.")

  public static let section = ParameterSection(
    "clv", "What each customer will spend.",
    [horizonDays, model, objective, tweedieVariancePower, quantiles, coverage, calibrationShare, minCustomers]
      + trees.all + [periodDays, maxIterations, correlationLimit])
}
