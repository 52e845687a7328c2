package import Numerics

/// Rows in the order of the leaves that hold them; within a leaf always ascending.
///
///     before    [ … | 3 5 8 9 12 | … ]        the rows of one leaf
///     after     [ … | 3 8 12 | 5 9 | … ]      left child, right child
package final class RowPartition {
  /// Rows of the matrix; those of one leaf are contiguous.
  package let rows: UnsafeMutableBufferPointer<Int32>
  private let left: UnsafeMutableBufferPointer<Int32>
  private let right: UnsafeMutableBufferPointer<Int32>

  package init(capacity: Int) {
    rows = .allocate(capacity: capacity)
    left = .allocate(capacity: capacity)
    right = .allocate(capacity: capacity)
    for buffer in [rows, left, right] { buffer.initialize(repeating: 0) }
  }

  deinit {
    for buffer in [rows, left, right] { buffer.deallocate() }
  }

  /// Puts the first `count` rows in their order.
  package func fill(_ count: Int, context: ExecutionContext) throws(Cancelled) {
    nonisolated(unsafe) let rows = rows.baseAddress!
    try context.forEachChunk(of: count, chunkSize: 65_536) { chunk in
      for row in chunk { rows[row] = Int32(truncatingIfNeeded: row) }
    }
  }

  /// Puts ascending rows at the start.
  package func fill(_ ascending: [Int32]) {
    _ = rows.update(from: ascending)
  }

  /// Moves the rows of `range` that go left before those that go right, both in their old order.
  ///
  /// - Parameters:
  ///   - bins: the bin of each row of the matrix in the feature of the split.
  ///   - sides: 1 for each bin that goes left.
  /// - Returns: how many go left.
  package func split(
    _ range: Range<Int>, bins: UnsafePointer<UInt8>, sides: SplitSides, context: ExecutionContext
  ) throws(Cancelled) -> Int {
    if range.count <= Self.rowsWorthSharing { return splitAlone(range, bins: bins, sides: sides) }
    let chunkSize = Parallelism.defaultChunkSize
    nonisolated(unsafe) let (order, left, right) = (
      rows.baseAddress! + range.lowerBound, left.baseAddress! + range.lowerBound,
      right.baseAddress! + range.lowerBound
    )
    nonisolated(unsafe) let bins = bins
    let lefts = try context.mapChunks(of: range.count, chunkSize: chunkSize) { chunk in
      sides.withUnsafeBufferPointer { sides in
        part(
          order + chunk.lowerBound, count: chunk.count, bins, sides.baseAddress!, left: left + chunk.lowerBound,
          right: right + chunk.lowerBound)
      }
    }
    return try gather(range, chunkSize: chunkSize, lefts: lefts, context: context)
  }

  /// Fewer rows are moved sooner than another thread has them in its cache.
  static let rowsWorthSharing = 32_768

  private func splitAlone(_ range: Range<Int>, bins: UnsafePointer<UInt8>, sides: SplitSides) -> Int {
    let (order, right) = (rows.baseAddress! + range.lowerBound, right.baseAddress!)
    return sides.withUnsafeBufferPointer { sides in
      // Those that go left are written where they belong: no row is written before it is read.
      let lefts = part(order, count: range.count, bins, sides.baseAddress!, left: order, right: right)
      (order + lefts).update(from: right, count: range.count - lefts)
      return lefts
    }
  }

  private func gather(
    _ range: Range<Int>, chunkSize: Int, lefts: [Int], context: ExecutionContext
  ) throws(Cancelled) -> Int {
    let total = lefts.reduce(0, +)
    var leftStarts: [Int] = []
    var before = 0
    for count in lefts {
      leftStarts.append(before)
      before += count
    }
    let starts = leftStarts
    nonisolated(unsafe) let (rows, left, right) = (rows.baseAddress!, left.baseAddress!, right.baseAddress!)
    try context.forEach(lefts.count) { chunk in
      let source = range.lowerBound + chunk * chunkSize
      let size = min(chunkSize, range.count - chunk * chunkSize)
      (rows + range.lowerBound + starts[chunk]).update(from: left + source, count: lefts[chunk])
      (rows + range.lowerBound + total + chunk * chunkSize - starts[chunk])
        .update(from: right + source, count: size - lefts[chunk])
    }
    return total
  }
}

/// Copies `rows` (in) to `left` and `right` (out) by the side of their bins.
///
/// - Returns: how many went left.
private func part(
  _ rows: UnsafePointer<Int32>, count: Int, _ bins: UnsafePointer<UInt8>, _ sides: UnsafePointer<UInt8>,
  left: UnsafeMutablePointer<Int32>, right: UnsafeMutablePointer<Int32>
) -> Int {
  var lefts = 0
  for place in 0..<count {
    let row = rows[place]
    // Both are written and one kept: no branch to mispredict.
    left[lefts] = row
    right[place &- lefts] = row
    lefts &+= Int(sides[Int(bins[Int(row)])])
  }
  return lefts
}
