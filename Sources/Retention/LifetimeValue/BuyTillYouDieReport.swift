import Learning

/// BG/NBD and Gamma–Gamma beside the model that decides: `bgnbd` of `metrics.json`, and `models/bgnbd.json`.
public struct BuyTillYouDieReport: StageReport, Hashable {
  public static let key = "bgnbd"

  /// nil where too few customers came back to fit anything; written as null.
  public let fit: Fit?

  public init(_ fit: Fit?) { self.fit = fit }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    fit = container.decodeNil() ? nil : try container.decode(Fit.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let fit { try container.encode(fit) } else { try container.encodeNil() }
  }

  public struct Fit: Sendable, Hashable, Codable {
    @Nullable public var r: Double?
    @Nullable public var alpha: Double?
    @Nullable public var a: Double?
    @Nullable public var b: Double?
    @Nullable public var logLikelihood: Double?
    /// Customers.
    public let n: Int
    /// Unit of time.
    public let periodDays: Int
    /// How the search for the maximum ended.
    public let convergence: String
    public let gammaGamma: GammaGamma
    /// On the test rows of lifetime value.
    public let test: LifetimeValueReport.Errors
    public let disagreement: Disagreement

    enum CodingKeys: String, CodingKey {
      case r, alpha, a, b
      case logLikelihood = "log_likelihood"
      case n
      case periodDays = "period_days"
      case convergence
      case gammaGamma = "gamma_gamma"
      case test, disagreement
    }
  }

  public struct GammaGamma: Sendable, Hashable, Codable {
    @Nullable public var p: Double?
    @Nullable public var q: Double?
    @Nullable public var gamma: Double?
    @Nullable public var logLikelihood: Double?
    /// Correlations of order value with the number of orders, which the model assumes to be none.
    @Nullable public var pearson: Double?
    @Nullable public var spearman: Double?

    enum CodingKeys: String, CodingKey {
      case p, q, gamma
      case logLikelihood = "log_likelihood"
      case pearson, spearman
    }
  }

  /// With the model that decides, over the customers who are scored.
  public struct Disagreement: Sendable, Hashable, Codable {
    @Nullable public var spearman: Double?
    /// In units of the currency.
    @Nullable public var meanAbsolute: Double?

    enum CodingKeys: String, CodingKey {
      case spearman
      case meanAbsolute = "mean_absolute"
    }
  }
}

extension BuyTillYouDieReport.Fit {
  /// - Parameters:
  ///   - expected: value of each scored customer by this fit.
  ///   - deciding: the same by the model that decides.
  public init(
    _ fit: BuyTillYouDieFit, periodDays: Int, test scores: ValueScores, expected: [Double], deciding: [Double]
  ) {
    r = fit.purchases.r
    alpha = fit.purchases.alpha
    a = fit.purchases.a
    b = fit.purchases.b
    logLikelihood = fit.purchases.fit?.logLikelihood
    n = fit.customers.count
    self.periodDays = periodDays
    convergence = fit.purchases.fit?.convergence.outcome.rawValue ?? "unknown"
    gammaGamma = BuyTillYouDieReport.GammaGamma(
      p: fit.spend.p, q: fit.spend.q, gamma: fit.spend.gamma, logLikelihood: fit.spend.fit?.logLikelihood,
      pearson: fit.spend.association?.pearson, spearman: fit.spend.association?.spearman)
    test = LifetimeValueReport.Errors(scores)
    disagreement = BuyTillYouDieReport.Disagreement(
      spearman: Learning.spearman(expected, deciding), meanAbsolute: mae(predicted: expected, actual: deciding))
  }
}
