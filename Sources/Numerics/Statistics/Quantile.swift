/// Quantile of type 7 of Hyndman & Fan (1996): linear between the order statistics around (n − 1)·p, as NumPy's default.
///
/// - Parameters:
///   - probability: in 0...1.
///   - sorted: ascending, without NaN.
/// - Returns: nil for no values.
public func quantile(_ probability: Double, ofSorted sorted: some RandomAccessCollection<Double>) -> Double? {
  guard !sorted.isEmpty else { return nil }
  let position = probability * Double(sorted.count - 1)
  let below = Int(position.rounded(.down))
  let lower = sorted[sorted.index(sorted.startIndex, offsetBy: below)]
  guard below + 1 < sorted.count else { return lower }
  let upper = sorted[sorted.index(sorted.startIndex, offsetBy: below + 1)]
  return lower + (position - Double(below)) * (upper - lower)
}

/// Quantile of type 7 of unsorted values without NaN; nil for no values.
public func quantile(_ probability: Double, of values: [Double]) -> Double? {
  quantile(probability, ofSorted: values.sorted())
}
