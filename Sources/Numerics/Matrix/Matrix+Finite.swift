extension Matrix {
  /// The first element that is NaN or infinite, column by column; nil where all are finite.
  public func firstNonFinite(parallelism: Parallelism = .serial) -> (row: Int, column: Int)? {
    let found = parallelism.mapChunks(of: elements.count, chunkSize: 1 << 16) { range in
      elements.withUnsafeBufferPointer { firstNonFiniteIndex(UnsafeBufferPointer(rebasing: $0[range])) }
        .map { $0 + range.lowerBound }
    }
    guard let index = found.lazy.compactMap({ $0 }).first else { return nil }
    return (index % rows, index / rows)
  }
}

/// x · 0 is 0 for a finite x and NaN for any other, so one sum tells whether all of them are finite.
private func firstNonFiniteIndex<Element: BinaryFloatingPoint>(_ values: UnsafeBufferPointer<Element>) -> Int? {
  var sums: (Element, Element, Element, Element) = (0, 0, 0, 0)
  var index = 0
  while index + 4 <= values.count {
    sums.0 += values[index] * 0
    sums.1 += values[index + 1] * 0
    sums.2 += values[index + 2] * 0
    sums.3 += values[index + 3] * 0
    index += 4
  }
  while index < values.count {
    sums.0 += values[index] * 0
    index += 1
  }
  if sums.0 + sums.1 + sums.2 + sums.3 == 0 { return nil }
  return values.firstIndex { !$0.isFinite }
}
