import Numerics

/// A row's derivatives as integers.
package struct QuantizedGradient: Sendable, Equatable {
  package var gradient: Int32
  package var hessian: Int32

  package init(gradient: Int32, hessian: Int32) {
    self.gradient = gradient
    self.hessian = hessian
  }
}

/// Fixed-point scales of one iteration.
///
/// Sums of integers are the same in any order, so histograms do not depend on threads, and a sibling by subtraction is
/// exact. 2²⁹ levels or more from zero to the largest magnitude leave less error than a sum of doubles would notice; 2³³
/// rows fit a sum. Scales are powers of two, so that scaling itself is exact.
package struct GradientQuantizer: Sendable, Equatable {
  package let gradientScale: Double
  package let hessianScale: Double
  private let gradientUnit: Double
  private let hessianUnit: Double

  /// - Parameter largest: largest magnitudes among the rows; finite.
  package init(largest: GradientPair) {
    gradientScale = Self.scale(largest.gradient)
    hessianScale = Self.scale(largest.hessian)
    gradientUnit = 1 / gradientScale
    hessianUnit = 1 / hessianScale
  }

  private static func scale(_ largest: Double) -> Double {
    guard largest > 0 else { return 1 }
    return Double(sign: .plus, exponent: 29 - max(Int(largest.exponent), -900), significand: 1)
  }

  package func quantize(_ pair: GradientPair) -> QuantizedGradient {
    QuantizedGradient(
      gradient: Int32((pair.gradient * gradientScale).rounded()),
      hessian: Int32((pair.hessian * hessianScale).rounded()))
  }

  func quantize(
    _ pairs: [GradientPair], into quantized: inout [QuantizedGradient], parallelism: Parallelism
  ) {
    quantized.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let output = buffer
      parallelism.forEachChunk(of: pairs.count) { rows in
        pairs.withUnsafeBufferPointer { pairs in
          for row in rows { output[row] = quantize(pairs[row]) }
        }
      }
    }
  }

  /// The sums that integer sums stand for.
  package func restore(_ sums: GradientSums) -> GradientPair {
    GradientPair(gradient: Double(sums.gradient) * gradientUnit, hessian: Double(sums.hessian) * hessianUnit)
  }
}
