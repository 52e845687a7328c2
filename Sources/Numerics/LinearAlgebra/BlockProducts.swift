import COpenBLAS

/// z ← z · L⁻ᵀ in place, for use inside parallel loops: nothing is allocated.
///
/// - Parameters:
///   - z: in and out; `rows` × order, column-major; a column begins `leadingDimension` elements after the one before.
///   - lower: in; L, order × order, column-major.
public func whiten(
  _ z: UnsafeMutablePointer<Double>, rows: Int, leadingDimension: Int, by lower: borrowing CholeskyFactor
) {
  guard rows > 0, lower.order > 0 else { return }
  _ = singleThreadedBLAS
  cblas_dtrsm(
    CblasColMajor, CblasRight, CblasLower, CblasTrans, CblasNonUnit, Int32(rows), Int32(lower.order), 1,
    lower.lower.elements, Int32(lower.order), z, Int32(leadingDimension))
}
