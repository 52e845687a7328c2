package import Numerics

/// Rows in the order of the leaves that hold them; within a leaf always ascending.
///
///     before    [ … | 3 5 8 9 12 | … ]        the rows of one leaf
///     after     [ … | 3 8 12 | 5 9 | … ]      left child, right child
package final class RowPartition {
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

  /// Puts rows in ascending order at the start.
  package func fill(_ ascending: some Sequence<Int32>) {
    for (position, row) in ascending.enumerated() { rows[position] = row }
  }

  /// Moves the rows of `range` that go left before those that go right, both in their old order.
  ///
  /// - Returns: how many go left.
  package func split(
    _ range: Range<Int>, parallelism: Parallelism, goesLeft: (Int32) -> Bool
  ) -> Int {
    let chunkSize = Parallelism.defaultChunkSize
    nonisolated(unsafe) let (rows, left, right) = (rows, left, right)
    let start = range.lowerBound
    return withoutActuallyEscaping(goesLeft) { goesLeft in
      nonisolated(unsafe) let goesLeft = goesLeft
      let lefts = parallelism.mapChunks(of: range.count, chunkSize: chunkSize) { chunk in
        var (toLeft, toRight) = (start + chunk.lowerBound, start + chunk.lowerBound)
        for position in chunk {
          let row = rows[start + position]
          // Both are written and one kept: no branch to mispredict.
          left[toLeft] = row
          right[toRight] = row
          let side = goesLeft(row) ? 1 : 0
          toLeft += side
          toRight += 1 - side
        }
        return toLeft - start - chunk.lowerBound
      }
      return gather(range, chunkSize: chunkSize, lefts: lefts, parallelism: parallelism)
    }
  }

  private func gather(_ range: Range<Int>, chunkSize: Int, lefts: [Int], parallelism: Parallelism) -> Int {
    let total = lefts.reduce(0, +)
    var leftStarts: [Int] = []
    var before = 0
    for count in lefts {
      leftStarts.append(before)
      before += count
    }
    let starts = leftStarts
    nonisolated(unsafe) let (rows, left, right) = (rows, left, right)
    parallelism.forEach(lefts.count) { chunk in
      let source = range.lowerBound + chunk * chunkSize
      let size = min(chunkSize, range.count - chunk * chunkSize)
      let toLeft = range.lowerBound + starts[chunk]
      let toRight = range.lowerBound + total + chunk * chunkSize - starts[chunk]
      for offset in 0..<lefts[chunk] { rows[toLeft + offset] = left[source + offset] }
      for offset in 0..<size - lefts[chunk] { rows[toRight + offset] = right[source + offset] }
    }
    return total
  }
}
