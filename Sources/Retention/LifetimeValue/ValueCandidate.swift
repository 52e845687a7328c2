package import Numerics

/// A model that the config names, before fitting.
package struct ValueCandidate: Sendable {
  package let name: String
  package let learner: any LifetimeValueLearner

  package init(name: String, learner: any LifetimeValueLearner) {
    self.name = name
    self.learner = learner
  }

  /// What every model must not be behind; used where all are.
  package static let baselines = [
    ValueCandidate(name: "past-spend", learner: PastSpendLearner(.net)),
    ValueCandidate(name: "past-spend-gross", learner: PastSpendLearner(.gross)),
  ]
}

/// Models of all candidates and the trees of the interval, fitted on the same rows.
package struct LifetimeValueFit: Sendable {
  /// By candidate.
  package let models: [any LifetimeValueModel]
  package let quantiles: ValueQuantiles
  /// Mean value of the rows.
  package let mean: Double

  /// - Throws: `Cancelled`, or what a learner throws.
  package func predict(_ rows: LabelledRows, context: ExecutionContext) throws -> LifetimeValuePredictions {
    LifetimeValuePredictions(
      expected: try models.map { try $0.expectedValue(rows, context: context) },
      quantiles: try quantiles.predict(rows.features, spend: rows.spend, context: context),
      mean: [Double](repeating: mean, count: rows.count))
  }
}

/// Predicted revenue over the horizon, one element per row, in units of the currency.
package struct LifetimeValuePredictions: Sendable {
  /// By candidate.
  package var expected: [[Double]]
  package var quantiles: ValueQuantileRows
  /// The mean baseline.
  package var mean: [Double]

  init(expected: [[Double]], quantiles: ValueQuantileRows, mean: [Double]) {
    self.expected = expected
    self.quantiles = quantiles
    self.mean = mean
  }

  init(candidates: Int, rows: Int) {
    let none = [Double](repeating: .nan, count: rows)
    self.init(
      expected: [[Double]](repeating: none, count: candidates), quantiles: ValueQuantileRows(rows: rows), mean: none)
  }

  mutating func fill(_ rows: [Int], from part: LifetimeValuePredictions) {
    for (index, row) in rows.enumerated() {
      for candidate in expected.indices { expected[candidate][row] = part.expected[candidate][index] }
      mean[row] = part.mean[index]
    }
    quantiles.fill(rows, from: part.quantiles)
  }
}
