import CIntrinsics
import Numerics

/// ∫ (α + t)^−p · (β + t)^−q dt over the times at which customers of Pareto/NBD may have dropped out, and means over
/// them.
///
/// Fader & Hardie (2005) write the integral as a difference of two values of ₂F₁, which loses its digits where the
/// times are close together or the powers large. Its integrand is positive and smooth in y = ln(min(α, β) + t): the
/// other factor is a power of e^y + |α − β|, analytic up to a distance of π from the real axis. So Gauss–Legendre
/// rules over short pieces of y give every digit, and the derivatives come from the same points.
struct DropoutTimeIntegral {
  /// ln(1 + t/α), or ln(1 + t/β).
  struct Logarithm {
    /// Where the times start.
    var start: Lanes
    /// From there to their end.
    var growth: Lanes
    /// Mean growth, weighted by the integrand; 0 over no time.
    var mean: Lanes
  }

  /// ln of the integral relative to (α + t)^−p · (β + t)^−(q − 1) at the start; very low over no time.
  let logValue: Lanes
  let logAlpha: Logarithm
  let logBeta: Logarithm
  /// Means of 1/(α + t) and 1/(β + t), weighted by the integrand; 0 over no time.
  let inverseAlpha: Lanes
  let inverseBeta: Lanes

  /// - Parameters:
  ///   - p: r + x.
  ///   - q: s + 1.
  ///   - start: the last purchase.
  ///   - end: of observation.
  @inline(__always)
  init(p: Lanes, alpha: Double, q: Double, beta: Double, from start: Lanes, to end: Lanes) {
    let alphaIsNear = alpha <= beta
    let (least, gap) = (min(alpha, beta), abs(alpha - beta))
    let (near, far, elapsed) = (least + start, (least + gap) + start, end - start)
    let inverseFar = 1 / far
    let integrand = Integrand(
      nearPower: alphaIsNear ? p : Lanes(repeating: q), farPower: alphaIsNear ? Lanes(repeating: q) : p,
      gap: gap * inverseFar, start: near * inverseFar)
    let length = logOnePlus(elapsed / near)
    let sums = integrand.sums(to: length)
    let value = pointwiseMax(sums.value, Lanes(repeating: .leastNormalMagnitude))
    let inverse = 1 / value
    let nearLogarithm = Logarithm(
      start: logOnePlus(start / least), growth: length, mean: sums.logNear * inverse)
    let farLogarithm = Logarithm(
      start: logOnePlus(start / (least + gap)), growth: logOnePlus(elapsed * inverseFar),
      mean: sums.logFar * inverse)
    // dt = near · dy, and one power of β is left out.
    logValue = logarithm(value) + (alphaIsNear ? logarithm(near * inverseFar) : Lanes.zero)
    let (meanInverseNear, meanInverseFar) = (sums.inverseNear * inverse / near, sums.inverseFar * inverse * inverseFar)
    (logAlpha, logBeta) = alphaIsNear ? (nearLogarithm, farLogarithm) : (farLogarithm, nearLogarithm)
    (inverseAlpha, inverseBeta) =
      alphaIsNear ? (meanInverseNear, meanInverseFar) : (meanInverseFar, meanInverseNear)
  }
}

/// As a function of w = y − y₀, y₀ at the start, relative to its value there.
private struct Integrand {
  /// Of the smaller of α + t and β + t.
  let nearPower: Lanes
  let farPower: Lanes
  /// The larger less the smaller one, in units of the larger one at the start.
  let gap: Lanes
  /// The smaller one at the start, in the same units.
  let start: Lanes

  /// Of the integrand, and of it times how much the logarithms have grown, times what the inverses have shrunk to.
  struct Sums {
    var value = Lanes.zero
    var logNear = Lanes.zero
    var logFar = Lanes.zero
    var inverseNear = Lanes.zero
    var inverseFar = Lanes.zero
  }
}

extension Integrand {
  /// - Parameter length: of w.
  @inline(__always)
  func sums(to length: Lanes) -> Sums {
    var sums = Sums()
    var position = Lanes.zero
    var isOpen = length .> Lanes.zero
    while any(isOpen) {
      let rest = length - position
      let reach = pointwiseMin(rest, Lanes(repeating: 2))
      let steepest = rate(position + reach)
      // So short that the integrand falls by e^−12 at most and bends little.
      var piece = pointwiseMin(reach, 12 / steepest)
      let isLast = piece .>= rest
      piece.replace(with: 0, where: .!isOpen)
      let before = sums.value
      let half = 0.5 * piece
      let rule = Self.rule(bending: (piece * pointwiseMax(steepest, Lanes(repeating: 3))).max())
      rule.withUnsafeBufferPointer { rule in
        for point in rule {
          add(position.addingProduct(half, Lanes(repeating: point.place)), half * point.weight, &sums)
        }
      }
      // What is left falls faster than this piece did.
      let isOver = (steepest .> Lanes(repeating: 2)) .& (sums.value - before .< 1e-17 * sums.value)
      position += piece
      isOpen = isOpen .& .!isLast .& .!isOver
    }
    return sums
  }

  /// −d ln(integrand without dt) / dw, which rises with w.
  @inline(__always)
  private func rate(_ w: Lanes) -> Lanes {
    nearPower + farPower * start / (start + gap * expOfNonPositive(-w))
  }

  @inline(__always)
  private func add(_ w: Lanes, _ weight: Lanes, _ sums: inout Sums) {
    let shrunk = expOfNonPositive(-w)
    // e^−w times what the larger one has grown to.
    let share = start.addingProduct(gap, shrunk)
    let logShare = logarithm(share)
    let value = weight * exponential((1 - nearPower - farPower) * w - farPower * logShare)
    sums.value += value
    sums.logNear.addProduct(value, w)
    sums.logFar.addProduct(value, logShare + w)
    sums.inverseNear.addProduct(value, shrunk)
    sums.inverseFar.addProduct(value, shrunk / share)
  }

  private struct Point {
    /// On 0…2.
    let place: Double
    let weight: Double
  }

  /// A rule with an error of about 1e-15 of its sum.
  ///
  /// - Parameter bending: of ln of the integrand over a piece; for the far factor, three times the length.
  private static func rule(bending: Double) -> [Point] {
    bending <= 0.5 ? fivePoints : bending <= 3 ? eightPoints : twelvePoints
  }

  private static let fivePoints = rule(order: 5)
  private static let eightPoints = rule(order: 8)
  private static let twelvePoints = rule(order: 12)

  /// Gauss–Legendre: roots of the Legendre polynomial by Newton's method from Tricomi's estimates.
  private static func rule(order: Int) -> [Point] {
    (1...order).map { index in
      var x = cos(Double.pi * (Double(index) - 0.25) / (Double(order) + 0.5))
      var slope = 0.0
      for _ in 0..<20 {
        var (before, here) = (1.0, x)
        for degree in 2...order {
          let k = Double(degree)
          (before, here) = (here, ((2 * k - 1) * x * here - (k - 1) * before) / k)
        }
        slope = Double(order) * (x * here - before) / (x * x - 1)
        x -= here / slope
      }
      return Point(place: 1 + x, weight: 2 / ((1 - x * x) * slope * slope))
    }
  }
}
