import COpenBLAS

/// gram += zᵀ · z, the lower triangle only, for use inside parallel loops: nothing is allocated.
///
/// - Parameters:
///   - z: in; `rows` × `columns`, column-major with `leading` elements from one column to the next.
///   - gram: in and out; `columns` × `columns`, column-major.
public func accumulateGram(
  _ z: UnsafePointer<Double>, rows: Int, columns: Int, leading: Int, into gram: UnsafeMutablePointer<Double>
) {
  guard rows > 0, columns > 0 else { return }
  _ = singleThreadedBLAS
  cblas_dsyrk(
    CblasColMajor, CblasLower, CblasTrans, Int32(columns), Int32(rows), 1, z, Int32(leading), 1, gram, Int32(columns))
}

/// z ← z · L⁻ᵀ in place, for use inside parallel loops: nothing is allocated.
///
/// - Parameters:
///   - z: in and out; `rows` × order, column-major with `leading` elements from one column to the next.
///   - lower: in; L, order × order, column-major.
public func whiten(
  _ z: UnsafeMutablePointer<Double>, rows: Int, leading: Int, by lower: borrowing CholeskyFactor
) {
  guard rows > 0, lower.order > 0 else { return }
  _ = singleThreadedBLAS
  cblas_dtrsm(
    CblasColMajor, CblasRight, CblasLower, CblasTrans, CblasNonUnit, Int32(rows), Int32(lower.order), 1,
    lower.lower.elements, Int32(lower.order), z, Int32(leading))
}
