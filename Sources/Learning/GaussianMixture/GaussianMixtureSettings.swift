package import Failures

/// How a Gaussian mixture is fitted; `validated()` gives the only type a learner takes.
package struct GaussianMixtureSettings: Sendable, Hashable, Codable {
  /// Normal distributions, at least 1.
  package var components: Int
  /// Starts of the K-Means that the components begin with.
  package var starts: Int
  /// Iterations at most.
  package var maxIterations: Int
  /// Iterations end when the mean log-likelihood of a point rises by no more than this.
  package var tolerance: Double
  /// Added to every variance, so that points on a line or in one place have a density.
  package var regularization: Double
  /// Of the starts.
  package var seed: UInt64

  package init(
    components: Int, starts: Int = 10, maxIterations: Int = 200, tolerance: Double = 1e-4,
    regularization: Double = 1e-4, seed: UInt64 = 0
  ) {
    self.components = components
    self.starts = starts
    self.maxIterations = maxIterations
    self.tolerance = tolerance
    self.regularization = regularization
    self.seed = seed
  }
}

extension GaussianMixtureSettings {
  /// Settings that have been checked.
  package struct Validated: Sendable, Hashable {
    package let settings: GaussianMixtureSettings

    fileprivate init(_ settings: GaussianMixtureSettings) { self.settings = settings }
  }

  /// Checks every value.
  ///
  /// - Throws: `GaussianMixtureError.invalidSetting`.
  package func validated() throws(GaussianMixtureError) -> Validated {
    for (name, value) in [("components", components), ("starts", starts), ("maxIterations", maxIterations)]
    where value < 1 {
      throw .invalidSetting(name: name, found: Double(value), rule: "at least 1")
    }
    for (name, value) in [("tolerance", tolerance), ("regularization", regularization)]
    where !(value >= 0 && value.isFinite) {
      throw .invalidSetting(name: name, found: value, rule: "a finite number of at least 0")
    }
    return Validated(self)
  }
}

/// Why a mixture could not be fitted: the facts; `description` makes the sentence.
package enum GaussianMixtureError: Error, Sendable, Hashable {
  case invalidSetting(name: String, found: Double, rule: String)
  /// The covariance of a component is not positive definite: the regularization is too small for the points.
  case singular(component: Int)
}

extension GaussianMixtureError: UserFacingError {
  package var failureKind: FailureKind {
    switch self {
    case .invalidSetting: .configuration
    case .singular: .notEnoughData
    }
  }

  package var description: String {
    switch self {
    case .invalidSetting(let name, let found, let rule): "mixture: \(name) is \(found); it must be \(rule)."
    case .singular(let component):
      "mixture: component \(component) has collapsed onto too few different points; ask for fewer clusters."
    }
  }
}
