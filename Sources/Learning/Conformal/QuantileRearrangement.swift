/// Makes predicted quantiles non-crossing by sorting those of each row, which never raises their loss (Chernozhukov,
/// Fernández-Val & Galichon 2010).
///
/// - Parameter quantiles: one array per probability, in ascending order of probability, each with one number per row.
/// - Returns: the same shape; in each row no quantile is below the one before it.
package func rearrangedQuantiles(_ quantiles: [[Double]]) -> [[Double]] {
  guard let rows = quantiles.first?.count else { return [] }
  precondition(quantiles.allSatisfy { $0.count == rows }, "every quantile has the same rows")
  var sorted = quantiles
  for row in 0..<rows {
    // Insertion: there are three quantiles or so, and mostly they are in order.
    for level in quantiles.indices.dropFirst() {
      var place = level
      while place > 0 && sorted[place - 1][row] > sorted[place][row] {
        (sorted[place - 1][row], sorted[place][row]) = (sorted[place][row], sorted[place - 1][row])
        place -= 1
      }
    }
  }
  return sorted
}
