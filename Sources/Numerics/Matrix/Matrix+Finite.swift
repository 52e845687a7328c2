extension Matrix {
  /// The first element that is NaN or infinite, column by column; nil where all are finite.
  @inlinable
  public func firstNonFinite(context: ExecutionContext = .serial) throws(Cancelled) -> (row: Int, column: Int)? {
    let found = try context.mapChunks(of: elements.count, chunkSize: 1 << 16) { range in
      elements.withUnsafeBufferPointer { firstNonFiniteIndex(UnsafeBufferPointer(rebasing: $0[range])) }
        .map { $0 + range.lowerBound }
    }
    guard let index = found.lazy.compactMap({ $0 }).first else { return nil }
    return (index % rows, index / rows)
  }
}

/// Without leaving early, so that the loop runs in lanes; the place is looked for only where there is one.
@inlinable
func firstNonFiniteIndex<Element: BinaryFloatingPoint>(_ values: UnsafeBufferPointer<Element>) -> Int? {
  var found: UInt8 = 0
  for value in values { found |= value.magnitude < .infinity ? 0 : 1 }
  return found == 0 ? nil : values.firstIndex { !$0.isFinite }
}
