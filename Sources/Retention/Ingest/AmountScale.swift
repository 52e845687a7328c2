/// What prices and totals are multiplied by when they are read.
struct AmountScale: Equatable, Sendable {
  static let one = AmountScale(1)

  private let factor: Double
  /// 100 for a factor of 0.01: 1999 / 100 is the double next to 19.99, and 1999 × 0.01 is not.
  private let divisor: Double?

  init(_ factor: Double) {
    self.factor = factor
    let inverse = (1 / factor).rounded()
    divisor = factor < 1 && 1 / inverse == factor ? inverse : nil
  }

  /// Scales the values of `rows`.
  func apply(to values: UnsafeMutableBufferPointer<Double>, _ rows: Range<Int>) {
    if let divisor {
      for row in rows { values[row] /= divisor }
    } else {
      for row in rows { values[row] *= factor }
    }
  }
}
