/// Outcomes of a decision "positive where the score reaches a threshold".
package struct Confusion: Sendable, Hashable, Codable {
  package var truePositives: Int
  package var falsePositives: Int
  package var trueNegatives: Int
  package var falseNegatives: Int

  package init(truePositives: Int, falsePositives: Int, trueNegatives: Int, falseNegatives: Int) {
    self.truePositives = truePositives
    self.falsePositives = falsePositives
    self.trueNegatives = trueNegatives
    self.falseNegatives = falseNegatives
  }
}

extension Confusion {
  package var count: Int { truePositives + falsePositives + trueNegatives + falseNegatives }
  /// nil for no rows.
  package var accuracy: Double? { share(truePositives + trueNegatives, of: count) }
  /// nil where nothing is called positive.
  package var precision: Double? { share(truePositives, of: truePositives + falsePositives) }
  /// Sensitivity; nil without positives.
  package var recall: Double? { share(truePositives, of: truePositives + falseNegatives) }
  /// nil without negatives.
  package var specificity: Double? { share(trueNegatives, of: trueNegatives + falsePositives) }
  /// Harmonic mean of precision and recall; nil where nothing is positive, neither called nor true.
  package var f1: Double? { share(2 * truePositives, of: 2 * truePositives + falsePositives + falseNegatives) }
  /// Youden's J = sensitivity + specificity − 1; nil unless both classes are there.
  package var youden: Double? {
    guard let recall, let specificity else { return nil }
    return recall + specificity - 1
  }

  private func share(_ part: Int, of whole: Int) -> Double? {
    whole > 0 ? Double(part) / Double(whole) : nil
  }
}

/// Outcomes at `threshold`: a row is called positive where its score is at least that.
package func confusion(scores: [Double], labels: [Bool], at threshold: Double) -> Confusion {
  precondition(scores.count == labels.count, "one label per score")
  var result = Confusion(truePositives: 0, falsePositives: 0, trueNegatives: 0, falseNegatives: 0)
  for (score, label) in zip(scores, labels) {
    switch (score >= threshold, label) {
    case (true, true): result.truePositives += 1
    case (true, false): result.falsePositives += 1
    case (false, false): result.trueNegatives += 1
    case (false, true): result.falseNegatives += 1
    }
  }
  return result
}
