/// One tenth of the rows, by descending score.
package struct LiftDecile: Sendable, Hashable, Codable {
  /// 1 holds the highest scores.
  package let decile: Int
  /// Rows in the decile.
  package let count: Int
  package let meanScore: Double
  /// Share of positives.
  package let rate: Double
  /// `rate` over the rate of all rows.
  package let lift: Double
  /// Rate of this and all higher deciles over the rate of all rows.
  package let cumulativeLift: Double
  /// Share of all positives that this and all higher deciles hold.
  package let captured: Double
}

/// Lift by decile; rows of equal score share their mean label, so the order of rows does not matter.
///
/// - Returns: empty without positives; fewer than ten for fewer rows.
package func liftByDecile(scores: [Double], labels: [Bool]) -> [LiftDecile] {
  precondition(scores.count == labels.count, "one label per score")
  let positives = Double(labels.count { $0 })
  guard positives > 0 else { return [] }
  let ordered = TieGroups(scores).averaged(labels.map { $0 ? 1 : 0 }, over: scores)
  let overall = positives / Double(labels.count)
  let last = labels.count - 1
  var (found, seen) = (0.0, 0)
  return equalCuts(of: labels.count, into: min(10, labels.count)).enumerated().map { index, range in
    let inside = range.reduce(0) { $0 + ordered.means[last - $1] }
    found += inside
    seen += range.count
    let rate = inside / Double(range.count)
    return LiftDecile(
      decile: index + 1, count: range.count,
      meanScore: range.reduce(0) { $0 + ordered.scores[last - $1] } / Double(range.count), rate: rate,
      lift: rate / overall, cumulativeLift: found / Double(seen) / overall, captured: found / positives)
  }
}
