import Learning
package import Settings

/// How a customer's future revenue is predicted.
package struct LifetimeValueSettings: SettingsSection {
  package static let name = "clv"
  package static let summary = "What each customer will spend."

  @Setting(
    "clv.horizon_days", default: 180, unit: "days", in: .between(1, 3650),
    "How far ahead revenue less returns is predicted.")
  package var horizonDays: Int

  /// At least one; each is named once.
  @Setting(
    "clv.models", default: ["scaled-trees", "scale"], emptiness: .forbidden,
    """
    Customer-value plugins to compare; the one with the smallest out-of-fold errors enters the decisions, or spend as \
    before if none is better.
    """)
  package var models: [String]

  @Setting(
    "clv.use_history", default: true,
    "Whether trees also read features of all orders before the snapshot, not only of the window.")
  package var usesHistory: Bool

  /// Nil for rows that all count the same.
  @Setting(
    "clv.half_life_days", default: 90, unit: "days", in: .atLeast(1),
    "A training row counts half of one at a snapshot this much later; null counts all the same.")
  package var halfLifeDays: Double?

  @Setting(
    "clv.objective", default: .tweedie,
    "Loss of the trees of `gbdt`: tweedie suits many zeros and a long tail, l2 is the squared error.")
  package var objective: Objective

  @Setting(
    "clv.tweedie_variance_power", default: 1.7, in: .between(1.1, 1.9),
    "Power of the mean to which Tweedie's variance is proportional: near 1 like counts, near 2 like amounts.")
  package var tweedieVariancePower: Double

  /// Three, ascending.
  @Setting(
    "clv.quantiles", default: [0.1, 0.5, 0.9], unit: "quantile", in: .strictlyBetween(0, 1), emptiness: .forbidden,
    "Low, middle and high value that are predicted for each customer, ascending.")
  package var quantiles: [Double]

  @Setting(
    "clv.coverage", default: 0.8, unit: "share of customers", in: .strictlyBetween(0, 1),
    "Share of customers whose value shall lie between low and high; the interval is adjusted to it on other customers."
  )
  package var coverage: Double

  @Setting(
    "clv.level_spread", default: 0.3, unit: "natural logarithm", in: .between(0, 10),
    """
    How far seasons move the sum of all values, as a standard deviation of its logarithm. The closer the sum of the \
    predicted values is to spend as before beside this, the more of the difference is taken back; 0 takes none back.
    """)
  package var levelSpread: Double

  @Setting(
    "clv.min_customers", default: 50, unit: "customers", in: .atLeast(2),
    "Fewest training customers; with fewer there is no model, and a verdict says so.")
  package var minCustomers: Int

  /// Of the model `scaled-trees`.
  package let scaledTrees = TreeSettings("clv.scaled_trees") {
    $0.numIterations = 60
    $0.learningRate = 0.05
    $0.useSmallTrees()
    $0.minDataInLeaf = 40
  }

  /// Of the median.
  package let medianTrees = TreeSettings("clv.median_trees") {
    $0.numIterations = 80
    $0.learningRate = 0.05
    $0.useSmallTrees()
    $0.minDataInLeaf = 40
  }

  /// Of the interval.
  package let intervalTrees = TreeSettings("clv.interval_trees") {
    $0.numIterations = 60
    $0.learningRate = 0.1
    $0.useSmallTrees()
    $0.minDataInLeaf = 60
  }

  /// Of the model `gbdt`: half of rows and features per tree, because a few customers carry most of the revenue, and no
  /// tree should follow them.
  package let trees = TreeSettings("clv.gbdt") {
    $0.learningRate = 0.03
    $0.numLeaves = 31
    $0.minDataInLeaf = 20
    $0.featureFraction = 0.5
    $0.baggingFraction = 0.5
  }

  /// Of the model `bgnbd`.
  package let buyTillYouDie = BuyTillYouDie()

  /// The loss of the trees.
  package enum Objective: String, SettingChoice {
    case tweedie, l2
  }

  package init() {}

  package func check(_ configuration: Configuration) throws(SettingsError) {
    guard Set(models).count == models.count else {
      throw configuration.invalid($models, must: "name each model once")
    }
    guard quantiles.count == 3, quantiles[0] < quantiles[1], quantiles[1] < quantiles[2] else {
      throw configuration.invalid($quantiles, must: "be three ascending numbers")
    }
  }
}

extension LifetimeValueSettings {
  /// Of BG/NBD and Gamma–Gamma.
  package struct BuyTillYouDie: SettingsGroup {
    @Setting(
      "clv.bgnbd.period_days", default: 7, unit: "days", in: .between(1, 365),
      "Length of the period in which BG/NBD counts repeat purchases, recency and age.")
    package var periodDays: Int

    @Setting(
      "clv.bgnbd.max_iterations", default: 500, unit: "iterations", in: .atLeast(1),
      "Most steps of the maximum-likelihood fits of BG/NBD and Gamma-Gamma.")
    package var maxIterations: Int

    @Setting(
      "clv.bgnbd.correlation_limit", default: 0.3, unit: "correlation", in: .share,
      "Gamma-Gamma assumes that order value does not depend on frequency; a larger correlation than this is reported.")
    package var correlationLimit: Double
  }
}

extension GradientBoostingSettings {
  /// A fixed number of small trees on drawn rows and features: a few customers carry most of the revenue, and no tree should
  /// follow them.
  fileprivate mutating func useSmallTrees() {
    numLeaves = 7
    lambdaL2 = 5
    featureFraction = 0.5
    baggingFraction = 0.7
    earlyStoppingRounds = nil
  }
}
