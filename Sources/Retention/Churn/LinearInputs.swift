package import Numerics

/// How feature rows become inputs of a linear model, learned on the train rows: log1p of what is skewed, a value
/// where null, a column that says "no gap between orders", and limits beyond which values are clipped.
package struct LinearInputs: Sendable, Codable, Equatable {
  /// By column: value put where it is null. The median of a window's feature; the largest of one of the whole history,
  /// where null means fewer orders than it takes, so that an age or a gap is longer than any.
  package let fills: [Double]
  /// By column: the limits of its input; nil without clipping.
  package private(set) var limits: [Limits]?

  package struct Limits: Sendable, Codable, Equatable {
    let lower: Double
    let upper: Double
  }

  /// - Parameters:
  ///   - features: train rows × columns.
  ///   - clip: standard deviations from its mean at which an input is clipped; nil for no clipping.
  package init(
    learning features: Matrix<Double>, clip: Double? = nil, context: ExecutionContext
  ) throws(Cancelled) {
    fills = try context.map(features.columns) { column in
      let known = features.withColumn(column) { $0.filter { !$0.isNaN } }
      return quantile(column < Feature.count ? 0.5 : 1, of: known) ?? 0
    }
    guard let clip else { return }
    let inputs = try transform(features, context: context)
    limits = try context.map(features.columns) { column in
      inputs.withColumn(column) { values in
        let mean = values.reduce(0, +) / Double(max(values.count, 1))
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(values.count, 1))
        let reach = clip * variance.squareRoot()
        return Limits(lower: mean - reach, upper: mean + reach)
      }
    }
  }

  /// Columns that need no logarithm: shares, signs and scores that are bounded already.
  private static let bounded: Set<Int> = {
    let features: [Feature] = [
      .returnRate, .productHHI, .engagementNormalized, .consistency, .activity, .revenueDirection, .orderDirection,
      .activeMonths,
    ]
    let history: [HistoryFeature] = [.repeatLineShare, .returnedShare]
    return Set(features.map(\.rawValue) + history.map { Feature.count + $0.rawValue })
  }()

  /// Inputs without nulls: rows × (columns of `features` + 1), the indicator last.
  package func transform(_ features: Matrix<Double>, context: ExecutionContext) throws(Cancelled) -> Matrix<Double> {
    try Matrix(rows: features.rows, columns: features.columns + 1, context: context) { column, rows, output in
      guard column < features.columns else {
        features.withColumn(Feature.gapMean.rawValue) { values in
          for row in rows { output[row] = values[row].isNaN ? 1 : 0 }
        }
        return
      }
      let (fill, isBounded) = (fills[column], Self.bounded.contains(column))
      let limits = limits?[column]
      features.withColumn(column) { values in
        for row in rows {
          let known = values[row].isNaN ? fill : values[row]
          let input = isBounded ? known : signedLog(known)
          output[row] = limits.map { min(max(input, $0.lower), $0.upper) } ?? input
        }
      }
    }
  }

  /// Folds the indicator's contribution into the feature whose null it stands for.
  package func foldingIndicator(_ contributions: Matrix<Double>) -> Matrix<Double> {
    let columns = contributions.columns - 1
    var folded = Matrix(
      rows: contributions.rows, columns: columns,
      elements: Array(contributions.elements.prefix(contributions.rows * columns)))
    for row in 0..<folded.rows {
      folded[row, Feature.gapMean.rawValue] += contributions[row, columns]
    }
    return folded
  }
}

/// sign(x) · log1p(|x|).
func signedLog(_ value: Double) -> Double {
  value < 0 ? -logOnePlus(-value) : logOnePlus(value)
}
