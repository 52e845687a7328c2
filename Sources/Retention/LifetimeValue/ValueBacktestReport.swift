/// How the models of value did at every snapshot that can be tested: `clv_backtest` of `metrics.json`, and
/// `reports/clv_backtest.json`.
package struct ValueBacktestReport: StageReport, Hashable {
  package static let key = "clv_backtest"

  package let horizonDays: Int
  /// Share of the customers that intervals were to hold.
  @Nullable package var coverageTarget: Double?
  /// Ascending by snapshot.
  package let origins: [Origin]
  /// Snapshots that could not be tested.
  package let skipped: [SkippedOrigin]
  /// Root mean square, over the origins, of the sum of the predicted values over that of the actual ones, less 1; nil for
  /// fewer than four.
  @Nullable package var levelBand: Double?
  /// Share of the customers whose value the interval held, on average over the origins.
  @Nullable package var meanCoverage: Double?
  /// Errors over those of net spend as before, on average over the origins; by name of the candidate. Below 1 where it
  /// is better.
  package let candidates: [String: Ratios]

  /// A candidate's errors over a baseline's.
  package struct Ratios: Sendable, Hashable, Codable {
    @Nullable package var rmse: Double?
    @Nullable package var mae: Double?
  }

  package struct Origin: Sendable, Hashable, Codable {
    /// ISO day.
    package let snapshot: String
    /// Number of snapshots that were learned from.
    package let trainSnapshots: Int
    /// Customers.
    package let n: Int
    /// The model that was chosen there.
    package let model: String
    /// Of the expected values.
    package let errors: LifetimeValueReport.Errors
    /// Of the medians.
    package let median: LifetimeValueReport.Errors
    /// Of net spend as before.
    package let pastSpendNet: LifetimeValueReport.Errors
    /// Errors over those of spend as before on the same customers, as invoiced and net of returns.
    package let ratios: LifetimeValueReport.Ratios
    package let ratiosNet: LifetimeValueReport.Ratios
    /// Share of the customers whose value the interval held.
    @Nullable package var coverage: Double?
    /// By name: errors over those of net spend as before.
    package let candidates: [String: ValueBacktestReport.Ratios]

    enum CodingKeys: String, CodingKey {
      case snapshot
      case trainSnapshots = "train_snapshots"
      case n, model, errors, median
      case pastSpendNet = "past_spend_net"
      case ratios = "over_past_spend"
      case ratiosNet = "over_past_spend_net"
      case coverage, candidates
    }
  }

  enum CodingKeys: String, CodingKey {
    case horizonDays = "horizon_days"
    case coverageTarget = "coverage_target"
    case origins, skipped
    case levelBand = "level_band"
    case meanCoverage = "mean_coverage"
    case candidates
  }
}

extension ValueBacktestReport {
  package init(horizonDays: Int, coverageTarget: Double, origins: [Origin], skipped: [SkippedOrigin]) {
    self.horizonDays = horizonDays
    self.origins = origins
    self.skipped = skipped
    let levels = origins.compactMap(\.errors.level)
    let names = Set(origins.flatMap(\.candidates.keys))
    candidates = Dictionary(
      uniqueKeysWithValues: names.map { name in
        let own = origins.compactMap { $0.candidates[name] }
        return (name, Ratios(rmse: Self.mean(own.compactMap(\.rmse)), mae: Self.mean(own.compactMap(\.mae))))
      })
    self.coverageTarget = coverageTarget
    meanCoverage = Self.mean(origins.compactMap(\.coverage))
    levelBand =
      levels.count >= leastOriginsForBand
      ? Self.mean(levels.map { ($0 - 1) * ($0 - 1) })?.squareRoot() : nil
  }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}

extension ValueBacktestReport.Origin {
  /// - Parameters:
  ///   - names: of the candidates; the baselines are the last ones, net spend as before the first of them.
  init(_ test: ValueTest, _ origin: RollingOrigin, names: [String], baselines: Range<Int>) {
    let scores = { (values: [Double]) in ValueScores(actual: test.values, predicted: values) }
    let all = test.predictions.expected.map(scores)
    let net = all[baselines.lowerBound]
    snapshot = origin.test.description
    trainSnapshots = origin.train.count
    n = test.values.count
    model = names[test.champion]
    errors = LifetimeValueReport.Errors(all[test.champion])
    median = LifetimeValueReport.Errors(scores(test.bounds.p50))
    pastSpendNet = LifetimeValueReport.Errors(net)
    ratios = LifetimeValueReport.Ratios(
      expected: test.expectedBesideBaselines[1], median: test.medianBesideBaselines[1])
    ratiosNet = LifetimeValueReport.Ratios(
      expected: test.expectedBesideBaselines[0], median: test.medianBesideBaselines[0])
    let ratio = { (own: Double, base: Double) in own.isFinite && base > 0 ? own / base : nil }
    candidates = Dictionary(
      uniqueKeysWithValues: zip(names, all).map { name, own in
        (name, ValueBacktestReport.Ratios(rmse: ratio(own.rmse, net.rmse), mae: ratio(own.mae, net.mae)))
      })
    coverage = Double(test.bounds.holds(test.values).count { $0 }) / Double(max(n, 1))
  }
}
