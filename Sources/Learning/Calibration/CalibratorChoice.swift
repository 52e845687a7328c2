package import Numerics

/// A calibrator, and the cross-validated scores it was chosen by.
package struct CalibratorChoice: Sendable, Hashable, Codable {
  /// Fitted to all rows.
  package let calibrator: Calibrator
  /// Brier score of each method on rows that it was not fitted to, in the order of `Calibrator.Method.allCases`; nil for
  /// too few rows.
  package let brierScores: [Double]?
  /// Of the cross-validation.
  package let folds: Int
}

/// Chooses between identity, Platt and isotonic by the Brier score of cross-validation; of equals the simplest.
///
/// Folds are stratified by label. Rows of a class fewer than the folds leave no choice but identity.
///
/// - Parameters:
///   - probabilities: of rows that the model was not fitted to.
///   - slopeDeviation: as in `Calibrator.fitPlatt`.
///   - seed: of the folds.
/// - Throws: `Cancelled`.
package func chooseCalibrator(
  probabilities: [Double], labels: [Bool], weights: [Double]? = nil, slopeDeviation: Double? = nil, folds: Int = 5,
  seed: UInt64 = 0, context: ExecutionContext
) throws -> CalibratorChoice {
  precondition(probabilities.count == labels.count && folds > 1, "one label per probability, and at least two folds")
  let positives = labels.count { $0 }
  guard min(positives, labels.count - positives) >= folds else {
    return CalibratorChoice(calibrator: .identity, brierScores: nil, folds: folds)
  }
  let fold = stratifiedFolds(labels, folds, seed)
  let scores = try Calibrator.Method.allCases.map { method in
    var outOfFold = probabilities
    for held in 0..<folds {
      try context.checkCancellation()
      let rows = fold.indices.filter { fold[$0] != held }
      let calibrator = try Calibrator.fit(
        method, probabilities: rows.map { probabilities[$0] }, labels: rows.map { labels[$0] },
        weights: weights.map { all in rows.map { all[$0] } }, slopeDeviation: slopeDeviation, context: context)
      for row in fold.indices where fold[row] == held { outOfFold[row] = calibrator(probabilities[row]) }
    }
    return brierScore(probabilities: outOfFold, labels: labels, weights: weights) ?? .infinity
  }
  let best = scores.indices.min { (scores[$0], $0) < (scores[$1], $1) }!
  let calibrator = try Calibrator.fit(
    Calibrator.Method.allCases[best], probabilities: probabilities, labels: labels, weights: weights,
    slopeDeviation: slopeDeviation, context: context)
  return CalibratorChoice(calibrator: calibrator, brierScores: scores, folds: folds)
}

extension Calibrator {
  /// Fits by one method.
  package static func fit(
    _ method: Method, probabilities: [Double], labels: [Bool], weights: [Double]? = nil,
    slopeDeviation: Double? = nil, context: ExecutionContext
  ) throws(Cancelled) -> Calibrator {
    switch method {
    case .identity: .identity
    case .platt:
      try fitPlatt(
        probabilities: probabilities, labels: labels, weights: weights, slopeDeviation: slopeDeviation,
        context: context)
    case .isotonic: fitIsotonic(probabilities: probabilities, labels: labels, weights: weights)
    }
  }
}

/// Fold of each row: the rows of each class in a random order, dealt out in turn.
private func stratifiedFolds(_ labels: [Bool], _ folds: Int, _ seed: UInt64) -> [Int] {
  var fold = [Int](repeating: 0, count: labels.count)
  for (stream, label) in [false, true].enumerated() {
    var generator = PhiloxGenerator(seed: seed, stream: UInt64(stream))
    let rows = labels.indices.filter { labels[$0] == label }.shuffled(using: &generator)
    for (position, row) in rows.enumerated() { fold[row] = position % folds }
  }
  return fold
}
