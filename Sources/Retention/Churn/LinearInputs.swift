public import Numerics

/// How feature rows become inputs of a linear model, learned on the train rows: log1p of what is skewed, the train
/// median where null, and a column that says "no gap between orders".
public struct LinearInputs: Sendable, Codable, Equatable {
  /// By feature: value put where the feature is null.
  public let medians: [Double]

  /// - Parameter features: train rows × 33.
  public init(learning features: Matrix<Double>) {
    medians = (0..<features.columns).map { column in
      let known = features.withColumn(column) { $0.filter { !$0.isNaN } }
      return quantile(0.5, of: known) ?? 0
    }
  }

  /// Inputs in order: the 33 features, then the indicator.
  public static let names = Feature.allCases.map(\.name) + ["no_gap"]

  /// Signs that need no logarithm: shares, signs and scores that are bounded already.
  private static let bounded: Set<Feature> = [
    .returnRate, .productHHI, .engagementNormalized, .consistency, .activity, .revenueDirection, .orderDirection,
    .activeMonths,
  ]

  /// rows × 34, without nulls.
  public func transform(_ features: Matrix<Double>) -> Matrix<Double> {
    let columns = Feature.allCases.map { feature in
      features.withColumn(feature.rawValue) { column in
        column.map { value in
          let known = value.isNaN ? medians[feature.rawValue] : value
          return Self.bounded.contains(feature) ? known : signedLog(known)
        }
      }
    }
    let noGap = features.withColumn(Feature.gapMean.rawValue) { $0.map { $0.isNaN ? 1.0 : 0.0 } }
    return Matrix(columns: columns + [noGap])
  }

  /// Folds the indicator's contribution into the feature whose null it stands for.
  public func foldingIndicator(_ contributions: Matrix<Double>) -> Matrix<Double> {
    var folded = contributions.selectingColumns(Array(0..<Feature.count))
    for row in 0..<folded.rows {
      folded[row, Feature.gapMean.rawValue] += contributions[row, Feature.count]
    }
    return folded
  }
}

/// sign(x) · log1p(|x|).
func signedLog(_ value: Double) -> Double {
  value < 0 ? -logOnePlus(-value) : logOnePlus(value)
}
