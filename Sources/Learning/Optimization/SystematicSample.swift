/// Draws rows at equal steps of cumulative weight: where rows are sorted, the sample is spread over them as they are,
/// and it does not depend on anything else.
enum SystematicSample {
  /// - Parameters:
  ///   - weights: of the rows in their order, positive.
  ///   - limit: draws.
  /// - Returns: places of those drawn, ascending, with the number of draws as their weight; nil where these would not be
  ///   much fewer than all.
  static func rows(weights: some Collection<Double>, limit: Int) -> [(row: Int, weight: Double)]? {
    guard weights.count / 2 > limit else { return nil }
    let step = weights.reduce(0, +) / Double(limit)
    var drawn: [(row: Int, weight: Double)] = []
    var (total, draws) = (0.0, 0.0)
    for (row, weight) in weights.enumerated() {
      total += weight
      let here = (total / step).rounded(.down)
      if here > draws { drawn.append((row, here - draws)) }
      draws = here
    }
    return drawn
  }
}
