import Learning
package import Numerics

/// What a customer's past spend alone says of the value to come: s = Σ βₖ xₖ + .001 ȳ with β ≥ 0, where x are the spend
/// columns and a constant, and ȳ is the mean value.
///
/// Trees cannot predict beyond the values they saw, and the few largest customers always lie there. They learn each
/// customer's ratio to this scale instead.
package struct ValueScale: Sendable, Codable, Equatable {
  /// One per predictor.
  package let coefficients: [Double]
  /// Share of the mean value that everybody has beside.
  package let constant: Double
  /// Whether the last predictor is `SpendColumn.buyTillYouDie`.
  package let usesBuyTillYouDie: Bool

  /// The spend columns that are added up, in the order of the coefficients. `gross` is none: returns predict nothing.
  private static func predictors(_ usesBuyTillYouDie: Bool) -> [SpendColumn] {
    [.net, .rate, .decayed60d, .decayed120d] + (usesBuyTillYouDie ? [.buyTillYouDie] : [])
  }

  /// Rounds of reweighting.
  private static let rounds = 6

  /// Minimizes Σ w (y − s)² / μ, the quasi-likelihood of a variance proportional to the mean: μ begins at net spend plus
  /// a tenth of ȳ, and moves half way to s in each of six rounds.
  ///
  /// - Parameter rows: with spend, values as labels, and their weights.
  /// - Throws: `Cancelled`.
  package init(_ rows: LabelledRows, context: ExecutionContext) throws(Cancelled) {
    guard let spend = rows.spend else { preconditionFailure("models of value read spend") }
    let weights = rows.weights ?? [Double](repeating: 1, count: rows.count)
    let total = weights.reduce(0, +)
    let mean = total > 0 ? zip(weights, rows.labels).reduce(0) { $0 + $1.0 * $1.1 } / total : 0
    usesBuyTillYouDie = spend.buyTillYouDie != nil
    let predictors = Self.predictors(usesBuyTillYouDie)
    guard mean > 0 else {
      (coefficients, constant) = ([Double](repeating: 0, count: predictors.count), 1)
      return
    }
    let least = 0.001 * mean
    let columns = predictors.map { spend.column($0) } + [[Double](repeating: mean, count: rows.count)]
    var means = zip(spend.column(.net), rows.labels).map { $0.0 + 0.1 * mean }
    var beta = [Double](repeating: 0, count: columns.count)
    for _ in 0..<Self.rounds {
      try context.checkCancellation()
      beta = Self.solution(columns, rows.labels.map { $0 - least }, zip(weights, means).map { $0 / $1 })
      for row in means.indices {
        var scale = least
        for column in columns.indices { scale += beta[column] * columns[column][row] }
        means[row] = means[row] / 2 + max(scale, 0.05 * mean) / 2
      }
    }
    coefficients = Array(beta.dropLast())
    constant = least + beta[beta.count - 1] * mean
  }

  private init(coefficients: [Double], constant: Double, usesBuyTillYouDie: Bool) {
    (self.coefficients, self.constant, self.usesBuyTillYouDie) = (coefficients, constant, usesBuyTillYouDie)
  }

  /// The same with all scales times a factor.
  func scaled(by factor: Double) -> ValueScale {
    ValueScale(
      coefficients: coefficients.map { $0 * factor }, constant: constant * factor, usesBuyTillYouDie: usesBuyTillYouDie)
  }

  private static func solution(_ columns: [[Double]], _ targets: [Double], _ weights: [Double]) -> [Double] {
    let count = columns.count
    var gram = Matrix<Double>(rows: count, columns: count)
    var moments = [Double](repeating: 0, count: count)
    for first in 0..<count {
      for second in 0...first {
        var sum = 0.0
        for row in weights.indices { sum += weights[row] * columns[first][row] * columns[second][row] }
        gram[first, second] = sum
        gram[second, first] = sum
      }
      for row in weights.indices { moments[first] += weights[row] * columns[first][row] * targets[row] }
    }
    // Columns of length 1.
    let lengths = (0..<count).map { gram[$0, $0] > 0 ? gram[$0, $0].squareRoot() : 1 }
    for first in 0..<count {
      for second in 0..<count { gram[first, second] /= lengths[first] * lengths[second] }
      moments[first] /= lengths[first]
    }
    return zip(nonNegativeLeastSquares(gram: gram, moments: moments), lengths).map { $0 / $1 }
  }

  /// Scale of each row, > 0, in units of the currency.
  package func scales(of spend: SpendInputs?, context: ExecutionContext) throws(Cancelled) -> [Double] {
    guard let spend else { preconditionFailure("models of value read spend") }
    let predictors = Self.predictors(usesBuyTillYouDie)
    return try context.array(of: spend.values.rows) { rows, output in
      for row in rows {
        var scale = constant
        for (coefficient, predictor) in zip(coefficients, predictors) where coefficient > 0 {
          scale += coefficient * spend.values[row, predictor.rawValue]
        }
        output[row] = scale
      }
    }
  }
}

/// The scale alone as the prediction.
package struct ScaleLearner: LifetimeValueLearner {
  package init() {}

  package func fit(
    _ training: LabelledRows, validation: LabelledRows, context: ExecutionContext
  ) throws -> any LifetimeValueModel {
    ScaleModel(scale: try ValueScale(training, context: context))
  }
}

package struct ScaleModel: LifetimeValueModel {
  package let scale: ValueScale

  package func expectedValue(_ rows: SnapshotRows, context: ExecutionContext) throws -> [Double] {
    try scale.scales(of: rows.spend, context: context)
  }

  package func factors(_ rows: SnapshotRows, context: ExecutionContext) throws -> ValueFactors? {
    ValueFactors(scales: try scale.scales(of: rows.spend, context: context))
  }

  package var files: [ModelFile] { get throws { [ModelFile(name: "clv_scale.json", text: try json(scale))] } }
}
