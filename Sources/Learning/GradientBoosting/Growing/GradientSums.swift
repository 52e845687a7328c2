/// Sums of levels over the rows of a bin, a leaf or a side of a split: whole numbers below 2⁵³, so exact in any order.
package struct GradientSums: Sendable, Equatable {
  package var gradient: Double = 0
  package var hessian: Double = 0
  package var count: Double = 0

  package init(gradient: Double = 0, hessian: Double = 0, count: Double = 0) {
    self.gradient = gradient
    self.hessian = hessian
    self.count = count
  }

  package static func + (left: GradientSums, right: GradientSums) -> GradientSums {
    GradientSums(
      gradient: left.gradient + right.gradient, hessian: left.hessian + right.hessian, count: left.count + right.count)
  }

  package static func += (left: inout GradientSums, right: GradientSums) { left = left + right }

  package static func - (left: GradientSums, right: GradientSums) -> GradientSums {
    GradientSums(
      gradient: left.gradient - right.gradient, hessian: left.hessian - right.hessian, count: left.count - right.count)
  }
}
