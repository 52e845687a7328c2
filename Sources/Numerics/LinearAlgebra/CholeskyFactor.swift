import CIntrinsics
import COpenBLAS

/// A = L·Lᵀ of a symmetric positive definite matrix.
public struct CholeskyFactor: Sendable {
  /// L in the lower triangle; the upper triangle is zero.
  public let lower: Matrix<Double>

  /// Factors `matrix`, of which only the lower triangle is read.
  ///
  /// - Parameter tolerance: the least share of a diagonal element that may be left over after the columns before it are
  ///   projected out (that is 1 − R² of the column on those before it).
  /// - Returns: nil where the matrix is not positive definite within `tolerance`.
  public init?(_ matrix: Matrix<Double>, tolerance: Double = 1e-14) {
    precondition(matrix.rows == matrix.columns, "only a square matrix has a Cholesky factor")
    var factor = matrix
    let order = matrix.rows
    if order > 0 {
      _ = singleThreadedBLAS
      let status = LAPACKE_dpotrf(
        LAPACK_COL_MAJOR, CChar(UInt8(ascii: "L")), Int32(order), &factor.elements, Int32(order))
      guard status == 0 else { return nil }
    }
    for column in 0..<order {
      let pivot = factor[column, column]
      guard pivot * pivot > tolerance * matrix[column, column] else { return nil }
      for row in 0..<column { factor[row, column] = 0 }
    }
    lower = factor
  }
}

extension CholeskyFactor {
  /// Rows, and columns, of the matrix.
  public var order: Int { lower.rows }

  /// x of A·x = `rhs`.
  public func solve(_ rhs: [Double]) -> [Double] {
    precondition(rhs.count == order, "the right-hand side has another length than the matrix")
    var solution = rhs
    guard order > 0 else { return solution }
    LAPACKE_dpotrs(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: "L")), Int32(order), 1, lower.elements, Int32(order), &solution,
      Int32(order))
    return solution
  }

  /// A⁻¹, both triangles.
  public var inverse: Matrix<Double> {
    var inverse = lower
    guard order > 0 else { return inverse }
    LAPACKE_dpotri(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: "L")), Int32(order), &inverse.elements, Int32(order))
    inverse.copyLowerTriangleToUpper()
    return inverse
  }

  /// ln det A.
  public var logDeterminant: Double {
    (0..<order).reduce(0) { $0 + 2 * log(lower[$1, $1]) }
  }
}
