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
  /// Name of the plugin that scores customers, chosen by out-of-fold predictions.
  package let model: String
  /// Why, in words.
  package let reason: String
  /// Share of the customers whom the tested models learned from, 0 to 1; below 1 for a sample.
  @Nullable package var trainingShare: Double?
  /// Share of the customers whom they were tested on, 0 to 1; below 1 for a sample.
  @Nullable package var testShare: Double?
  package let errors: Errors
  /// Of the medians, `clv_p50`.
  package let median: Errors
  /// Share of the customers whose value the interval held.
  @Nullable package var coverage: Double?
  /// Share that it was to hold.
  @Nullable package var coverageTarget: Double?
  /// What test customers who churned brought all the same, as a share of what those who stayed brought, at the same
  /// expected value.
  @Nullable package var lapsedShare: Double?
  /// Sum of the scored customers' expected values over what they brought in the same number of days before, less returns:
  /// how much more, or less, than of late they are taken to spend. The test cannot show the season to come.
  @Nullable package var overLastHorizon: Double?
  /// What all values of the scored customers were multiplied by, towards spend as before.
  @Nullable package var levelFactor: Double?
  /// Tests at earlier snapshots; nil where none are stored.
  package var backtest: Backtest?
  /// By fifths of the expected value, the largest first.
  package let coverageByValue: [Fifth]
  /// By segment; empty where the naming is not of whole histories.
  package let coverageBySegment: [Segment]
  /// Share of the scored customers whose expected value lies above what the quantiles say, so that their interval was
  /// widened to hold it: a few large values make a mean that most customers do not reach.
  @Nullable package var aboveHighShare: Double?
  /// Share of the absolute error that the hundredth of the customers with the largest errors carries.
  @Nullable package var topErrorShare: Double?
  package let deciles: [Decile]
  package let baselines: Baselines
  /// Errors of the expected values over those of spend as before, as invoiced and net of returns, on the same customers.
  package let ratios: Ratios
  package let ratiosNet: Ratios
  /// By name of the plugin.
  package let candidates: [String: Candidate]

  /// What tests at earlier snapshots, each with what was known there, came to.
  package struct Backtest: Sendable, Hashable, Codable {
    /// Root mean square of the sum of predicted over that of actual values, less 1; nil for fewer than four tests.
    @Nullable package var levelBand: Double?
    /// Least and largest of these ratios.
    @Nullable package var leastLevel: Double?
    @Nullable package var largestLevel: Double?
    /// Share of the customers whose value the interval held, on average.
    @Nullable package var coverage: Double?
    /// Tests.
    package let origins: Int
    /// Name of the run that made them.
    package let run: String

    enum CodingKeys: String, CodingKey {
      case levelBand = "level_band"
      case leastLevel = "least_level"
      case largestLevel = "largest_level"
      case coverage, origins, run
    }

    package init(_ report: ValueBacktestReport, run: String) {
      levelBand = report.levelBand
      let levels = report.origins.compactMap(\.errors.level)
      leastLevel = levels.min()
      largestLevel = levels.max()
      coverage = report.meanCoverage
      origins = report.origins.count
      self.run = run
    }
  }

  /// Errors in units of the currency.
  package struct Errors: Sendable, Hashable, Codable {
    @Nullable package var mae: Double?
    @Nullable package var rmse: Double?
    @Nullable package var spearman: Double?
    /// Normalised.
    @Nullable package var gini: Double?
    /// Sum of the predicted values over that of the actual ones; nil where nothing was spent.
    @Nullable package var level: Double?

    package init(_ scores: ValueScores) {
      mae = scores.mae
      rmse = scores.rmse
      spearman = scores.spearman
      gini = scores.gini
      level = scores.level
    }
  }

  /// A ratio of two errors on the same customers, with its paired bootstrap interval.
  package struct Ratio: Sendable, Hashable, Codable {
    package let estimate: Double
    package let low: Double
    package let high: Double

    init(_ interval: MetricInterval) {
      (estimate, low, high) = (interval.estimate, interval.lower, interval.upper)
    }
  }

  /// Below 1 where the prediction is better than the baseline.
  package struct Ratios: Sendable, Hashable, Codable {
    @Nullable package var rmse: Ratio?
    @Nullable package var mae: Ratio?
    /// Of the medians.
    @Nullable package var medianMAE: Ratio?

    enum CodingKeys: String, CodingKey {
      case rmse, mae
      case medianMAE = "median_mae"
    }

    init(expected: PairedErrors, median: PairedErrors) {
      rmse = expected.squared?.rootRatio.map(Ratio.init)
      mae = expected.absolute?.ratio.map(Ratio.init)
      medianMAE = median.absolute?.ratio.map(Ratio.init)
    }

    /// Whether an error is larger than the baseline's beyond what chance explains.
    package var isWorse: Bool { (rmse?.low ?? 0) > 1 || (mae?.low ?? 0) > 1 }
  }

  /// A model's errors on the test customers, and those that it was chosen by: on rows of all train snapshots, each
  /// predicted by a fit without its customer, with the weights of training.
  package struct Candidate: Sendable, Hashable, Codable {
    package let test: Errors
    package let outOfFold: OutOfFold

    enum CodingKeys: String, CodingKey {
      case outOfFold = "out_of_fold"
    }

    init(test: Errors, outOfFold: OutOfFold) {
      self.test = test
      self.outOfFold = outOfFold
    }

    package init(from decoder: any Decoder) throws {
      test = try Errors(from: decoder)
      outOfFold = try decoder.container(keyedBy: CodingKeys.self).decode(OutOfFold.self, forKey: .outOfFold)
    }

    package func encode(to encoder: any Encoder) throws {
      try test.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(outOfFold, forKey: .outOfFold)
    }
  }

  package struct OutOfFold: Sendable, Hashable, Codable {
    @Nullable package var mae: Double?
    @Nullable package var rmse: Double?
    @Nullable package var level: Double?

    init(_ predicted: [Double], _ rows: LabelledRows) {
      var (absolute, squared, sum, actual, weights) = (0.0, 0.0, 0.0, 0.0, 0.0)
      for row in predicted.indices {
        let weight = rows.weights?[row] ?? 1
        let error = predicted[row] - rows.labels[row]
        absolute += weight * abs(error)
        squared += weight * error * error
        sum += weight * predicted[row]
        actual += weight * rows.labels[row]
        weights += weight
      }
      mae = absolute / weights
      rmse = (squared / weights).squareRoot()
      level = actual > 0 ? sum / actual : nil
    }
  }

  /// Test customers of one segment, as named from what was known before the test snapshot.
  package struct Segment: Sendable, Hashable, Codable {
    package let segment: String
    package let n: Int
    @Nullable package var coverage: Double?
  }

  /// A fifth of the test customers by expected value.
  package struct Fifth: Sendable, Hashable, Codable {
    package let fifth: Int
    package let n: Int
    @Nullable package var coverage: Double?
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
    /// The same net of the returns that are known.
    package let pastSpendNet: Errors

    enum CodingKeys: String, CodingKey {
      case mean
      case pastSpend = "past_spend"
      case pastSpendNet = "past_spend_net"
    }
  }
}

