import Numerics

/// An estimate with its confidence interval.
package struct MetricInterval: Sendable, Hashable, Codable {
  package let estimate: Double
  package let standardError: Double
  /// Ends of the interval.
  package let lower: Double
  package let upper: Double
  /// Confidence level, such as 0.95.
  package let level: Double

  /// Whether the two intervals have a value in common.
  package func overlaps(_ other: MetricInterval) -> Bool {
    lower <= other.upper && other.lower <= upper
  }
}

/// Area under the ROC curve: P(score of a positive > score of a negative) + ½ P(equal).
///
/// - Parameters:
///   - scores: without NaN.
///   - weights: at least 0, one for each row; nil for equal ones.
/// - Returns: nil unless both classes are there.
package func auc(scores: [Double], labels: [Bool], weights: [Double]? = nil) -> Double? {
  precondition(scores.count == labels.count && weights.map { $0.count == scores.count } ?? true, "one label per score")
  let groups = TieGroups(scores)
  var (wins, negatives, positives) = (0.0, 0.0, 0.0)
  for index in 0..<groups.count {
    var (inNegatives, inPositives) = (0.0, 0.0)
    for row in groups[index] {
      let weight = weights?[Int(row)] ?? 1
      if labels[Int(row)] { inPositives += weight } else { inNegatives += weight }
    }
    wins += inPositives * (negatives + inNegatives / 2)
    negatives += inNegatives
    positives += inPositives
  }
  return positives > 0 && negatives > 0 ? wins / (positives * negatives) : nil
}

/// AUC with the interval of DeLong, DeLong & Clarke-Pearson (1988), computed from mid-ranks in n log n (Sun & Xu 2014),
/// clipped to 0...1.
///
/// Where the classes are ranked without fault (or all wrong) the estimated error is 0 and the interval a point.
///
/// - Returns: nil unless both classes have two rows.
package func aucInterval(scores: [Double], labels: [Bool], level: Double = 0.95) -> MetricInterval? {
  precondition(scores.count == labels.count, "one label per score")
  guard let outranked = OutrankedRows(scores: scores, labels: labels) else { return nil }
  let (p, n) = (Double(outranked.byPositives.count), Double(outranked.byNegatives.count))
  // Share of the other class that each row outranks, or is outranked by.
  let ofPositives = outranked.byPositives.map { $0 / n }
  let ofNegatives = outranked.byNegatives.map { 1 - $0 / p }
  let estimate = ofPositives.reduce(0, +) / p
  let error = (sampleVariance(ofPositives) / p + sampleVariance(ofNegatives) / n).squareRoot()
  let reach = normalQuantile((1 + level) / 2) * error
  return MetricInterval(
    estimate: estimate, standardError: error, lower: max(0, estimate - reach), upper: min(1, estimate + reach),
    level: level)
}

/// How many rows of the other class each row outranks, ties as a half: whole numbers and halves, so exact.
struct OutrankedRows {
  /// In the order of the rows.
  let byPositives: [Double]
  let byNegatives: [Double]

  /// - Returns: nil unless both classes have two rows.
  init?(scores: [Double], labels: [Bool]) {
    let positives = scores.indices.filter { labels[$0] }
    let negatives = scores.indices.filter { !labels[$0] }
    guard positives.count > 1, negatives.count > 1 else { return nil }
    let ranks = midRanks(scores)
    func others(_ rows: [Int]) -> [Double] {
      zip(rows, midRanks(rows.map { scores[$0] })).map { ranks[$0] - $1 }
    }
    (byPositives, byNegatives) = (others(positives), others(negatives))
  }
}

/// Average precision Σ (Rₙ − Rₙ₋₁) · Pₙ over distinct scores; its baseline is the prevalence.
///
/// - Returns: nil without positives.
package func averagePrecision(scores: [Double], labels: [Bool], weights: [Double]? = nil) -> Double? {
  precondition(scores.count == labels.count && weights.map { $0.count == scores.count } ?? true, "one label per score")
  let groups = TieGroups(scores)
  var (sum, positives, all) = (0.0, 0.0, 0.0)
  for index in (0..<groups.count).reversed() {
    var found = 0.0
    for row in groups[index] {
      let weight = weights?[Int(row)] ?? 1
      all += weight
      if labels[Int(row)] { found += weight }
    }
    positives += found
    if all > 0 { sum += found * positives / all }
  }
  return positives > 0 ? sum / positives : nil
}

func sampleVariance(_ values: [Double]) -> Double {
  let mean = values.reduce(0, +) / Double(values.count)
  return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
}
