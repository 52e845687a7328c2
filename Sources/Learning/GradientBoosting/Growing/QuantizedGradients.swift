package import Numerics

/// The derivatives of one iteration as whole numbers, which histograms are made from.
package struct QuantizedGradients {
  package let quantizer: GradientQuantizer
  /// One per row of the matrix; nil where the quantizer does not pack.
  let packed: UnsafePointer<PackedGradient>?
  /// One per row of the matrix; nil where it packs.
  let wide: UnsafePointer<WideGradient>?

  /// Levels of one row.
  package func levels(_ row: Int) -> GradientSums {
    switch quantizer.width {
    case .packed:
      GradientSums(gradient: Double(packed![row] >> 8), hessian: Double(packed![row] & 0xFF), count: 1)
    case .wide: GradientSums(gradient: Double(wide![row].x), hessian: Double(wide![row].y), count: 1)
    }
  }
}

/// Room for the levels of every row in either width; one that never comes takes no memory.
package final class GradientLevels {
  private let rows: Int
  private var packed: [PackedGradient] = []
  private var wide: [WideGradient] = []

  package init(rows: Int) { self.rows = rows }

  /// Turns the derivatives of every row into levels.
  ///
  /// - Parameter key: random bits of this iteration; with the row they decide the rounding of packed ones.
  package func fill(
    _ derivatives: Derivatives, _ quantizer: GradientQuantizer, key: SIMD2<UInt32>, context: ExecutionContext
  ) throws(Cancelled) {
    let pairs = UnsafePointer(derivatives.pairs.baseAddress!)
    switch quantizer.width {
    case .packed:
      if packed.isEmpty { packed = [PackedGradient](repeating: 0, count: rows) }
      try quantizer.pack(pairs, rows: rows, key: key, into: &packed, context: context)
    case .wide:
      if wide.isEmpty { wide = [WideGradient](repeating: .zero, count: rows) }
      try quantizer.widen(pairs, rows: rows, into: &wide, context: context)
    }
  }

  /// Calls `body` with what was filled last.
  package func withLevels<Result>(
    _ quantizer: GradientQuantizer, _ body: (QuantizedGradients) throws -> Result
  ) rethrows -> Result {
    try packed.withUnsafeBufferPointer { packed in
      try wide.withUnsafeBufferPointer { wide in
        try body(QuantizedGradients(quantizer: quantizer, packed: packed.baseAddress, wide: wide.baseAddress))
      }
    }
  }
}
