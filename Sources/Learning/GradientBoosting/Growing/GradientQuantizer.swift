package import Numerics

/// Turns the derivatives of one iteration into whole numbers.
///
/// Sums of whole numbers are the same in any order, so histograms do not depend on threads, and a sibling by subtraction
/// is exact. *Packed* ones have 8 bits each and are rounded at random, without bias, by a counter-based generator (Shi
/// et al. 2022, "Quantized training of gradient boosting decision trees"); *wide* ones have up to 29 bits. All sums stay
/// below 2⁵¹, where doubles are exact and a conversion is an addition.
package struct GradientQuantizer: Sendable, Equatable {
  package enum Width: Sendable, Equatable { case packed, wide }

  /// Which of the two is used in this iteration.
  package let width: Width
  /// What one level of a sum stands for, before the scale of the derivatives.
  package let unit: GradientPair
  /// From stored derivatives to levels.
  let factor: GradientPair
  /// Bits that hold the count of all rows; above them a histogram's cell holds the sum of the hessian's levels.
  let countBits: Int

  /// - Parameters:
  ///   - summary: of the rows to learn from; finite.
  ///   - scale: that of the stored derivatives.
  package init(_ summary: DerivativeSummary, scale: GradientPair, precision: GradientPrecision) {
    width = Self.width(summary, precision)
    countBits = Self.bits(of: summary)
    let levels = Self.levels(summary, width)
    let perLevel = GradientPair(
      gradient: levels.gradient / max(summary.largest.gradient, Self.least),
      hessian: levels.hessian / max(summary.largest.hessian, Self.least))
    factor = GradientPair(gradient: perLevel.gradient / scale.gradient, hessian: perLevel.hessian / scale.hessian)
    unit = GradientPair(gradient: 1 / perLevel.gradient, hessian: 1 / perLevel.hessian)
  }

  /// Anything smaller counts as 0, so that levels per unit stay finite.
  private static let least = 1e-290

  private static func width(_ summary: DerivativeSummary, _ precision: GradientPrecision) -> Width {
    switch precision {
    case .packed: .packed
    case .wide: .wide
    case .automatic: isNoiseSmall(summary) ? .packed : .wide
    }
  }

  /// Rounding at random adds a variance of at most ¼ level² per row to that of the derivatives themselves; below 1.6 % of
  /// it splits are found as well as without. With few rows neither costs much.
  private static func isNoiseSmall(_ summary: DerivativeSummary) -> Bool {
    guard summary.rows >= 20_000 else { return false }
    let levels = levels(summary, .packed)
    func rootMeanSquare(_ squares: Double, _ largest: Double, _ levels: Double) -> Double {
      (squares / Double(summary.rows)).squareRoot() / max(largest, least) * levels
    }
    let gradient = rootMeanSquare(summary.sumOfSquares.gradient, summary.largest.gradient, levels.gradient)
    let hessian = rootMeanSquare(summary.sumOfSquares.hessian, summary.largest.hessian, levels.hessian)
    return gradient >= 4 && (hessian >= 4 || levels.hessian == 1)
  }

  /// Levels of the largest derivative. One level is enough for a hessian that is the same in each row.
  private static func levels(_ summary: DerivativeSummary, _ width: Width) -> GradientPair {
    let isConstant = summary.largest.hessian > 0 && summary.smallestHessian == summary.largest.hessian
    // Bits of the number of rows: a sum of as many levels has that many more.
    let rowBits = bits(of: summary)
    // The hessian shares 64 bits with the count: below 131,072 rows that costs nothing.
    let hessianBits = 64 - 2 * rowBits
    switch width {
    case .packed:
      return GradientPair(gradient: 127, hessian: isConstant ? 1 : min(255, powerOfTwo(hessianBits) - 1))
    case .wide:
      let finest = min(29, 51 - rowBits)
      return GradientPair(
        gradient: powerOfTwo(finest), hessian: isConstant ? 1 : powerOfTwo(min(finest, hessianBits - 1)))
    }
  }

  private static func bits(of summary: DerivativeSummary) -> Int {
    Int.bitWidth - summary.rows.leadingZeroBitCount
  }

  private static func powerOfTwo(_ exponent: Int) -> Double {
    Double(sign: .plus, exponent: exponent, significand: 1)
  }

  /// The sums that sums of levels stand for.
  package func restore(_ sums: GradientSums) -> GradientPair {
    GradientPair(gradient: sums.gradient * unit.gradient, hessian: sums.hessian * unit.hessian)
  }
}

