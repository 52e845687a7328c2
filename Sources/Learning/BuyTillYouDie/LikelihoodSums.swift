import Numerics

/// ln L and its gradient over some rows, of a model with four parameters.
struct LikelihoodSums: Mergeable {
  var value = 0.0
  /// By the parameters themselves, not their logarithms.
  var gradient = SIMD4<Double>.zero

  mutating func merge(_ other: LikelihoodSums) {
    value += other.value
    gradient += other.gradient
  }
}
