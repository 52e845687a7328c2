import Numerics

/// First and second derivative of a row's loss by its raw score, times the row's weight.
package struct GradientPair: Sendable, Equatable {
  package var gradient: Double
  package var hessian: Double

  package init(gradient: Double, hessian: Double) {
    self.gradient = gradient
    self.hessian = hessian
  }
}

/// The derivatives of every row in single precision, times `scale` (powers of two, so that nothing is lost by it).
package final class Derivatives {
  /// Gradient and hessian of each row.
  package let pairs: UnsafeMutableBufferPointer<SIMD2<Float>>
  package var scale = GradientPair(gradient: 1, hessian: 1)

  package init(rows: Int) {
    pairs = .allocate(capacity: rows)
    pairs.initialize(repeating: .zero)
  }

  deinit { pairs.deallocate() }

  /// Chooses the scale by the largest derivatives, where single precision would not hold them as they are.
  ///
  /// - Returns: whether it changed, so that the pairs have to be filled again.
  func adaptScale(to summary: DerivativeSummary) -> Bool {
    let wanted = GradientPair(
      gradient: Self.scale(summary.largest.gradient), hessian: Self.scale(summary.largest.hessian))
    defer { scale = wanted }
    return wanted != scale
  }

  private static func scale(_ largest: Double) -> Double {
    guard largest > 0 && !(0x1p-40...0x1p60).contains(largest) else { return 1 }
    return Double(sign: .plus, exponent: -Int(largest.exponent), significand: 1)
  }
}

/// What a pass over the derivatives finds, before their scale.
package struct DerivativeSummary: Mergeable, Equatable {
  /// Largest magnitudes; NaN where a derivative is not finite.
  package var largest = GradientPair(gradient: 0, hessian: 0)
  package var smallestHessian = Double.infinity
  package var sumOfSquares = GradientPair(gradient: 0, hessian: 0)
  package var rows = 0

  package init() {}

  package mutating func add(_ pair: GradientPair) {
    largest.gradient = largerOrNaN(largest.gradient, pair.gradient.magnitude)
    largest.hessian = largerOrNaN(largest.hessian, pair.hessian)
    smallestHessian = min(smallestHessian, pair.hessian)
    sumOfSquares.gradient += pair.gradient * pair.gradient
    sumOfSquares.hessian += pair.hessian * pair.hessian
    rows += 1
  }

  package mutating func merge(_ other: DerivativeSummary) {
    largest.gradient = largerOrNaN(largest.gradient, other.largest.gradient)
    largest.hessian = largerOrNaN(largest.hessian, other.largest.hessian)
    smallestHessian = min(smallestHessian, other.smallestHessian)
    sumOfSquares.gradient += other.sumOfSquares.gradient
    sumOfSquares.hessian += other.sumOfSquares.hessian
    rows += other.rows
  }

  var isFinite: Bool { largest.gradient.isFinite && largest.hessian.isFinite }
}

private func largerOrNaN(_ first: Double, _ second: Double) -> Double {
  // A NaN on either side stays: `first >= second` is false for a NaN `second`, and `first` is kept where it is NaN.
  first.isNaN || first >= second ? first : second
}
