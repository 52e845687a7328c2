/// Quantile of type 7 of Hyndman & Fan (1996): linear between the order statistics around (n − 1)·p, as NumPy's default.
///
/// - Parameters:
///   - probability: in 0...1.
///   - sorted: ascending, without NaN.
/// - Returns: nil for no values.
public func quantile(_ probability: Double, ofSorted sorted: some RandomAccessCollection<Double>) -> Double? {
  guard !sorted.isEmpty else { return nil }
  let below = Int((probability * Double(sorted.count - 1)).rounded(.down))
  let lower = sorted[sorted.index(sorted.startIndex, offsetBy: below)]
  guard below + 1 < sorted.count else { return lower }
  let upper = sorted[sorted.index(sorted.startIndex, offsetBy: below + 1)]
  return quantile(probability, ofCount: sorted.count, below: lower, above: upper)
}

/// Between the order statistics around (count − 1)·p.
func quantile(_ probability: Double, ofCount count: Int, below lower: Double, above upper: Double) -> Double {
  let position = probability * Double(count - 1)
  return lower + (position - position.rounded(.down)) * (upper - lower)
}

/// Quantile of type 7 of unsorted values without NaN; nil for no values.
public func quantile(_ probability: Double, of values: [Double]) -> Double? {
  quantile(probability, ofSorted: values.sorted())
}
