package import Numerics

/// What is known of customers: as models read it, and the window's features as they were computed, because money that is
/// told needs more digits than single precision has.
package struct ToldFeatures: Sendable {
  /// rows × `layout`; NaN where null.
  package let read: Matrix<Float>
  /// rows × 33 of the same customers; NaN where null.
  package let window: Matrix<Double>
  /// What the columns are.
  package let layout: ModelColumns

  /// - Parameter layout: nil for those of as many columns without segments.
  package init(read: Matrix<Float>, window: Matrix<Double>, layout: ModelColumns? = nil) {
    self.layout = layout ?? ModelColumns(read.columns)
    precondition(read.rows == window.rows && read.columns >= window.columns, "the same customers")
    self.read = read
    self.window = window
  }

  package var rows: Int { read.rows }
  package var columns: Int { read.columns }

  package subscript(row: Int, column: Int) -> Double {
    column < window.columns ? window[row, column] : Double(read[row, column])
  }

  func column(_ column: Int) -> [Double] { (0..<rows).map { self[$0, column] } }

  func selecting(_ rows: some Sequence<Int>, context: ExecutionContext) throws(Cancelled) -> ToldFeatures {
    let places = Array(rows)
    return ToldFeatures(
      read: try read.selectingRows(places, context: context),
      window: try window.selectingRows(places, context: context), layout: layout)
  }

  /// Rows spread evenly over all, enough to tell what is usual.
  func sample(context: ExecutionContext) throws(Cancelled) -> ToldFeatures {
    let count = min(rows, Self.sampleRows)
    return try selecting((0..<count).map { $0 * rows / count }, context: context)
  }

  private static let sampleRows = 2048
}
