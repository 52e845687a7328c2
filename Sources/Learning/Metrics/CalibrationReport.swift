/// How well probabilities match rates, in bins of equal numbers of rows.
package struct CalibrationReport: Sendable, Hashable, Codable {
  /// By ascending probability; fewer than asked where there are fewer rows.
  package let bins: [CalibrationBin]
  /// Σ share · |rate − probability| over the bins (Naeini, Cooper & Hauskrecht 2015).
  package let expectedCalibrationError: Double
  /// What a perfectly calibrated model of these probabilities would show on average from chance alone.
  package let errorByChance: Double

  /// The error less what chance alone shows, at least 0.
  package var debiasedError: Double { max(0, expectedCalibrationError - errorByChance) }
}

/// One bin of a reliability curve.
package struct CalibrationBin: Sendable, Hashable, Codable {
  /// Rows in the bin.
  package let count: Int
  package let meanProbability: Double
  /// Share of positives.
  package let rate: Double
}

/// Compares probabilities with rates in `bins` bins of equal numbers of rows.
///
/// Rows of equal probability share their mean label, so a bin's edge between them does not depend on their order.
///
/// - Returns: nil for no rows.
package func calibrationReport(probabilities: [Double], labels: [Bool], bins: Int = 10) -> CalibrationReport? {
  precondition(probabilities.count == labels.count && bins > 0, "one label per probability, and at least one bin")
  let rows = probabilities.count
  guard rows > 0 else { return nil }
  let ordered = TieGroups(probabilities).averaged(labels.map { $0 ? 1 : 0 }, over: probabilities)
  let cells = equalCuts(of: rows, into: min(bins, rows)).map { range in
    let count = Double(range.count)
    return CalibrationBin(
      count: range.count, meanProbability: range.reduce(0) { $0 + ordered.scores[$1] } / count,
      rate: range.reduce(0) { $0 + ordered.means[$1] } / count)
  }
  var (error, chance) = (0.0, 0.0)
  for cell in cells {
    let share = Double(cell.count) / Double(rows)
    error += share * abs(cell.rate - cell.meanProbability)
    let variance = max(0, cell.meanProbability * (1 - cell.meanProbability)) / Double(cell.count)
    // Mean absolute value of a normal variable.
    chance += share * (2 * variance / Double.pi).squareRoot()
  }
  return CalibrationReport(bins: cells, expectedCalibrationError: error, errorByChance: chance)
}

/// `calibrationReport`'s error alone.
package func expectedCalibrationError(probabilities: [Double], labels: [Bool], bins: Int = 10) -> Double? {
  calibrationReport(probabilities: probabilities, labels: labels, bins: bins)?.expectedCalibrationError
}

/// `count` rows split into `parts` runs whose lengths differ by at most one.
func equalCuts(of count: Int, into parts: Int) -> [Range<Int>] {
  (0..<parts).map { $0 * count / parts..<($0 + 1) * count / parts }
}

extension TieGroups {
  /// By ascending score: the scores, and for each row the mean value of the rows with its score.
  func averaged(_ values: [Double], over scores: [Double]) -> (scores: [Double], means: [Double]) {
    var means: [Double] = []
    means.reserveCapacity(order.count)
    for index in 0..<count {
      let group = self[index]
      let mean = group.reduce(0) { $0 + values[Int($1)] } / Double(group.count)
      for _ in group { means.append(mean) }
    }
    return (order.map { scores[Int($0)] }, means)
  }
}
