package import Numerics

/// Why each customer's churn score lies on its side of a threshold, in sentences.
package struct ChurnReasons: Sendable, Equatable {
  /// By row: `perCustomer` sentences, the strongest reason first; empty text where there is no further reason.
  package let sentences: [[String]]

  /// Sentences per customer.
  package static let perCustomer = 3

  /// - Parameters:
  ///   - contributions: rows × columns, in log-odds; positive ones push towards churn. Those of the whole history count
  ///     for the feature of the same idea (`ModelColumn.explained`).
  ///   - features: of the same rows, the 33 first; NaN where null.
  ///   - probabilities: churn probability of each row.
  ///   - threshold: rows at or above it are explained by what pushes towards churn, others by what pushes away.
  package init(
    contributions: Matrix<Double>, features: Matrix<Double>, probabilities: [Double], threshold: Double,
    context: ExecutionContext
  ) throws(Cancelled) {
    precondition(
      contributions.rows == features.rows && probabilities.count == features.rows, "one element per customer")
    let typical = try Self.medians(features, context)
    context.progress.expect(features.rows, unit: "customers")
    let chunks = try context.mapChunks(of: features.rows, chunkSize: Self.rowsPerChunk) { rows in
      let sentences = rows.map { row in
        Reason.strongest(
          Self.perCustomer, contributions: Self.byFeature(contributions, row),
          values: (0..<Feature.count).map { features[row, $0] }, typical: typical,
          towardsChurn: probabilities[row] >= threshold)
      }
      context.progress.advance(by: rows.count)
      return sentences
    }
    sentences = Array(chunks.joined())
  }

  private static func byFeature(_ contributions: Matrix<Double>, _ row: Int) -> [Double] {
    var sums = (0..<Feature.count).map { contributions[row, $0] }
    for column in Feature.count..<max(Feature.count, contributions.columns) {
      sums[ModelColumn.explained(by: column).rawValue] += contributions[row, column]
    }
    return sums
  }

  /// A customer takes some microseconds.
  private static let rowsPerChunk = 1024

  /// The median of the known values of each feature; NaN where none is known.
  private static func medians(_ features: Matrix<Double>, _ context: ExecutionContext) throws(Cancelled) -> [Double] {
    try context.map(features.columns) { column in
      quantile(0.5, of: features.column(column).filter { !$0.isNaN }) ?? .nan
    }
  }
}
