import CIntrinsics

/// Gauss–Legendre rules on [0, 1]: with n points, integrals of polynomials up to degree 2n − 1 are exact.
package struct UnitQuadrature: Sendable {
  /// Of the rules with 1, 2, … points, one after the other.
  package let points: [Double]
  package let weights: [Double]

  /// - Parameter degree: the highest to be integrated.
  package init(degree: Int) {
    var (points, weights): ([Double], [Double]) = ([], [])
    for count in 1...Self.count(degree: degree) {
      for index in 0..<count {
        let (point, weight) = Self.point(index, of: count)
        points.append((1 - point) / 2)
        weights.append(weight / 2)
      }
    }
    (self.points, self.weights) = (points, weights)
  }

  /// Points that a polynomial needs.
  package static func count(degree: Int) -> Int { degree / 2 + 1 }

  /// Where the rule with `count` points begins.
  package static func start(count: Int) -> Int { count * (count - 1) / 2 }

  /// A root of Legendre's polynomial in [−1, 1] by Newton's method, and its weight.
  private static func point(_ index: Int, of count: Int) -> (point: Double, weight: Double) {
    var x = cos(Double.pi * (Double(index) + 0.75) / (Double(count) + 0.5))
    var slope = 0.0
    // The start is within 1/n² of the root; three steps reach the last digit, the fourth settles it.
    for _ in 0..<5 {
      var (before, value) = (0.0, 1.0)
      for degree in 1...count {
        let n = Double(degree)
        (before, value) = (value, ((2 * n - 1) * x * value - (n - 1) * before) / n)
      }
      slope = Double(count) * (x * value - before) / (x * x - 1)
      x -= value / slope
    }
    return (x, 2 / ((1 - x * x) * slope * slope))
  }
}
