import Learning

/// How well lifetime value is predicted, beside its baselines: `clv` of `metrics.json`. Figures are of the test rows.
package struct LifetimeValueReport: StageReport, Hashable {
  package static let key = "clv"

  /// `time`: a later period; `customer`: other customers.
  package let holdout: String
  /// ISO day.
  package let testSnapshot: String
  /// Customers of the test.
  package let testCount: Int
  /// Name of the plugin.
  package let model: String
  package let errors: Errors
  /// Share of the customers whose value the interval held.
  @Nullable package var coverage: Double?
  /// Share that it was to hold.
  @Nullable package var coverageTarget: Double?
  /// Sum of the predicted values over that of the actual ones; nil where nothing was spent.
  @Nullable package var level: Double?
  /// Share of the absolute error that the hundredth of the customers with the largest errors carries.
  @Nullable package var topErrorShare: Double?
  package let deciles: [Decile]
  package let baselines: Baselines

  /// Errors in units of the currency.
  package struct Errors: Sendable, Hashable, Codable {
    @Nullable package var mae: Double?
    @Nullable package var rmse: Double?
    @Nullable package var spearman: Double?
    /// Normalised.
    @Nullable package var gini: Double?

    package init(_ scores: ValueScores) {
      mae = scores.mae
      rmse = scores.rmse
      spearman = scores.spearman
      gini = scores.gini
    }
  }

  /// A tenth of the test customers by predicted value.
  package struct Decile: Sendable, Hashable, Codable {
    package let decile: Int
    package let n: Int
    @Nullable package var meanPredicted: Double?
    @Nullable package var meanActual: Double?

    enum CodingKeys: String, CodingKey {
      case decile, n
      case meanPredicted = "mean_predicted"
      case meanActual = "mean_actual"
    }
  }

  package struct Baselines: Sendable, Hashable, Codable {
    /// The mean of the training customers.
    package let mean: Errors
    /// Revenue of the window, scaled to the horizon.
    package let pastSpend: Errors

    enum CodingKeys: String, CodingKey {
      case mean
      case pastSpend = "past_spend"
    }
  }
}

extension LifetimeValueReport {
  /// - Parameter model: name of the plugin.
  package init(_ outcome: LifetimeValueOutcome, model: String, coverageTarget: Double) {
    holdout = outcome.holdout
    testSnapshot = outcome.testSnapshot.description
    testCount = outcome.testRows.count
    self.model = model
    errors = Errors(outcome.scores)
    coverage = outcome.coverage
    self.coverageTarget = coverageTarget
    let (predicted, actual) = (outcome.predictions.expected, outcome.testRows.labels)
    level = actual.contains { $0 > 0 } ? predicted.reduce(0, +) / actual.reduce(0, +) : nil
    topErrorShare = Self.topShare(of: zip(predicted, actual).map { abs($0 - $1) })
    deciles = calibrationByDecile(predicted: outcome.predictions.expected, actual: outcome.testRows.labels).map {
      Decile(decile: $0.decile, n: $0.count, meanPredicted: $0.meanPredicted, meanActual: $0.meanActual)
    }
    baselines = Baselines(mean: Errors(outcome.meanScores), pastSpend: Errors(outcome.pastSpendScores))
  }
}

extension LifetimeValueReport {
  /// What the largest hundredth of some amounts, at least one of them, is of their sum; nil where that is 0.
  package static func topShare(of amounts: [Double]) -> Double? {
    let sum = amounts.reduce(0, +)
    guard sum > 0 else { return nil }
    return amounts.sorted(by: >).prefix(max(1, amounts.count / 100)).reduce(0, +) / sum
  }
}

// MARK: - Coding

extension LifetimeValueReport {
  /// All but `errors`, which stand on the same level.
  enum CodingKeys: String, CodingKey {
    case holdout
    case testSnapshot = "test_snapshot"
    case testCount = "n_test"
    case model
    case coverage = "coverage_80"
    case coverageTarget = "coverage_target"
    case level
    case topErrorShare = "top_error_share"
    case deciles, baselines
  }

  package init(from decoder: any Decoder) throws {
    errors = try Errors(from: decoder)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    holdout = try container.decode(String.self, forKey: .holdout)
    testSnapshot = try container.decode(String.self, forKey: .testSnapshot)
    testCount = try container.decode(Int.self, forKey: .testCount)
    model = try container.decode(String.self, forKey: .model)
    _coverage = try container.decode(Nullable<Double>.self, forKey: .coverage)
    _coverageTarget = try container.decode(Nullable<Double>.self, forKey: .coverageTarget)
    _level = try container.decode(Nullable<Double>.self, forKey: .level)
    _topErrorShare = try container.decode(Nullable<Double>.self, forKey: .topErrorShare)
    deciles = try container.decode([Decile].self, forKey: .deciles)
    baselines = try container.decode(Baselines.self, forKey: .baselines)
  }

  package func encode(to encoder: any Encoder) throws {
    try errors.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(holdout, forKey: .holdout)
    try container.encode(testSnapshot, forKey: .testSnapshot)
    try container.encode(testCount, forKey: .testCount)
    try container.encode(model, forKey: .model)
    try container.encode(_coverage, forKey: .coverage)
    try container.encode(_coverageTarget, forKey: .coverageTarget)
    try container.encode(_level, forKey: .level)
    try container.encode(_topErrorShare, forKey: .topErrorShare)
    try container.encode(deciles, forKey: .deciles)
    try container.encode(baselines, forKey: .baselines)
  }
}
