import Numerics

extension LogisticLoss {
  /// Eight rows at a time; as `derivatives`, to a few units in the last place.
  func fill(_ chunk: Range<Int>, _ rows: LossPointers, into output: DerivativeOutput) -> DerivativeSummary {
    var summary = DerivativeSummary()
    var (largestGradient, largestHessian) = (Lanes.zero, Lanes.zero)
    var smallestHessian = Lanes(repeating: .infinity)
    var (gradientSquares, hessianSquares) = (Lanes.zero, Lanes.zero)
    let end = chunk.lowerBound + chunk.count / 8 * 8
    for row in stride(from: chunk.lowerBound, to: end, by: 8) {
      let probability = sigmoid(lanes(rows.scores, row))
      var gradient = probability - lanes(rows.targets, row)
      var hessian = probability * (Lanes(repeating: 1) - probability)
      if let weights = rows.weights {
        let weight = lanes(weights, row)
        gradient *= weight
        hessian *= weight
      }
      write(gradient, hessian, row, output)
      let magnitude = gradient.replacing(with: -gradient, where: gradient .< .zero)
      largestGradient.replace(with: magnitude, where: .!(magnitude .<= largestGradient))
      largestHessian.replace(with: hessian, where: .!(hessian .<= largestHessian))
      smallestHessian.replace(with: hessian, where: hessian .< smallestHessian)
      gradientSquares += gradient * gradient
      hessianSquares += hessian * hessian
    }
    for lane in 0..<8 where end > chunk.lowerBound {
      summary.add(
        GradientPair(gradient: largestGradient[lane], hessian: largestHessian[lane]))
    }
    summary.smallestHessian = smallestHessian.min()
    summary.sumOfSquares = GradientPair(gradient: gradientSquares.sum(), hessian: hessianSquares.sum())
    summary.rows = end - chunk.lowerBound
    for row in end..<chunk.upperBound { fill(row, rows, into: output, &summary) }
    return summary
  }

  @inline(__always)
  private func lanes(_ values: UnsafePointer<Double>, _ row: Int) -> Lanes {
    UnsafeRawPointer(values + row).loadUnaligned(as: Lanes.self)
  }

  @inline(__always)
  private func write(_ gradient: Lanes, _ hessian: Lanes, _ row: Int, _ output: DerivativeOutput) {
    let gradients = gradient * Lanes(repeating: output.scale.gradient)
    let hessians = hessian * Lanes(repeating: output.scale.hessian)
    let pairs = output.pairs + row
    for lane in 0..<8 { pairs[lane] = SIMD2(Float(gradients[lane]), Float(hessians[lane])) }
  }
}
