import Learning

/// BG/NBD and Gamma–Gamma beside the model that decides: `bgnbd` of `metrics.json`, and `models/bgnbd.json`.
package struct BuyTillYouDieReport: StageReport, Hashable {
  package static let key = "bgnbd"

  /// nil where too few customers came back to fit anything; written as null.
  package let fit: Fit?

  package init(_ fit: Fit?) { self.fit = fit }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    fit = container.decodeNil() ? nil : try container.decode(Fit.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let fit { try container.encode(fit) } else { try container.encodeNil() }
  }

  package struct Fit: Sendable, Hashable, Codable {
    @Nullable package var r: Double?
    @Nullable package var alpha: Double?
    @Nullable package var a: Double?
    @Nullable package var b: Double?
    @Nullable package var logLikelihood: Double?
    /// Whether the likelihood shows that customers drop out; where it is false, `p_alive` is unknown.
    @Nullable package var dropoutIsIdentified: Bool?
    /// Customers whom it was fitted to.
    package let n: Int
    /// Unit of time.
    package let periodDays: Int
    /// How the search for the maximum ended.
    package let convergence: String
    package let gammaGamma: GammaGamma
    /// On the test rows of lifetime value.
    package let test: LifetimeValueReport.Errors
    package let disagreement: Disagreement

    enum CodingKeys: String, CodingKey {
      case r, alpha, a, b
      case logLikelihood = "log_likelihood"
      case dropoutIsIdentified = "dropout_is_identified"
      case n
      case periodDays = "period_days"
      case convergence
      case gammaGamma = "gamma_gamma"
      case test, disagreement
    }
  }

  package struct GammaGamma: Sendable, Hashable, Codable {
    @Nullable package var p: Double?
    @Nullable package var q: Double?
    @Nullable package var gamma: Double?
    @Nullable package var logLikelihood: Double?
    /// How the search ended; `atBoundary` where the data do not determine the size of a parameter.
    package let convergence: String
    /// Correlations of order value with the number of orders, which the model assumes to be none.
    @Nullable package var pearson: Double?
    @Nullable package var spearman: Double?

    enum CodingKeys: String, CodingKey {
      case p, q, gamma
      case logLikelihood = "log_likelihood"
      case convergence
      case pearson, spearman
    }
  }

  /// With the model that decides, over the customers who are scored.
  package struct Disagreement: Sendable, Hashable, Codable {
    @Nullable package var spearman: Double?
    /// In units of the currency.
    @Nullable package var meanAbsolute: Double?

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
  package init(
    _ fit: BuyTillYouDieFit, periodDays: Int, test scores: ValueScores, expected: [Double], deciding: [Double]
  ) {
    r = fit.purchases.r
    alpha = fit.purchases.alpha
    a = fit.purchases.a
    b = fit.purchases.b
    logLikelihood = fit.purchases.fit?.logLikelihood
    dropoutIsIdentified = fit.purchases.dropoutIsIdentified
    n = fit.fittedCustomers
    self.periodDays = periodDays
    convergence = fit.purchases.fit?.convergence.outcome.rawValue ?? "unknown"
    gammaGamma = BuyTillYouDieReport.GammaGamma(
      p: fit.spend.p, q: fit.spend.q, gamma: fit.spend.gamma, logLikelihood: fit.spend.fit?.logLikelihood,
      convergence: fit.spend.fit?.convergence.outcome.rawValue ?? "unknown", pearson: fit.spend.association?.pearson,
      spearman: fit.spend.association?.spearman)
    test = LifetimeValueReport.Errors(scores)
    disagreement = BuyTillYouDieReport.Disagreement(
      spearman: Learning.spearman(expected, deciding), meanAbsolute: mae(predicted: expected, actual: deciding))
  }
}
