import Numerics

/// What a customer's past spend alone says of the value to come: exp(intercept) · (1 + spend)^slope.
///
/// Trees cannot predict beyond the values they saw, and the few largest customers always lie there. They learn each
/// customer's ratio to this scale instead. A slope below 1 is regression to the mean.
public struct SpendScale: Sendable, Codable, Equatable {
  public let intercept: Double
  /// 0...1.
  public let slope: Double

  /// The same for everybody.
  public static let flat = SpendScale(intercept: 0, slope: 0)

  public init(intercept: Double, slope: Double) {
    (self.intercept, self.slope) = (intercept, slope)
  }

  /// The Tweedie quasi-likelihood estimate (Jørgensen 1987) of a log-linear mean with one slope.
  ///
  /// For a fixed slope b the intercept is closed, exp(a) = A/B with A = Σ y·xᵇ⁽¹⁻ᵖ⁾ and B = Σ xᵇ⁽²⁻ᵖ⁾, and the deviance
  /// left is proportional to A²⁻ᵖ·Bᵖ⁻¹, whose logarithm is convex in b: a golden-section search finds its minimum.
  ///
  /// - Parameters:
  ///   - pastSpend: ≥ 0, one a row.
  ///   - values: what came, ≥ 0; `flat` where nothing came at all.
  ///   - power: of the variance, in (1, 2).
  public init(pastSpend: [Double], values: [Double], power: Double) {
    precondition(pastSpend.count == values.count && power > 1 && power < 2)
    guard values.contains(where: { $0 > 0 }) else {
      self = .flat
      return
    }
    let logSpend = pastSpend.map { logOnePlus(max(0, $0)) }
    let sums = { (slope: Double) in
      var (first, second) = (0.0, 0.0)
      for (x, value) in zip(logSpend, values) {
        if value > 0 { first += value * exponential((1 - power) * slope * x) }
        second += exponential((2 - power) * slope * x)
      }
      return (first: logarithm(first), second: logarithm(second))
    }
    let slope = Self.minimum { slope in
      let sums = sums(slope)
      return (2 - power) * sums.first + (power - 1) * sums.second
    }
    let best = sums(slope)
    self.init(intercept: best.first - best.second, slope: slope)
  }

  /// Scale of each row, > 0.
  public func callAsFunction(_ pastSpend: [Double]) -> [Double] {
    pastSpend.map { exponential(intercept + slope * logOnePlus(max(0, $0))) }
  }

  /// Where a convex function on 0...1 is smallest, to 1e-6.
  private static func minimum(of function: (Double) -> Double) -> Double {
    let golden = (5.0.squareRoot() - 1) / 2
    var (low, high) = (0.0, 1.0)
    var (left, right) = (1 - golden, golden)
    var (atLeft, atRight) = (function(left), function(right))
    while high - low > 1e-6 {
      if atLeft <= atRight {
        (high, right, atRight) = (right, left, atLeft)
        left = high - golden * (high - low)
        atLeft = function(left)
      } else {
        (low, left, atLeft) = (left, right, atRight)
        right = low + golden * (high - low)
        atRight = function(right)
      }
    }
    return (low + high) / 2
  }
}
