import Numerics

/// What one pass tells about a point: everything a Newton step needs.
struct NewtonSummary: Mergeable {
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

  mutating func merge(_ other: NewtonSummary) {
    logLikelihood += other.logLikelihood
    leastMargin = min(leastMargin, other.leastMargin)
    for index in gradient.indices { gradient[index] += other.gradient[index] }
    for index in information.elements.indices { information.elements[index] += other.information.elements[index] }
  }
}

extension LogisticDesign {
  /// Log-likelihood, gradient and information at `point`, in one pass, which is reported.
  func newtonSummary(at point: [Double], _ selection: RowSelection = .all) throws(Cancelled) -> NewtonSummary {
    context.progress.expect(1, unit: "passes")
    defer { context.progress.advance() }
    return try reduceBlocks(selection, into: NewtonSummary(width: width), at: point) { summary, block in
      block.evaluate(into: &summary)
      block.addGradient(of: block.first, into: &summary.gradient)
      block.scaleRows(by: block.second)
      block.information.add(block.z, rows: block.paddedRows, leading: block.capacity)
    } finish: { summary, block in
      block.information.total(into: &summary.information)
    }
  }

  /// Least and greatest y·(z·direction) with y = ±1, over rows with weight.
  func margins(along direction: [Double]) throws(Cancelled) -> MarginRange {
    try reduceBlocks(into: MarginRange(), at: direction) { range, block in
      for row in 0..<block.rows where block.weights[row] > 0 {
        let margin = (2 * block.labels[row] - 1) * block.predictor[row]
        range.least = min(range.least, margin)
        range.greatest = max(range.greatest, margin)
      }
    }
  }

  /// Firth's modified gradient Xᵀ · (w(y − p) + h(½ − p)), h the diagonal of the weighted hat matrix, where `factor` is
  /// that of the information at `point`.
  func firthGradient(at point: [Double], factor: CholeskyFactor) throws(Cancelled) -> [Double] {
    let zero = ElementwiseSum<Double>(count: width)
    return try reduceBlocks(into: zero, at: point) { gradient, block in
      var unused = NewtonSummary(width: 0)
      block.evaluate(into: &unused)
      block.addGradient(of: block.first, into: &gradient.values)
      block.addFirthTerm(factor, into: &gradient.values)
    }.values
  }
}

/// Least and greatest y·(z·direction).
struct MarginRange: Mergeable {
  var least = Double.infinity
  var greatest = -Double.infinity

  mutating func merge(_ other: MarginRange) {
    least = min(least, other.least)
    greatest = max(greatest, other.greatest)
  }
}
