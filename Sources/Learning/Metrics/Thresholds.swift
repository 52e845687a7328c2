/// What one decision is worth, by what the customer would have done without it, in money.
package struct PayoffMatrix: Sendable, Hashable, Codable {
  /// Contacted, and about to leave.
  package var truePositive: Double
  /// Contacted, but about to stay.
  package var falsePositive: Double
  /// Left alone, and about to stay.
  package var trueNegative: Double
  /// Left alone, but about to leave.
  package var falseNegative: Double

  package init(
    truePositive: Double, falsePositive: Double, trueNegative: Double = 0, falseNegative: Double = 0
  ) {
    self.truePositive = truePositive
    self.falsePositive = falsePositive
    self.trueNegative = trueNegative
    self.falseNegative = falseNegative
  }

  /// A retention offer: of those about to leave, `successRate` take it and stay; those about to stay take it anyway
  /// (Verbraken, Verbeke & Baesens 2013). Doing nothing is worth 0.
  ///
  /// - Parameters:
  ///   - contactCost: of each contact.
  ///   - offerCost: of each offer that is taken.
  ///   - successRate: in 0...1.
  ///   - valueAtStake: of a customer who stays because of the offer.
  package static func retentionOffer(
    contactCost: Double, offerCost: Double, successRate: Double, valueAtStake: Double
  ) -> PayoffMatrix {
    PayoffMatrix(
      truePositive: successRate * (valueAtStake - offerCost) - contactCost, falsePositive: -offerCost - contactCost)
  }
}

/// A threshold and what it was chosen for. Rows with scores of at least `threshold` are called positive.
package struct ThresholdChoice: Sendable, Hashable, Codable {
  /// Above all scores where calling nobody positive is best.
  package let threshold: Double
  /// The maximized quantity, on the rows it was chosen on.
  package let value: Double
  /// Outcomes at the threshold, on the same rows.
  package let confusion: Confusion
}

extension PayoffMatrix {
  /// Sum over all rows of what their outcome is worth.
  package func profit(_ confusion: Confusion) -> Double {
    truePositive * Double(confusion.truePositives) + falsePositive * Double(confusion.falsePositives)
      + trueNegative * Double(confusion.trueNegatives) + falseNegative * Double(confusion.falseNegatives)
  }
}

/// The threshold among the distinct scores (and one above them all) that maximizes a function of the outcomes; of
/// equally good ones the highest, which calls the fewest.
///
/// - Parameter value: of the outcomes at a threshold; nil where it is undefined there.
/// - Returns: nil for no rows, or where the value is undefined everywhere.
package func bestThreshold(
  scores: [Double], labels: [Bool], maximizing value: (Confusion) -> Double?
) -> ThresholdChoice? {
  precondition(scores.count == labels.count, "one label per score")
  let groups = TieGroups(scores)
  guard groups.count > 0 else { return nil }
  let positives = labels.count { $0 }
  var outcomes = Confusion(
    truePositives: 0, falsePositives: 0, trueNegatives: labels.count - positives, falseNegatives: positives)
  let above = scores[Int(groups[groups.count - 1].first!)].nextUp
  var best = value(outcomes).map { ThresholdChoice(threshold: above, value: $0, confusion: outcomes) }
  for index in (0..<groups.count).reversed() {
    let group = groups[index]
    let found = group.count { labels[Int($0)] }
    outcomes.truePositives += found
    outcomes.falseNegatives -= found
    outcomes.falsePositives += group.count - found
    outcomes.trueNegatives -= group.count - found
    guard let here = value(outcomes), here > best?.value ?? -.infinity else { continue }
    best = ThresholdChoice(threshold: scores[Int(group.first!)], value: here, confusion: outcomes)
  }
  return best
}

/// The threshold of greatest profit; its `value` is the mean profit per row.
package func profitMaximizingThreshold(
  scores: [Double], labels: [Bool], payoff: PayoffMatrix
) -> ThresholdChoice? {
  bestThreshold(scores: scores, labels: labels) { payoff.profit($0) / Double($0.count) }
}

/// The threshold of greatest profit where each row has its own stakes; its `value` is the mean profit per row.
///
/// - Parameter gain: what calling a row positive brings, less what leaving it alone brings.
package func profitMaximizingThreshold(
  scores: [Double], labels: [Bool], gain: (_ row: Int) -> Double
) -> ThresholdChoice? {
  precondition(scores.count == labels.count, "one label per score")
  let groups = TieGroups(scores)
  guard groups.count > 0 else { return nil }
  var (sum, most) = (0.0, 0.0)
  var threshold = scores[Int(groups[groups.count - 1].first!)].nextUp
  for index in (0..<groups.count).reversed() {
    for row in groups[index] { sum += gain(Int(row)) }
    if sum > most { (most, threshold) = (sum, scores[Int(groups[index].first!)]) }
  }
  return ThresholdChoice(
    threshold: threshold, value: most / Double(scores.count),
    confusion: confusion(scores: scores, labels: labels, at: threshold))
}

/// The threshold of greatest F1; nil without positives.
package func f1OptimalThreshold(scores: [Double], labels: [Bool]) -> ThresholdChoice? {
  labels.contains(true) ? bestThreshold(scores: scores, labels: labels, maximizing: \.f1) : nil
}

/// The threshold of greatest sensitivity + specificity − 1 (Youden 1950); nil unless both classes are there.
package func youdenOptimalThreshold(scores: [Double], labels: [Bool]) -> ThresholdChoice? {
  bestThreshold(scores: scores, labels: labels, maximizing: \.youden)
}
