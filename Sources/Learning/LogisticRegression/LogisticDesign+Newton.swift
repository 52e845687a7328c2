import Numerics

/// What one pass tells about a point: everything a Newton step needs.
struct NewtonSummary: Sendable {
  var logLikelihood = 0.0
  /// Least y·(z·point) with y = ±1, over rows with weight: positive where the point separates the classes.
  var leastMargin = Double.infinity
  /// Xᵀ · w(y − p).
  var gradient: [Double]
  /// Xᵀ · W · X, in the lower triangle.
  var information: Matrix<Double>

  init(width: Int) {
    gradient = [Double](repeating: 0, count: width)
    information = Matrix(rows: width, columns: width)
  }

  mutating func add(_ other: NewtonSummary) {
    logLikelihood += other.logLikelihood
    leastMargin = min(leastMargin, other.leastMargin)
    for index in gradient.indices { gradient[index] += other.gradient[index] }
    for index in information.elements.indices { information.elements[index] += other.information.elements[index] }
  }
}

extension LogisticDesign {
  /// Log-likelihood, gradient and information at `point`, in one pass.
  func newtonSummary(at point: [Double], _ selection: RowSelection = .all) -> NewtonSummary {
    reduceBlocks(selection, into: NewtonSummary(width: width), at: point) { summary, block in
      block.evaluate(into: &summary)
      block.addGradient(of: block.first, into: &summary.gradient)
      block.scaleRows(by: block.second)
      block.information.add(block.z, rows: block.paddedRows, leading: block.capacity)
    } finish: { summary, block in
      block.information.total(into: &summary.information)
    } combine: {
      $0.add($1)
    }
  }

  /// Least and greatest y·(z·direction) with y = ±1, over rows with weight.
  func margins(along direction: [Double]) -> (least: Double, greatest: Double) {
    let initial = SIMD2(Double.infinity, -Double.infinity)
    let range = reduceBlocks(into: initial, at: direction) { range, block in
      for row in 0..<block.rows where block.weights[row] > 0 {
        let margin = (2 * block.labels[row] - 1) * block.predictor[row]
        range = SIMD2(min(range[0], margin), max(range[1], margin))
      }
    } combine: {
      $0 = SIMD2(min($0[0], $1[0]), max($0[1], $1[1]))
    }
    return (range[0], range[1])
  }

  /// Firth's modified gradient Xᵀ · (w(y − p) + h(½ − p)), h the diagonal of the weighted hat matrix, where `factor` is
  /// that of the information at `point`.
  func firthGradient(at point: [Double], factor: CholeskyFactor) -> [Double] {
    let zero = [Double](repeating: 0, count: width)
    return reduceBlocks(into: zero, at: point) { gradient, block in
      var unused = NewtonSummary(width: 0)
      block.evaluate(into: &unused)
      block.addGradient(of: block.first, into: &gradient)
      block.addFirthTerm(factor, into: &gradient)
    } combine: { sum, part in
      for index in sum.indices { sum[index] += part[index] }
    }
  }
}
