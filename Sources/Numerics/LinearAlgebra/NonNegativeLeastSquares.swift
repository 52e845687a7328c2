/// The x ≥ 0 that minimizes ½ xᵀ·A·x − bᵀ·x, for A = XᵀX and b = Xᵀy the least squares of y on the columns of X
/// (Lawson & Hanson 1974, chapter 23).
///
/// Columns that depend on others which are in use already stay out, at 0.
///
/// - Parameters:
///   - gram: A, symmetric and positive semidefinite; of similar diagonal elements, so that a tolerance fits all.
///   - moments: b.
public func nonNegativeLeastSquares(gram: Matrix<Double>, moments: [Double]) -> [Double] {
  precondition(gram.rows == gram.columns && gram.rows == moments.count, "a square matrix and one moment per column")
  let count = moments.count
  var solution = [Double](repeating: 0, count: count)
  var (used, refused) = (Set<Int>(), Set<Int>())
  let least = 1e-12 * (moments.map(\.magnitude).max() ?? 0)
  // Each round adds a column for good or refuses it, but for ties in rounding: the bound ends these.
  for _ in 0..<3 * count + 3 {
    let gradient = (0..<count).map { row in
      moments[row] - (0..<count).reduce(0) { $0 + gram[row, $1] * solution[$1] }
    }
    let open = (0..<count).filter { !used.contains($0) && !refused.contains($0) && gradient[$0] > least }
    guard let entering = open.max(by: { gradient[$0] < gradient[$1] }) else { break }
    used.insert(entering)
    guard var trial = leastSquares(gram, moments, columns: used.sorted()) else {
      used.remove(entering)
      refused.insert(entering)
      continue
    }
    if trial[entering] <= 0 {
      used.remove(entering)
      refused.insert(entering)
      continue
    }
    while let step = step(from: solution, to: trial, used) {
      for column in used { solution[column] += step * (trial[column] - solution[column]) }
      for column in used where solution[column] <= 1e-15 {
        solution[column] = 0
        used.remove(column)
      }
      trial = leastSquares(gram, moments, columns: used.sorted()) ?? solution
    }
    solution = trial
    refused.removeAll()
  }
  return solution
}

/// How far to go before a column in use becomes 0; nil where all stay above it.
private func step(from solution: [Double], to trial: [Double], _ used: Set<Int>) -> Double? {
  used.filter { trial[$0] <= 0 }.map { solution[$0] / (solution[$0] - trial[$0]) }.min()
}

/// Of some columns alone, 0 in the others; nil where these depend on each other.
private func leastSquares(_ gram: Matrix<Double>, _ moments: [Double], columns: [Int]) -> [Double]? {
  var part = Matrix<Double>(rows: columns.count, columns: columns.count)
  for (row, first) in columns.enumerated() {
    for (column, second) in columns.enumerated() { part[row, column] = gram[first, second] }
  }
  guard let factor = CholeskyFactor(part, tolerance: 1e-10) else { return nil }
  var solution = [Double](repeating: 0, count: moments.count)
  for (place, value) in zip(columns, factor.solve(columns.map { moments[$0] })) { solution[place] = value }
  return solution
}
