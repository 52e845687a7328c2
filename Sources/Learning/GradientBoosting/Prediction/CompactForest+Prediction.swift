import Numerics

/// Sixteen rows of one feature.
typealias ValueLanes = SIMD16<Float>

extension CompactForest {
  /// Rows that go through all trees together: four vectors, so that what a test holds is loaded once for four.
  static let blockRows = 64
  static let blockVectors = blockRows / ValueLanes.scalarCount
  /// A multiple of the block.
  private static let rowsPerChunk = 2048
  /// Up to here to walk a block's rows one by one takes less than a pass of all its lanes.
  private static let fewRows = 4

  /// One score a row: the leaves' sum in the order of the trees.
  func scores(_ features: Matrix<Float>, context: ExecutionContext) throws(Cancelled) -> [Double] {
    context.progress.expect(features.rows, unit: "rows")
    return try context.array(of: features.rows, chunkSize: Self.rowsPerChunk) { rows, output in
      writeScores(features, rows, output)
      context.progress.advance(by: rows.count)
    }
  }

  /// Writes `scores` (out) of `rows`, block by block:
  ///
  ///     features, column-major        block
  ///     ┌ column 0 …[64 rows]… ┐  →   [64 of column 0][64 of column 1] …   the last rows are filled up
  ///     └ column 1 …[64 rows]… ┘
  private func writeScores(_ features: Matrix<Float>, _ rows: Range<Int>, _ scores: UnsafeMutablePointer<Double>) {
    withUnsafeTemporaryAllocation(of: ValueLanes.self, capacity: features.columns * Self.blockVectors + 1) { lanes in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.blockRows) { sums in
        lanes.initialize(repeating: ValueLanes())
        let (block, sums) = (lanes.baseAddress!, sums.baseAddress!)
        withPointers(block) { pointers in
          for start in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.blockRows) {
            let count = min(Self.blockRows, rows.upperBound - start)
            Self.copy(features, start..<start + count, to: block)
            sums.initialize(repeating: 0, count: Self.blockRows)
            addTrees(pointers, count, to: sums)
            (scores + start).initialize(from: sums, count: count)
          }
        }
      }
    }
  }

  private static func copy(
    _ features: Matrix<Float>, _ rows: Range<Int>, to block: UnsafeMutablePointer<ValueLanes>
  ) {
    let values = UnsafeMutableRawPointer(block).assumingMemoryBound(to: Float.self)
    features.elements.withUnsafeBufferPointer { elements in
      for column in 0..<features.columns {
        let source = elements.baseAddress! + column * features.rows + rows.lowerBound
        (values + column * blockRows).update(from: source, count: rows.count)
      }
    }
  }

  /// - Parameters:
  ///   - count: rows of the block that are there.
  ///   - sums: in, out; one for each of the block's rows.
  private func addTrees(_ pointers: ForestPointers, _ count: Int, to sums: UnsafeMutablePointer<Double>) {
    for tree in trees {
      if tree.words.isEmpty || count <= Self.fewRows {
        for row in 0..<count { sums[row] += pointers.leaves[pointers.walk(from: tree.root, row)] }
      } else {
        pointers.addMasked(tree, to: sums)
      }
    }
  }
}
