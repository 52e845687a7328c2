/// How the churn models did at every snapshot that can be tested: `churn_backtest` of `metrics.json`, and
/// `reports/churn_backtest.json`.
package struct ChurnBacktestReport: StageReport, Hashable {
  package static let key = "churn_backtest"

  package let horizonDays: Int
  /// Ascending by snapshot.
  package let origins: [Origin]
  /// Snapshots that could not be tested.
  package let skipped: [SkippedOrigin]
  /// Root mean square, over the origins, of mean predicted less actual share of churners; nil for fewer than four.
  @Nullable package var levelBand: Double?
  /// Means over the origins.
  @Nullable package var meanAUC: Double?
  @Nullable package var meanGain: Double?
  @Nullable package var meanECELevelRemoved: Double?
  @Nullable package var meanECEByChance: Double?

  package struct Origin: Sendable, Hashable, Codable {
    /// ISO day.
    package let snapshot: String
    /// Number of snapshots that were learned from.
    package let trainSnapshots: Int
    /// Customers.
    package let n: Int
    @Nullable package var prevalence: Double?
    @Nullable package var meanPredicted: Double?
    /// The model that was chosen there.
    package let champion: String
    @Nullable package var auc: Double?
    @Nullable package var aucLow: Double?
    @Nullable package var aucHigh: Double?
    /// Of days since the last order alone.
    @Nullable package var recencyAUC: Double?
    /// AUC less that of recency, on the same customers.
    @Nullable package var gain: Double?
    @Nullable package var gainLow: Double?
    @Nullable package var gainHigh: Double?
    @Nullable package var logLoss: Double?
    @Nullable package var ece: Double?
    /// After all log-odds were shifted so that the mean probability is the share of churners.
    @Nullable package var eceLevelRemoved: Double?
    @Nullable package var eceByChance: Double?

    enum CodingKeys: String, CodingKey {
      case snapshot
      case trainSnapshots = "train_snapshots"
      case n, prevalence
      case meanPredicted = "mean_predicted"
      case champion, auc
      case aucLow = "auc_low"
      case aucHigh = "auc_high"
      case recencyAUC = "recency_auc"
      case gain
      case gainLow = "gain_low"
      case gainHigh = "gain_high"
      case logLoss = "log_loss"
      case ece
      case eceLevelRemoved = "ece_level_removed"
      case eceByChance = "ece_by_chance"
    }
  }

  enum CodingKeys: String, CodingKey {
    case horizonDays = "horizon_days"
    case origins, skipped
    case levelBand = "level_band"
    case meanAUC = "mean_auc"
    case meanGain = "mean_gain"
    case meanECELevelRemoved = "mean_ece_level_removed"
    case meanECEByChance = "mean_ece_by_chance"
  }
}

extension ChurnBacktestReport {
  package init(horizonDays: Int, origins: [Origin], skipped: [SkippedOrigin]) {
    self.horizonDays = horizonDays
    self.origins = origins
    self.skipped = skipped
    func mean(_ value: (Origin) -> Double?) -> Double? {
      let known = origins.compactMap(value)
      return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
    }
    meanAUC = mean(\.auc)
    meanGain = mean(\.gain)
    meanECELevelRemoved = mean(\.eceLevelRemoved)
    meanECEByChance = mean(\.eceByChance)
    let squares = mean { origin in
      origin.meanPredicted.flatMap { predicted in origin.prevalence.map { (predicted - $0) * (predicted - $0) } }
    }
    levelBand = origins.count >= leastOriginsForBand ? squares?.squareRoot() : nil
  }
}
