/// How a likelihood is maximized; `validated()` gives the only type a learner takes.
package struct LikelihoodFitSettings: Sendable, Hashable, Codable {
  /// With fewer customers (by weight) the fit fails.
  package var minimumCustomers: Int
  /// BFGS steps at most, from each start.
  package var maxIterations: Int
  /// A start has converged when no element of the gradient by log parameter exceeds this, per customer.
  package var tolerance: Double
  /// Starts tried, of a fixed list; the best end is kept, the earliest of equals.
  package var starts: Int
  /// Distinct histories that the starts are searched on, where there are more than twice as many: then all are searched
  /// from the end, or from the starts too where the sample hardly determines a parameter. The maximum is that of all.
  package var sampleRows: Int

  package init(
    minimumCustomers: Int = 10, maxIterations: Int = 500, tolerance: Double = 1e-8, starts: Int = 4,
    sampleRows: Int = 1 << 15
  ) {
    self.minimumCustomers = minimumCustomers
    self.maxIterations = maxIterations
    self.tolerance = tolerance
    self.starts = starts
    self.sampleRows = sampleRows
  }
}

extension LikelihoodFitSettings {
  /// Settings that have been checked.
  package struct Validated: Sendable, Hashable {
    package let settings: LikelihoodFitSettings

    fileprivate init(_ settings: LikelihoodFitSettings) {
      self.settings = settings
    }
  }

  /// Checks every value.
  ///
  /// - Throws: `BuyTillYouDieError.invalidSetting`.
  package func validated() throws(BuyTillYouDieError) -> Validated {
    let counts = [
      ("minimumCustomers", minimumCustomers), ("maxIterations", maxIterations), ("sampleRows", sampleRows),
    ]
    for (name, value) in counts where value < 1 {
      throw .invalidSetting(name: name, found: Double(value), rule: "at least 1")
    }
    guard tolerance > 0, tolerance.isFinite else {
      throw .invalidSetting(name: "tolerance", found: tolerance, rule: "a finite number above 0")
    }
    guard (1...Self.maximumStarts).contains(starts) else {
      throw .invalidSetting(name: "starts", found: Double(starts), rule: "from 1 to \(Self.maximumStarts)")
    }
    return Validated(self)
  }

  var search: LikelihoodSearch {
    LikelihoodSearch(maxIterations: maxIterations, tolerance: tolerance)
  }

  /// The length of the models' lists of starts.
  static let maximumStarts = 6
}