// MARK: - Wide levels

/// A row's levels: gradient, hessian.
package typealias WideGradient = SIMD2<Int32>

extension GradientQuantizer {
  /// Writes the wide levels of every row.
  package func widen(
    _ pairs: UnsafePointer<SIMD2<Float>>, rows: Int, into output: UnsafeMutablePointer<WideGradient>,
    context: ExecutionContext
  ) throws(Cancelled) {
    nonisolated(unsafe) let (pairs, output) = (pairs, output)
    try context.forEachChunk(of: rows) { chunk in
      for row in chunk { output[row] = wideLevels(pairs[row]) }
    }
  }

  /// Wide levels of a row.
  @inline(__always)
  package func wideLevels(_ pair: SIMD2<Float>) -> WideGradient {
    WideGradient(
      Int32((Double(pair.x) * factor.gradient).rounded()), Int32((Double(pair.y) * factor.hessian).rounded()))
  }
}

// MARK: - Packed levels

/// A row's levels in 16 bits: the gradient, −127...127, above the hessian, 0...255.
package typealias PackedGradient = Int16

extension GradientQuantizer {
  /// Writes the packed levels of every row.
  ///
  /// - Parameter key: random bits of this iteration; with the row they decide the rounding.
  package func pack(
    _ pairs: UnsafePointer<SIMD2<Float>>, rows: Int, key: SIMD2<UInt32>,
    into output: UnsafeMutablePointer<PackedGradient>,
    context: ExecutionContext
  ) throws(Cancelled) {
    nonisolated(unsafe) let (pairs, output) = (pairs, output)
    let factors = (gradient: Float(factor.gradient), hessian: Float(factor.hessian))
    try context.forEachChunk(of: rows) { chunk in
      // Scalars without a branch, which the compiler vectorizes.
      let floats = UnsafeRawPointer(pairs).assumingMemoryBound(to: Float.self)
      for row in chunk.lowerBound..<chunk.upperBound {
        let bits = randomBits(UInt32(truncatingIfNeeded: row), key)
        let gradient = bounded(rounded(floats[2 &* row] * factors.gradient, bits &>> 16), -127, 127)
        let hessian = bounded(rounded(floats[2 &* row &+ 1] * factors.hessian, bits & 0xFFFF), 0, 255)
        output[row] = Int16(truncatingIfNeeded: gradient &<< 8 | hessian)
      }
    }
  }
}

/// ⌊x + u⌋ with u uniform in (0, 1) of 16 bits: x on average.
@inline(__always)
private func rounded(_ x: Float, _ bits: UInt32) -> Int32 {
  // 2²³ in the exponent leaves the 16 bits in the fraction; the same trick backwards rounds to the nearest.
  let uniform = Float(bitPattern: bits | 0x4B00_0000) - 0x1p23
  let shifted = x + (uniform + 0.5) * 0x1p-16 - 0.5
  return Int32(bitPattern: (shifted + 0x1.8p23).bitPattern) &- 0x4B40_0000
}

@inline(__always)
private func bounded(_ x: Int32, _ least: Int32, _ most: Int32) -> Int32 {
  let raised = x < least ? least : x
  return raised > most ? most : raised
}

/// 32 random bits: a keyed integer hash of the row (the finalizer of MurmurHash3, Appleby 2011).
@inline(__always)
private func randomBits(_ row: UInt32, _ key: SIMD2<UInt32>) -> UInt32 {
  var x = row &* 0x9E37_79B1 &+ key.x
  x ^= x &>> 16
  x = x &* 0x85EB_CA6B ^ key.y
  x ^= x &>> 13
  x = x &* 0xC2B2_AE35
  return x ^ x &>> 16
}