extension LifetimeValueReport {
  /// - Parameters:
  ///   - segments: names of the groups.
  ///   - lapsed: whether each test customer churned; nil where it is unknown.
  package init(
    _ outcome: LifetimeValueOutcome, coverageTarget: Double, segments: [String] = [], lapsed: [Bool]? = nil
  ) {
    lapsedShare = lapsed.flatMap {
      lapsedValueShare(values: outcome.testRows.labels, expected: outcome.expected, lapsed: $0)
    }
    let actual = outcome.testRows.labels
    holdout = outcome.holdout
    testSnapshot = outcome.testSnapshot.description
    testCount = outcome.testRows.count
    model = outcome.champion
    reason = outcome.choice.reasons.joined(separator: "; ")
    trainingShare = outcome.trainingShare
    testShare = outcome.testShare
    errors = Errors(outcome.scores)
    median = Errors(outcome.scores(outcome.bounds.p50))
    coverage = outcome.coverage
    levelFactor = outcome.scored.levelFactor
    self.coverageTarget = coverageTarget
    coverageByValue = Self.fifths(outcome.covered, by: outcome.expected)
    coverageBySegment = Self.segments(outcome.covered, outcome.testGroups ?? [], segments)
    let isAbove = outcome.scored.bounds.isAbove
    aboveHighShare = Double(isAbove.count { $0 }) / Double(isAbove.count)
    topErrorShare = Self.topShare(of: zip(outcome.expected, actual).map { abs($0 - $1) })
    deciles = calibrationByDecile(predicted: outcome.expected, actual: actual).map {
      Decile(decile: $0.decile, n: $0.count, meanPredicted: $0.meanPredicted, meanActual: $0.meanActual)
    }
    let (net, gross) = (outcome.baselines.lowerBound, outcome.baselines.lowerBound + 1)
    let errors = outcome.predictions.expected.map { Errors(outcome.scores($0)) }
    baselines = Baselines(
      mean: Errors(outcome.scores(outcome.predictions.mean)), pastSpend: errors[gross], pastSpendNet: errors[net])
    let (expected, medians) = (outcome.expectedBesideBaselines, outcome.medianBesideBaselines)
    ratios = Ratios(expected: expected[1], median: medians[1])
    ratiosNet = Ratios(expected: expected[0], median: medians[0])
    candidates = Dictionary(
      uniqueKeysWithValues: outcome.names.indices.map { index in
        (outcome.names[index], Candidate(test: errors[index], outOfFold: outcome.outOfFold[index]))
      })
  }

