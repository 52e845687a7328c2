/// Which rows of a leaf go left.
package enum SplitRule: Sendable, Equatable {
  /// Bins up to `lastLeft`; missing values by `missingGoesLeft`.
  case numeric(lastLeft: Int, missingGoesLeft: Bool)
  /// These bins; all others, and missing values, go right.
  case categories([Int])
}

/// A way to split a leaf in two.
package struct SplitCandidate: Sendable, Equatable {
  package let column: Int
  package let rule: SplitRule
  /// Loss reduction, without the factor ½.
  package let gain: Double
  package let left: GradientSums
}

extension SplitCandidate {
  /// 1 for each bin whose rows go left.
  func sides(of bins: FeatureBins) -> SplitSides {
    var sides = [UInt8](repeating: 0, count: 256)
    switch rule {
    case .numeric(let last, let missingGoesLeft):
      for bin in 0...last { sides[bin] = 1 }
      if bins.hasMissing { sides[Int(bins.missingBin)] = missingGoesLeft ? 1 : 0 }
    case .categories(let categories):
      for bin in categories { sides[bin] = 1 }
    }
    return sides
  }
}

/// 256 bytes: 1 for each bin whose rows go left.
package typealias SplitSides = [UInt8]

/// A leaf as the search for its split sees it.
package struct LeafSummary: Sendable {
  package let total: GradientSums
  /// Bounds of its value, before the learning rate.
  package let bounds: ClosedRange<Double>

  package init(total: GradientSums, bounds: ClosedRange<Double> = -Double.infinity...Double.infinity) {
    (self.total, self.bounds) = (total, bounds)
  }
}
