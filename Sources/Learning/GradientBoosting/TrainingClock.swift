/// Where the time of a fit went; it never changes the model.
///
/// Not for several fits at once.
package final class TrainingClock {
  /// What a fit spends its time on.
  package enum Phase: String, Sendable, Hashable, CaseIterable {
    /// Edges of bins, and the bin of every value.
    case binning
    /// Derivatives, their quantization and the sampling of rows.
    case gradients
    case histograms
    /// Subtraction of siblings and the search for splits.
    case splits
    /// Moving rows to the leaves they fall in.
    case partition
    /// Values of leaves, and scores of training rows.
    case leaves
    /// Scores and losses of rows that only measure.
    case validation
  }

  /// Seconds of each phase that took place.
  package private(set) var seconds: [Phase: Double] = [:]
  private let clock = ContinuousClock()

  package init() {}

  func measure<Result, Failure: Error>(
    _ phase: Phase, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let start = clock.now
    defer {
      let spent = start.duration(to: clock.now).components
      seconds[phase, default: 0] += Double(spent.seconds) + Double(spent.attoseconds) * 1e-18
    }
    return try body()
  }
}
