import Numerics

/// ln L and its gradient over some rows, of a model with up to four parameters.
package struct LikelihoodSums: Mergeable {
  var value = 0.0
  /// By the parameters themselves, not their logarithms.
  var gradient = SIMD4<Double>.zero

  package mutating func merge(_ other: LikelihoodSums) {
    value += other.value
    gradient += other.gradient
  }
}

/// The same of eight rows side by side.
struct LikelihoodLanes {
  var value = Lanes.zero
  var byFirst = Lanes.zero
  var bySecond = Lanes.zero
  var byThird = Lanes.zero
  var byFourth = Lanes.zero
}

extension LikelihoodLanes {
  /// Adds rows times their weights.
  @inline(__always)
  mutating func add(_ rows: LikelihoodLanes, weight: Lanes) {
    value.addProduct(weight, rows.value)
    byFirst.addProduct(weight, rows.byFirst)
    bySecond.addProduct(weight, rows.bySecond)
    byThird.addProduct(weight, rows.byThird)
    byFourth.addProduct(weight, rows.byFourth)
  }

  /// Over the lanes.
  var sums: LikelihoodSums {
    LikelihoodSums(value: value.sum(), gradient: SIMD4(byFirst.sum(), bySecond.sum(), byThird.sum(), byFourth.sum()))
  }
}
