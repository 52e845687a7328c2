import Numerics

/// The share of those who have not had an event yet by their time without one: the estimator of Kaplan and Meier (1958)
/// over intervals of time, (0, e₁], (e₁, e₂] and so on. Within an interval the share falls in a straight line.
package struct SurvivalCurve: Sendable, Hashable, Codable {
  /// Ends of the intervals, ascending; the curve ends with the last one.
  package let ends: [Double]
  /// Share at the end of each interval; it does not rise.
  package let shares: [Double]

  /// - Parameters:
  ///   - ends: of all intervals, ascending, above 0.
  ///   - events: in each interval.
  ///   - censored: who leave in each interval without an event; they leave after its events.
  ///   - beyond: who are left after the last interval.
  ///   - leastAtRisk: the curve ends before the first interval that fewer reach: what so few do says little.
  package init(ends: [Double], events: [Int], censored: [Int], beyond: Int = 0, leastAtRisk: Int = 1) {
    precondition(events.count == ends.count && censored.count == ends.count, "one count per interval")
    var (atRisk, share) = (zip(events, censored).reduce(beyond) { $0 + $1.0 + $1.1 }, 1.0)
    var shares: [Double] = []
    for interval in ends.indices {
      guard atRisk >= max(1, leastAtRisk) else { break }
      share *= 1 - Double(events[interval]) / Double(atRisk)
      shares.append(share)
      atRisk -= events[interval] + censored[interval]
    }
    self.ends = Array(ends.prefix(shares.count))
    self.shares = shares
  }

  /// The share at a time of at least 0; nil beyond the end of a curve that ends above 0.
  package func share(at time: Double) -> Double? {
    if time <= 0 { return 1 }
    let interval = ends.partitioningIndex { $0 >= time }
    // Nobody can come after everybody.
    guard interval < ends.count else { return shares.last == 0 ? 0 : nil }
    let (start, before) = start(of: interval)
    return before + (shares[interval] - before) * (time - start) / (ends[interval] - start)
  }

  /// The earliest time by which `quantile` of those without an event at `time` have had one; nil where the curve ends
  /// before it, or nobody is left at `time`.
  ///
  /// - Parameter quantile: above 0, below 1.
  package func time(of quantile: Double, after time: Double) -> Double? {
    guard let now = share(at: time), now > 0 else { return nil }
    let target = now * (1 - quantile)
    let interval = shares.partitioningIndex { $0 <= target }
    guard interval < shares.count else { return nil }
    let (start, before) = start(of: interval)
    return start + (ends[interval] - start) * (before - target) / (before - shares[interval])
  }

  private func start(of interval: Int) -> (time: Double, share: Double) {
    interval == 0 ? (0, 1) : (ends[interval - 1], shares[interval - 1])
  }
}
