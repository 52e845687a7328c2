package import Learning

/// How well predicted revenue fits what came.
package struct ValueScores: Sendable, Equatable {
  package let mae: Double
  package let rmse: Double
  package let spearman: Double
  package let gini: Double
  /// Sum of the predictions over that of what came; NaN where nothing came.
  package let level: Double

  package init(actual: [Double], predicted: [Double]) {
    mae = Learning.mae(predicted: predicted, actual: actual) ?? .nan
    rmse = Learning.rmse(predicted: predicted, actual: actual) ?? .nan
    spearman = Learning.spearman(actual, predicted) ?? .nan
    gini = normalizedGini(predicted: predicted, actual: actual) ?? .nan
    let sum = actual.reduce(0, +)
    level = sum > 0 ? predicted.reduce(0, +) / sum : .nan
  }
}

/// What customers are predicted to be worth, by row.
package struct ScoredValues: Sendable {
  package let expected: [Double]
  package let bounds: ValueBounds
  /// What all of them were multiplied by.
  package let levelFactor: Double
}

/// The lifetime value stage's result.
package struct LifetimeValueOutcome: Sendable {
  /// `time` or `customer`.
  package let holdout: String
  package let testSnapshot: Snapshot
  /// Share of the customers whom the tested models learned from.
  package let trainingShare: Double
  /// Share of the customers whom they were tested on.
  package let testShare: Double
  /// Of the candidates; the baselines are the last ones.
  package let names: [String]
  package let baselines: Range<Int>
  /// Fitted on the train snapshots alone: what was tested, in a holdout by time.
  package let tested: LifetimeValueFit
  /// Fitted on every finished snapshot: what scores customers.
  package let scoring: LifetimeValueFit
  package let choice: ValueChoice
  /// Of the interval of scored customers.
  package let rule: IntervalRule
  package let testRows: LabelledRows
  /// Group of each test row, as known at the test snapshot; nil without groups.
  package let testGroups: [Int32]?
  /// Of the test rows, by candidate.
  package let predictions: LifetimeValuePredictions
  /// Out-of-fold errors by candidate.
  package let outOfFold: [LifetimeValueReport.OutOfFold]
  /// Of the test rows by the champion, and their interval.
  package let expected: [Double]
  package let bounds: ValueBounds
  /// The champion's predictions, and the medians, beside each baseline's, on the test rows.
  package let expectedBesideBaselines: [PairedErrors]
  package let medianBesideBaselines: [PairedErrors]
  /// Of the customers to score.
  package let scored: ScoredValues
  package let scoredRows: SnapshotRows
  package let buyTillYouDie: [Snapshot: Result<BuyTillYouDieFit, BuyTillYouDieError>]
  package let scoringSnapshot: Snapshot

  /// Snapshots at which BG/NBD could not be fitted, ascending.
  package var withoutBuyTillYouDie: [Snapshot] {
    buyTillYouDie.filter { if case .failure = $0.value { true } else { false } }.keys.sorted()
  }

  package var champion: String { names[choice.champion] }
  package var scores: ValueScores { scores(expected) }
  package var covered: [Bool] { bounds.holds(testRows.labels) }

  /// Share of the test rows whose revenue the interval holds.
  package var coverage: Double { Double(covered.count { $0 }) / Double(max(covered.count, 1)) }

  package func scores(_ values: [Double]) -> ValueScores {
    ValueScores(actual: testRows.labels, predicted: values)
  }
}
