import COpenBLAS

extension Matrix where Element == Double {
  /// The x of least norm among those that minimize ‖self · x − rhs‖, by complete orthogonal factorization with
  /// column pivoting (`dgelsy`): for systems whose columns may depend on each other.
  ///
  /// - Parameter reciprocalCondition: columns are independent as long as the leading triangle's condition number stays
  ///   below its inverse.
  /// - Returns: the solution and the rank found; nil where LAPACK refuses the numbers (NaN).
  public func leastNormSolution(
    _ rhs: [Double], reciprocalCondition: Double = 1e-10
  ) -> (solution: [Double], rank: Int)? {
    precondition(rhs.count == rows, "the right-hand side has another length than the matrix")
    guard rows > 0, columns > 0 else { return ([Double](repeating: 0, count: columns), 0) }
    var factor = self
    let leadingDimension = max(rows, columns)
    var solution = rhs + [Double](repeating: 0, count: leadingDimension - rows)
    var pivots = [Int32](repeating: 0, count: columns)
    var rank: Int32 = 0
    _ = singleThreadedBLAS
    let status = LAPACKE_dgelsy(
      LAPACK_COL_MAJOR, Int32(rows), Int32(columns), 1, &factor.elements, Int32(rows), &solution,
      Int32(leadingDimension), &pivots, reciprocalCondition, &rank)
    guard status == 0 else { return nil }
    return (Array(solution.prefix(columns)), Int(rank))
  }
}
