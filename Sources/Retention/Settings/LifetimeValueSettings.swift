public import Settings

/// How a customer's future revenue is predicted.
public struct LifetimeValueSettings: Sendable, Hashable {
  public let horizonDays: Int
  /// Name of the clv plugin whose predictions decide.
  public let model: String
  public let objective: Objective
  /// 1.1 to 1.9.
  public let tweedieVariancePower: Double
  /// Three, ascending: low, middle and high.
  public let quantiles: [Double]
  /// Share of customers that the interval from low to high shall hold.
  public let coverage: Double
  /// Share of training customers held out to calibrate the interval.
  public let calibrationShare: Double
  /// Fewest training customers.
  public let minCustomers: Int
  public let trees: TreeHyperparameters
  public let buyTillYouDie: BuyTillYouDie

  public enum Objective: String, SettingChoice {
    case tweedie, l2
  }

  /// Of BG/NBD and Gamma–Gamma.
  public struct BuyTillYouDie: Sendable, Hashable {
    /// Length of the period in which repeat purchases, recency and age are counted.
    public let periodDays: Int
    public let maxIterations: Int
    /// |ρ| of frequency and order value above which Gamma–Gamma's assumption is flagged.
    public let correlationLimit: Double
  }
}

extension LifetimeValueSettings {
  /// - Throws: `SettingsError` for quantiles that are not three ascending ones.
  public init(_ configuration: Configuration) throws(SettingsError) {
    horizonDays = configuration[LifetimeValueParameters.horizonDays]
    model = configuration[LifetimeValueParameters.model]
    objective = configuration[LifetimeValueParameters.objective]
    tweedieVariancePower = configuration[LifetimeValueParameters.tweedieVariancePower]
    quantiles = configuration[LifetimeValueParameters.quantiles]
    coverage = configuration[LifetimeValueParameters.coverage]
    calibrationShare = configuration[LifetimeValueParameters.calibrationShare]
    minCustomers = configuration[LifetimeValueParameters.minCustomers]
    trees = try TreeHyperparameters(configuration, LifetimeValueParameters.trees)
    buyTillYouDie = BuyTillYouDie(
      periodDays: configuration[LifetimeValueParameters.periodDays],
      maxIterations: configuration[LifetimeValueParameters.maxIterations],
      correlationLimit: configuration[LifetimeValueParameters.correlationLimit])
    guard quantiles.count == 3, quantiles[0] < quantiles[1], quantiles[1] < quantiles[2] else {
      throw configuration.invalid(LifetimeValueParameters.quantiles, must: "be three ascending numbers")
    }
  }
}
