package import Numerics

/// How feature rows become inputs of a linear model, learned on the train rows: log1p of what is skewed, a value
/// where null, a column that says "no gap between orders", and limits beyond which values are clipped.
package struct LinearInputs: Sendable, Codable, Equatable {
  /// The first column that is read; those before it are not.
  package let firstColumn: Int
  /// By column that is read: value put where it is null. The median of a window's feature; the largest of one of the whole history,
  /// where null means fewer orders than it takes, so that an age or a gap is longer than any.
  package let fills: [Double]
  /// By column that is read: the limits of its input; nil without clipping.
  package private(set) var limits: [Limits]?

  package struct Limits: Sendable, Codable, Equatable {
    let lower: Double
    let upper: Double
  }

  /// - Parameters:
  ///   - features: train rows × columns.
  ///   - firstColumn: those before it are not read.
  ///   - clip: standard deviations from its mean at which an input is clipped; nil for no clipping.
  package init(
    learning features: Matrix<Float>, firstColumn: Int = 0, clip: Double? = nil, context: ExecutionContext
  ) throws(Cancelled) {
    self.firstColumn = firstColumn
    fills = try context.map(features.columns - firstColumn) { index in
      let column = firstColumn + index
      let known = features.withColumn(column) { $0.filter { !$0.isNaN }.map(Double.init) }
      return quantile(column < Feature.count ? 0.5 : 1, of: known) ?? 0
    }
    guard let clip else { return }
    let inputs = try transform(features, context: context)
    limits = try context.map(features.columns - firstColumn) { index in
      inputs.withColumn(index) { values in
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

  /// The column whose null means "no gap between orders".
  private var gapColumn: Int {
    firstColumn <= Feature.gapMean.rawValue ? Feature.gapMean.rawValue : Feature.count + HistoryFeature.meanGap.rawValue
  }

  /// Inputs without nulls: rows × (columns of `features` that are read + 1), the indicator last.
  package func transform(_ features: Matrix<Float>, context: ExecutionContext) throws(Cancelled) -> Matrix<Double> {
    try Matrix(rows: features.rows, columns: fills.count + 1, context: context) { index, rows, output in
      guard index < fills.count else {
        features.withColumn(gapColumn) { values in
          for row in rows { output[row] = values[row].isNaN ? 1 : 0 }
        }
        return
      }
      let column = firstColumn + index
      let (fill, isBounded) = (fills[index], Self.bounded.contains(column))
      let limits = limits?[index]
      features.withColumn(column) { values in
        for row in rows {
          let known = values[row].isNaN ? fill : Double(values[row])
          let input = isBounded ? known : signedLog(known)
          output[row] = limits.map { min(max(input, $0.lower), $0.upper) } ?? input
        }
      }
    }
  }

  /// Contributions of the columns of the features, 0 where a column is not read; the indicator's is that of the feature
  /// whose null it stands for.
  package func foldingIndicator(_ contributions: Matrix<Double>) -> Matrix<Double> {
    let read = contributions.columns - 1
    let unread = [Double](repeating: 0, count: contributions.rows * firstColumn)
    var folded = Matrix(
      rows: contributions.rows, columns: firstColumn + read,
      elements: unread + contributions.elements.prefix(contributions.rows * read))
    for row in 0..<folded.rows { folded[row, gapColumn] += contributions[row, read] }
    return folded
  }
}

/// sign(x) · log1p(|x|).
func signedLog(_ value: Double) -> Double {
  value < 0 ? -logOnePlus(-value) : logOnePlus(value)
}
