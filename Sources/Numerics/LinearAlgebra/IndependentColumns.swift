/// The columns that do not depend on those before them, read off their Gram matrix by a Cholesky factorization that
/// skips a column with nothing left.
///
/// Of two equal columns the first stays, as R's `lm` does it.
///
/// - Parameters:
///   - gram: symmetric, positive semidefinite; only the lower triangle is read.
///   - tolerance: a column is dependent where at most this share of its square length is left over.
public func independentColumns(ofGram gram: Matrix<Double>, tolerance: Double = 1e-10) -> [Int] {
  precondition(gram.rows == gram.columns, "a Gram matrix is square")
  var kept: [Int] = []
  // Row `column` of the factor, one number for each kept column before it.
  var factor: [[Double]] = []
  for column in 0..<gram.columns {
    var row: [Double] = []
    for (position, earlier) in kept.enumerated() {
      var value = gram[column, earlier]
      for index in 0..<position { value -= row[index] * factor[position][index] }
      row.append(value / factor[position][position])
    }
    let left = row.reduce(gram[column, column]) { $0 - $1 * $1 }
    guard left > tolerance * gram[column, column], left > 0 else { continue }
    kept.append(column)
    factor.append(row + [left.squareRoot()])
  }
  return kept
}
