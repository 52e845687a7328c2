import Retention

/// An expression in the form that the parser library takes. All names in it are generated, so no text that a user
/// writes reaches the library.
struct ExpressionProgram: Sendable, Hashable {
  /// `quantile(column, probability)`, a constant for all rows.
  struct Quantile: Sendable, Hashable {
    /// Index into `columns`.
    let column: Int
    let probability: Double
  }

  /// Columns are `V0`, `V1`, …; numbers `N0`, …; quantiles `Q0`, ….
  var text = ""
  /// Full names, in order of appearance.
  var columns: [String] = []
  var numbers: [Double] = []
  var quantiles: [Quantile] = []
}

extension ExpressionProgram {
  /// Most UTF-8 bytes that the library accepts.
  static let textLimit = 10_000

  mutating func append(_ symbol: String) {
    if !text.isEmpty { text += " " }
    text += symbol
  }

  mutating func append(number: Double) {
    append("N\(numbers.count)")
    numbers.append(number)
  }

  mutating func append(column: String) {
    append("V\(index(of: column))")
  }

  mutating func append(quantile probability: Double, of column: String) {
    append("Q\(quantiles.count)")
    quantiles.append(Quantile(column: index(of: column), probability: probability))
  }

  private mutating func index(of column: String) -> Int {
    if let index = columns.firstIndex(of: column) { return index }
    columns.append(column)
    return columns.count - 1
  }
}
