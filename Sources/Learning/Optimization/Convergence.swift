/// How the search for a maximum of a likelihood ended.
package struct Convergence: Sendable, Hashable, Codable {
  package let outcome: Outcome
  /// Steps of the start that was kept, those on a sample included.
  package let iterations: Int
  /// Largest absolute element of the gradient by log parameter, per customer.
  package let gradient: Double
  /// Starts, of those tried, that came within 1e-6 (per customer) of the best likelihood.
  package let agreeingStarts: Int

  /// Why the search stopped.
  package enum Outcome: String, Sendable, Hashable, Codable {
    case converged
    /// A parameter ran to the edge of what is searched, or nearly so: the data do not determine its size (mostly for
    /// lack of spread). Predictions are usable, the parameter itself is not.
    case atBoundary
    case iterationsExhausted
    /// Steps changed the likelihood by no more than its rounding, although the gradient is above the tolerance.
    case stalled
  }
}
