import Numerics
import Testing

@Suite struct NonNegativeLeastSquaresTests {
  /// XᵀX and Xᵀy.
  private func normal(_ columns: [[Double]], _ targets: [Double]) -> (gram: Matrix<Double>, moments: [Double]) {
    var gram = Matrix<Double>(rows: columns.count, columns: columns.count)
    for first in columns.indices {
      for second in columns.indices {
        gram[first, second] = zip(columns[first], columns[second]).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
    return (gram, columns.map { zip($0, targets).reduce(0) { $0 + $1.0 * $1.1 } })
  }

  private func loss(_ gram: Matrix<Double>, _ moments: [Double], _ solution: [Double]) -> Double {
    solution.indices.reduce(0) { sum, row in
      let product = solution.indices.reduce(0) { $0 + gram[row, $1] * solution[$1] }
      return sum + solution[row] * (product / 2 - moments[row])
    }
  }

  @Test("random problems: no choice of columns does better, and nothing is negative", arguments: 1...20)
  func bestOfAllSubsets(seed: UInt64) throws {
    var random = PhiloxGenerator(seed: seed)
    let columns = (0..<5).map { _ in (0..<12).map { _ in random.normal() + 0.5 } }
    let (gram, moments) = normal(columns, (0..<12).map { _ in random.normal() })
    let found = nonNegativeLeastSquares(gram: gram, moments: moments)
    #expect(found.allSatisfy { $0 >= 0 })
    var best = 0.0
    for subset in 1..<32 {
      let used = (0..<5).filter { subset >> $0 & 1 == 1 }
      var part = Matrix<Double>(rows: used.count, columns: used.count)
      for (row, first) in used.enumerated() {
        for (column, second) in used.enumerated() { part[row, column] = gram[first, second] }
      }
      let factor = try #require(CholeskyFactor(part))
      let solution = factor.solve(used.map { moments[$0] })
      guard solution.allSatisfy({ $0 >= 0 }) else { continue }
      var whole = [Double](repeating: 0, count: 5)
      for (place, value) in zip(used, solution) { whole[place] = value }
      best = min(best, loss(gram, moments, whole))
    }
    #expect(loss(gram, moments, found) <= best + 1e-9)
  }

  @Test("a sum of columns with weights of 0 or more is found again")
  func exact() {
    let columns = [[1.0, 0, 2, 3], [0, 1, 1, 5], [4, 1, 0, 1]]
    let (gram, moments) = normal(columns, (0..<4).map { 2 * columns[0][$0] + 0.5 * columns[2][$0] })
    let found = nonNegativeLeastSquares(gram: gram, moments: moments)
    for (value, expected) in zip(found, [2, 0, 0.5]) { #expect(abs(value - expected) < 1e-9) }
  }

  @Test("targets below everything: all 0; a column given twice is used once")
  func degenerate() {
    let (gram, moments) = normal([[1, 2, 3], [3, 1, 1]], [-1, -2, -4])
    #expect(nonNegativeLeastSquares(gram: gram, moments: moments) == [0, 0])
    let (twin, twinMoments) = normal([[1, 2, 3], [1, 2, 3]], [2, 4, 6])
    let found = nonNegativeLeastSquares(gram: twin, moments: twinMoments)
    #expect(abs(found[0] + found[1] - 2) < 1e-9)
    #expect(nonNegativeLeastSquares(gram: Matrix(rows: 0, columns: 0), moments: []) == [])
  }
}
