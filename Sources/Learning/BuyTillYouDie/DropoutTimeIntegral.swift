import CIntrinsics
import Numerics

/// ∫ (α + t)^−p · (β + t)^−q dt over the times at which a customer of Pareto/NBD may have dropped out, and means over
/// them.
///
/// Fader & Hardie (2005) write the integral as a difference of two values of ₂F₁, which loses its digits where the
/// times are close together or the powers large. Its integrand is positive and smooth in y = ln(min(α, β) + t): the
/// other factor is a power of e^y + |α − β|, analytic up to a distance of π from the real axis. So Gauss–Legendre
/// rules over short pieces of y give every digit, and the derivatives come from the same points.
struct DropoutTimeIntegral {
  /// ln of the integral; −∞ over no time.
  let logValue: Double
  /// Means of ln(α + t), ln(β + t), 1/(α + t) and 1/(β + t), weighted by the integrand; 0 over no time.
  let means: SIMD4<Double>

  /// - Parameters:
  ///   - p: r + x.
  ///   - q: s + 1.
  ///   - times: from the last purchase to the end of observation.
  init(p: Double, alpha: Double, q: Double, beta: Double, times: ClosedRange<Double>) {
    let alphaIsNear = alpha <= beta
    let integrand = Integrand(
      nearPower: alphaIsNear ? p : q, farPower: alphaIsNear ? q : p, gap: abs(alpha - beta),
      start: min(alpha, beta) + times.lowerBound)
    let length = log1p((times.upperBound - times.lowerBound) / integrand.start)
    let sums = integrand.sums(to: length)
    guard sums.value > 0 else {
      (logValue, means) = (-.infinity, .zero)
      return
    }
    logValue = log(sums.value) + integrand.logScale
    let found = sums.moments / sums.value
    // Near and far, as logarithm and inverse each.
    means = alphaIsNear ? found : SIMD4(found[1], found[0], found[3], found[2])
  }
}

/// As a function of w = y − y₀, y₀ at the start, relative to its value there.
private struct Integrand {
  /// Of the smaller of α + t and β + t.
  let nearPower: Double
  let farPower: Double
  /// The larger less the smaller one.
  let gap: Double
  /// The smaller one at the start.
  let start: Double

  struct Sums {
    var value = 0.0
    /// By ln near, ln far, 1 / near, 1 / far.
    var moments = SIMD4<Double>.zero
  }
}

extension Integrand {
  /// ln of the value at the start; dt = near · dy.
  var logScale: Double { (1 - nearPower) * log(start) - farPower * log(start + gap) }

  /// - Parameter length: of w.
  func sums(to length: Double) -> Sums {
    var sums = Sums()
    var position = 0.0
    while position < length {
      let piece = min(pieceLength(at: position), length - position)
      let before = sums.value
      add(from: position, piece, to: &sums)
      let added = sums.value - before
      // What is left falls faster than this piece did.
      if rate(position) > 2, added < 1e-17 * sums.value { break }
      position += piece
    }
    return sums
  }

  /// −d ln(integrand without dt) / dw, which rises with w.
  private func rate(_ w: Double) -> Double {
    let near = start * exp(w)
    return nearPower + farPower * near / (near + gap)
  }

  /// So short that the integrand falls by e^−12 at most and bends little.
  private func pieceLength(at position: Double) -> Double {
    var piece = 2.0
    while piece * rate(position + piece) > 12 { piece /= 2 }
    return piece
  }

  private func add(from position: Double, _ piece: Double, to sums: inout Sums) {
    let (logStart, logFarStart, half) = (log(start), log(start + gap), piece / 2)
    Self.rule.withUnsafeBufferPointer { rule in
      for point in rule {
        let w = position + half * (1 + point.place)
        let near = start * exp(w)
        let far = near + gap
        let logFar = log(far)
        let value = point.weight * half * exp((1 - nearPower) * w - farPower * (logFar - logFarStart))
        sums.value += value
        sums.moments += value * SIMD4(logStart + w, logFar, 1 / near, 1 / far)
      }
    }
  }

  private struct Point {
    let place: Double
    let weight: Double
  }

  /// Gauss–Legendre on −1…1: roots of P₁₂ by Newton's method from Tricomi's estimates.
  private static let rule: [Point] = {
    let order = 12
    return (1...order).map { index in
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
      return Point(place: x, weight: 2 / ((1 - x * x) * slope * slope))
    }
  }()
}
