import Numerics

/// A grown tree as binned rows walk down it: one table look-up a level, whatever the kind of split.
struct BinnedTree: Sendable {
  private var columns: [Int32] = []
  /// 256 bytes a node: 1 for each bin that goes left.
  private var sides: [UInt8] = []
  /// Right and left child of each node; a leaf is the complement of its index.
  private var children: [Int32] = []

  init(_ tree: GrownTree, mapper: BinMapper) {
    for node in tree.nodes {
      columns.append(Int32(node.split.column))
      sides += node.split.sides(of: mapper.features[node.split.column])
      children += [Self.code(node.right), Self.code(node.left)]
    }
  }

  private static func code(_ child: TreeChild) -> Int32 {
    switch child {
    case .node(let index): Int32(index)
    case .leaf(let index): ~Int32(index)
    }
  }

  /// Adds the value of the leaf each row of `matrix` falls in to `scores` (in, out).
  func add(_ values: [Double], of matrix: BinnedMatrix, to scores: inout [Double], parallelism: Parallelism) {
    scores.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let scores = buffer
      parallelism.forEachChunk(of: matrix.rows) { rows in
        matrix.bins.withUnsafeBufferPointer { bins in
          for row in rows { scores[row] += values[leaf(of: bins.baseAddress! + row * matrix.columns)] }
        }
      }
    }
  }

  @inline(__always)
  private func leaf(of bins: UnsafePointer<UInt8>) -> Int {
    columns.withUnsafeBufferPointer { columns in
      sides.withUnsafeBufferPointer { sides in
        children.withUnsafeBufferPointer { children in
          var place: Int32 = columns.isEmpty ? ~0 : 0
          while place >= 0 {
            let node = Int(place)
            let side = sides[node &* 256 &+ Int(bins[Int(columns[node])])]
            place = children[node &* 2 &+ Int(side)]
          }
          return Int(~place)
        }
      }
    }
  }
}
