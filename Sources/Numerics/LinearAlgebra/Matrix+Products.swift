import COpenBLAS

/// Whether a factor is taken as it is or transposed.
public enum Orientation: Sendable {
  case normal
  case transposed

  var cblas: CBLAS_TRANSPOSE { self == .normal ? CblasNoTrans : CblasTrans }
}

extension Matrix where Element == Double {
  /// The identity of order `order`.
  public static func identity(_ order: Int) -> Matrix {
    var identity = Matrix(rows: order, columns: order)
    for index in 0..<order { identity[index, index] = 1 }
    return identity
  }

  /// The transpose: `columns` × `rows`.
  public var transpose: Matrix {
    var result = Matrix(rows: columns, columns: rows)
    for column in 0..<columns {
      for row in 0..<rows { result[column, row] = self[row, column] }
    }
    return result
  }

  /// Matrix product op(self) · op(other), by `dgemm`.
  public func times(
    _ other: Matrix, left: Orientation = .normal, right: Orientation = .normal
  ) -> Matrix {
    let (outer, inner) = left == .normal ? (rows, columns) : (columns, rows)
    let (otherInner, otherOuter) = right == .normal ? (other.rows, other.columns) : (other.columns, other.rows)
    precondition(inner == otherInner, "inner dimensions disagree")
    var product = Matrix(rows: outer, columns: otherOuter)
    guard outer > 0, otherOuter > 0, inner > 0 else { return product }
    _ = singleThreadedBLAS
    cblas_dgemm(
      CblasColMajor, left.cblas, right.cblas, Int32(outer), Int32(otherOuter), Int32(inner), 1,
      elements, Int32(rows), other.elements, Int32(other.rows), 0, &product.elements, Int32(outer))
    return product
  }

  /// Product op(self) · vector, by `dgemv`.
  public func times(_ vector: [Double], left: Orientation = .normal) -> [Double] {
    precondition(vector.count == (left == .normal ? columns : rows), "inner dimensions disagree")
    var product = [Double](repeating: 0, count: left == .normal ? rows : columns)
    guard rows > 0, columns > 0 else { return product }
    _ = singleThreadedBLAS
    cblas_dgemv(
      CblasColMajor, left.cblas, Int32(rows), Int32(columns), 1, elements, Int32(rows), vector, 1, 0,
      &product, 1)
    return product
  }

  /// selfᵀ · self, both triangles, by `dsyrk`.
  public var gram: Matrix {
    var result = Matrix(rows: columns, columns: columns)
    guard rows > 0, columns > 0 else { return result }
    _ = singleThreadedBLAS
    cblas_dsyrk(
      CblasColMajor, CblasLower, CblasTrans, Int32(columns), Int32(rows), 1, elements, Int32(rows), 0,
      &result.elements, Int32(columns))
    result.copyLowerTriangleToUpper()
    return result
  }

  /// Makes a square matrix symmetric from its lower triangle.
  public mutating func copyLowerTriangleToUpper() {
    precondition(rows == columns, "only a square matrix has triangles to mirror")
    for column in 0..<columns {
      for row in column + 1..<max(rows, column + 1) { self[column, row] = self[row, column] }
    }
  }
}
