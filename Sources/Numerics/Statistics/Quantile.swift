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
///
/// By selection: that of the sorted values to the bit, in a fraction of the time.
public func quantile(_ probability: Double, of values: [Double]) -> Double? {
  guard !values.isEmpty else { return nil }
  var values = values
  let below = Int((probability * Double(values.count - 1)).rounded(.down))
  let lower = orderStatistic(below, of: &values)
  // What follows the selected place is not below it.
  guard let upper = values[(below + 1)...].min() else { return lower }
  return quantile(probability, ofCount: values.count, below: lower, above: upper)
}
