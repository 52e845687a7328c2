import Numerics

/// What one pass over the features computes before the first step: moments and the extremes of each class.
struct FeatureProfile: Mergeable {
  var weight = 0.0
  var positiveWeight = 0.0
  var columns: [Column]

  struct Column: Sendable {
    var mean = 0.0
    /// Weighted sum of squared deviations from `mean`.
    var squares = 0.0
    /// Lowest and highest value among rows of label 0 and of label 1.
    var lowest = SIMD2<Double>(repeating: .infinity)
    var highest = SIMD2<Double>(repeating: -.infinity)
  }
}

extension FeatureProfile {
  /// Merges the profile of other rows (Chan, Golub & LeVeque 1979 for the moments).
  mutating func merge(_ other: FeatureProfile) {
    let total = weight + other.weight
    for index in columns.indices {
      let theirs = other.columns[index]
      columns[index].lowest = pointwiseMin(columns[index].lowest, theirs.lowest)
      columns[index].highest = pointwiseMax(columns[index].highest, theirs.highest)
      columns[index].squares += theirs.squares
      guard other.weight > 0 else { continue }
      let shift = theirs.mean - columns[index].mean
      columns[index].squares += shift * shift * weight * other.weight / total
      columns[index].mean += shift * other.weight / total
    }
    weight = total
    positiveWeight += other.positiveWeight
  }

  /// Weighted standard deviations; 0 where a column is constant to the precision of its values, which may have been
  /// of 32 bits.
  var scales: [Double] {
    columns.map { column in
      let deviation = (column.squares / weight).squareRoot()
      let size = max(abs(column.lowest.min()), abs(column.highest.max()))
      return deviation > 1e-7 * size ? deviation : 0
    }
  }

  /// The first single feature whose threshold separates the classes, complete separations before quasi-complete ones.
  func separation(_ intercept: LogisticRegressionSettings.Intercept) -> Separation {
    var quasi: Separation = .none
    for (feature, column) in columns.enumerated() where column.lowest.min() < column.highest.max() {
      switch column.gap(intercept) {
      case let gap where gap > 0: return .complete(feature: feature)
      case 0 where quasi == .none: quasi = .quasiComplete(feature: feature)
      default: break
      }
    }
    return quasi
  }
}

extension FeatureProfile.Column {
  /// Width of the gap between the classes on this feature, negative where they overlap. Without an intercept the
  /// threshold is 0.
  func gap(_ intercept: LogisticRegressionSettings.Intercept) -> Double {
    switch intercept {
    case .fitted: max(lowest[1] - highest[0], lowest[0] - highest[1])
    case .absent: max(min(lowest[1], -highest[0]), min(lowest[0], -highest[1]))
    }
  }
}
