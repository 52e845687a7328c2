/// The derivatives of one iteration as whole numbers, which histograms are made from.
package struct QuantizedGradients {
  package let quantizer: GradientQuantizer
  /// One per row of the matrix.
  package let pairs: UnsafePointer<SIMD2<Float>>
  /// One per row of the matrix, where the quantizer packs.
  package let packed: UnsafePointer<PackedGradient>

  package init(
    quantizer: GradientQuantizer, pairs: UnsafePointer<SIMD2<Float>>, packed: UnsafePointer<PackedGradient>
  ) {
    (self.quantizer, self.pairs, self.packed) = (quantizer, pairs, packed)
  }

  /// Levels of one row.
  package func levels(_ row: Int) -> GradientSums {
    switch quantizer.width {
    case .packed:
      GradientSums(gradient: Double(packed[row] >> 8), hessian: Double(packed[row] & 0xFF), count: 1)
    case .wide: quantizer.wideLevels(pairs[row])
    }
  }
}
