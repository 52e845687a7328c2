/// How a logistic regression is fitted; `validated()` gives the only type a learner takes.
package struct LogisticRegressionSettings: Sendable, Hashable, Codable {
  /// What keeps coefficients small.
  package var penalty: Penalty
  package var intercept: Intercept
  /// Newton steps at most.
  package var maxIterations: Int
  /// A fit has converged when no element of the mean gradient (standardized features, a unit of weight) exceeds this.
  package var tolerance: Double

  package init(
    penalty: Penalty = .ridge(strength: 1), intercept: Intercept = .fitted, maxIterations: Int = 100,
    tolerance: Double = 1e-8
  ) {
    self.penalty = penalty
    self.intercept = intercept
    self.maxIterations = maxIterations
    self.tolerance = tolerance
  }
}

extension LogisticRegressionSettings {
  /// What is added to the log-likelihood. The intercept is never shrunk by a ridge.
  package enum Penalty: Sendable, Hashable, Codable {
    /// Maximum likelihood.
    case none
    /// − ½ · strength · Σ βⱼ², with βⱼ on the given scale.
    case ridge(strength: Double, on: PenaltyScale = .standardized)
    /// + ½ ln det I(β): Firth (1993), "Bias reduction of maximum likelihood estimates"; finite under separation
    /// (Heinze & Schemper 2002).
    case firth
  }

  /// The scale on which a ridge measures coefficients.
  package enum PenaltyScale: String, Sendable, Hashable, Codable {
    /// Of features divided by their standard deviations: units do not matter.
    case standardized
    /// Of features as given, as scikit-learn does it.
    case original
  }

  /// Whether the log-odds have a constant part.
  package enum Intercept: String, Sendable, Hashable, Codable {
    case fitted
    case absent
  }

  /// Settings that have been checked.
  package struct Validated: Sendable, Hashable {
    package let settings: LogisticRegressionSettings

    fileprivate init(_ settings: LogisticRegressionSettings) {
      self.settings = settings
    }
  }

  /// Checks every value.
  ///
  /// - Throws: `LogisticRegressionError.invalidSetting`.
  package func validated() throws(LogisticRegressionError) -> Validated {
    if case .ridge(let strength, _) = penalty, !(strength >= 0 && strength.isFinite) {
      throw .invalidSetting(
        name: "strength of the ridge penalty", found: strength, rule: "a finite number of at least 0")
    }
    guard maxIterations >= 1 else {
      throw .invalidSetting(name: "maxIterations", found: Double(maxIterations), rule: "at least 1")
    }
    guard tolerance > 0, tolerance.isFinite else {
      throw .invalidSetting(name: "tolerance", found: tolerance, rule: "a finite number above 0")
    }
    return Validated(self)
  }
}
