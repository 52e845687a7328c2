extension Calibrator {
  /// Isotonic regression by pooling adjacent violators (Ayer et al. 1955), rows of equal probability first.
  ///
  /// A pool of n rows without any positive gets 1 / (n + 2), one of positives only (n + 1) / (n + 2), as far as the
  /// neighboring pool allows: a rate of 0 or 1 in a sample is no certainty.
  ///
  /// - Parameter weights: at least 0, one for each row; nil for equal ones.
  /// - Returns: `.identity` for no rows.
  package static func fitIsotonic(
    probabilities: [Double], labels: [Bool], weights: [Double]? = nil
  ) -> Calibrator {
    precondition(probabilities.count == labels.count, "one label per probability")
    let groups = TieGroups(probabilities)
    var pools: [Pool] = []
    for index in 0..<groups.count {
      var pool = Pool(probabilities[Int(groups[index].first!)])
      for row in groups[index] { pool.add(labels[Int(row)], weights?[Int(row)] ?? 1) }
      guard pool.weight > 0 else { continue }
      while let last = pools.last, last.rate >= pool.rate {
        pool.absorb(last)
        pools.removeLast()
      }
      pools.append(pool)
    }
    guard !pools.isEmpty else { return .identity }
    return .isotonic(knots: zip(pools, smoothedRates(pools)).flatMap { $0.knots($1) })
  }

  private static func smoothedRates(_ pools: [Pool]) -> [Double] {
    var rates = pools.map(\.rate)
    let last = rates.count - 1
    if rates[0] == 0 {
      let laplace = 1 / (pools[0].weight + 2)
      rates[0] = last > 0 ? min(laplace, rates[1]) : laplace
    } else if rates[last] == 1, last == 0 {
      rates[0] = (pools[0].weight + 1) / (pools[0].weight + 2)
    }
    if last > 0, rates[last] == 1 {
      rates[last] = max((pools[last].weight + 1) / (pools[last].weight + 2), rates[last - 1])
    }
    return rates
  }

  /// Rows whose probabilities are neighbors and that get one rate.
  private struct Pool {
    var lowest: Double
    var highest: Double
    var positives = 0.0
    var weight = 0.0

    init(_ probability: Double) {
      lowest = probability
      highest = probability
    }

    var rate: Double { positives / weight }

    mutating func add(_ label: Bool, _ weight: Double) {
      self.weight += weight
      if label { positives += weight }
    }

    /// Takes in the pool below.
    mutating func absorb(_ below: Pool) {
      lowest = below.lowest
      positives += below.positives
      weight += below.weight
    }

    func knots(_ rate: Double) -> [Knot] {
      let left = Knot(probability: lowest, calibrated: rate)
      return lowest == highest ? [left] : [left, Knot(probability: highest, calibrated: rate)]
    }
  }
}
