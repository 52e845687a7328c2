/// How K-Means is fitted; `validated()` gives the only type a learner takes.
package struct KMeansSettings: Sendable, Hashable, Codable {
  /// How many to find, at least 1.
  package var clusters: Int
  /// Independent starts; the fit of least inertia is kept, the earliest of equals.
  package var restarts: Int
  /// Iterations at most, each start.
  package var maxIterations: Int
  /// A start ends when its centroids together move by at most this times the points' mean variance (squared distances
  /// added up); 0 goes on until no point changes its cluster.
  package var tolerance: Double
  /// Of the starts and of the batches.
  package var seed: UInt64
  package var algorithm: Algorithm

  package init(
    clusters: Int, restarts: Int = 10, maxIterations: Int = 300, tolerance: Double = 0, seed: UInt64 = 0,
    algorithm: Algorithm = .lloyd
  ) {
    self.clusters = clusters
    self.restarts = restarts
    self.maxIterations = maxIterations
    self.tolerance = tolerance
    self.seed = seed
    self.algorithm = algorithm
  }
}

extension KMeansSettings {
  /// How a start is improved.
  package enum Algorithm: Sendable, Hashable, Codable {
    /// Every iteration looks at all points (Lloyd 1982).
    case lloyd
    /// Every iteration looks at `size` points drawn at random (Sculley 2010): for very many points, at a little more
    /// inertia. A start ends also when the inertia of the batches has not fallen for ten of them. Clusters may be left
    /// without points.
    case miniBatch(size: Int)
  }

  /// Settings that have been checked.
  package struct Validated: Sendable, Hashable {
    package let settings: KMeansSettings

    fileprivate init(_ settings: KMeansSettings) {
      self.settings = settings
    }
  }

  /// Checks every value.
  ///
  /// - Throws: `KMeansError.invalidSetting`.
  package func validated() throws(KMeansError) -> Validated {
    for (name, value) in [("clusters", clusters), ("restarts", restarts), ("maxIterations", maxIterations)]
    where value < 1 {
      throw .invalidSetting(name: name, found: Double(value), rule: "at least 1")
    }
    if case .miniBatch(let size) = algorithm, size < clusters {
      throw .invalidSetting(name: "size of a batch", found: Double(size), rule: "at least the number of clusters")
    }
    guard tolerance >= 0, tolerance.isFinite else {
      throw .invalidSetting(name: "tolerance", found: tolerance, rule: "a finite number of at least 0")
    }
    return Validated(self)
  }
}