  private static func segments(_ covered: [Bool], _ groups: [Int32], _ names: [String]) -> [Segment] {
    let rows = Dictionary(grouping: groups.indices) { groups[$0] }
    return names.indices.compactMap { group in
      rows[Int32(group)].map { rows in
        Segment(
          segment: names[group], n: rows.count, coverage: Double(rows.count { covered[$0] }) / Double(rows.count))
      }
    }
  }

  private static func fifths(_ covered: [Bool], by expected: [Double]) -> [Fifth] {
    let order = expected.indices.sorted { (expected[$1], $0) < (expected[$0], $1) }
    return (0..<5).map { fifth in
      let rows = order[order.count * fifth / 5..<order.count * (fifth + 1) / 5]
      return Fifth(
        fifth: fifth + 1, n: rows.count, coverage: Double(rows.count { covered[$0] }) / Double(rows.count))
    }
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
    case model, reason
    case trainingShare = "training_share"
    case testShare = "test_share"
    case median
    case coverage = "coverage_80"
    case coverageTarget = "coverage_target"
    case coverageByValue = "coverage_by_value"
    case coverageBySegment = "coverage_by_segment"
    case aboveHighShare = "above_high_share"
    case lapsedShare = "lapsed_share"
    case overLastHorizon = "over_last_horizon"
    case levelFactor = "level_factor"
    case backtest
    case topErrorShare = "top_error_share"
    case deciles, baselines
    case ratios = "over_past_spend"
    case ratiosNet = "over_past_spend_net"
    case candidates
  }

  package init(from decoder: any Decoder) throws {
    errors = try Errors(from: decoder)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    holdout = try container.decode(String.self, forKey: .holdout)
    testSnapshot = try container.decode(String.self, forKey: .testSnapshot)
    testCount = try container.decode(Int.self, forKey: .testCount)
    model = try container.decode(String.self, forKey: .model)
    reason = try container.decode(String.self, forKey: .reason)
    _trainingShare = try container.decode(Nullable<Double>.self, forKey: .trainingShare)
    _testShare = try container.decode(Nullable<Double>.self, forKey: .testShare)
    median = try container.decode(Errors.self, forKey: .median)
    _coverage = try container.decode(Nullable<Double>.self, forKey: .coverage)
    _coverageTarget = try container.decode(Nullable<Double>.self, forKey: .coverageTarget)
    coverageByValue = try container.decode([Fifth].self, forKey: .coverageByValue)
    coverageBySegment = try container.decodeIfPresent([Segment].self, forKey: .coverageBySegment) ?? []
    _overLastHorizon = try container.decode(Nullable<Double>.self, forKey: .overLastHorizon)
    _levelFactor = try container.decode(Nullable<Double>.self, forKey: .levelFactor)
    backtest = try container.decodeIfPresent(Backtest.self, forKey: .backtest)
    _lapsedShare = try container.decode(Nullable<Double>.self, forKey: .lapsedShare)
    _aboveHighShare = try container.decode(Nullable<Double>.self, forKey: .aboveHighShare)
    _topErrorShare = try container.decode(Nullable<Double>.self, forKey: .topErrorShare)
    deciles = try container.decode([Decile].self, forKey: .deciles)
    baselines = try container.decode(Baselines.self, forKey: .baselines)
    ratios = try container.decode(Ratios.self, forKey: .ratios)
    ratiosNet = try container.decode(Ratios.self, forKey: .ratiosNet)
    candidates = try container.decode([String: Candidate].self, forKey: .candidates)
  }

  package func encode(to encoder: any Encoder) throws {
    try errors.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(holdout, forKey: .holdout)
    try container.encode(testSnapshot, forKey: .testSnapshot)
    try container.encode(testCount, forKey: .testCount)
    try container.encode(model, forKey: .model)
    try container.encode(reason, forKey: .reason)
    try container.encode(_trainingShare, forKey: .trainingShare)
    try container.encode(_testShare, forKey: .testShare)
    try container.encode(median, forKey: .median)
    try container.encode(_coverage, forKey: .coverage)
    try container.encode(_coverageTarget, forKey: .coverageTarget)
    try container.encode(coverageByValue, forKey: .coverageByValue)
    try container.encode(coverageBySegment, forKey: .coverageBySegment)
    try container.encode(_overLastHorizon, forKey: .overLastHorizon)
    try container.encode(_levelFactor, forKey: .levelFactor)
    try container.encode(backtest, forKey: .backtest)
    try container.encode(_lapsedShare, forKey: .lapsedShare)
    try container.encode(_aboveHighShare, forKey: .aboveHighShare)
    try container.encode(_topErrorShare, forKey: .topErrorShare)
    try container.encode(deciles, forKey: .deciles)
    try container.encode(baselines, forKey: .baselines)
    try container.encode(ratios, forKey: .ratios)
    try container.encode(ratiosNet, forKey: .ratiosNet)
    try container.encode(candidates, forKey: .candidates)
  }
}
