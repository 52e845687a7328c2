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
  func add(_ values: [Double], of matrix: BinnedMatrix, to scores: inout [Double], context: ExecutionContext)
    throws(Cancelled)
  {
    try add(values, of: matrix, count: matrix.rows, to: &scores, context) { $0 }
  }

  /// The same for some rows, each once.
  func add(
    _ values: [Double], of matrix: BinnedMatrix, rows: [Int32], to scores: inout [Double], context: ExecutionContext
  ) throws(Cancelled) {
    try rows.withUnsafeBufferPointer { rows throws(Cancelled) in
      nonisolated(unsafe) let rows = rows
      try add(values, of: matrix, count: rows.count, to: &scores, context) { Int(rows[$0]) }
    }
  }

  @inline(__always)
  private func add(
    _ values: [Double], of matrix: BinnedMatrix, count: Int, to scores: inout [Double], _ context: ExecutionContext,
    row: @Sendable (Int) -> Int
  ) throws(Cancelled) {
    try scores.withUnsafeMutableBufferPointer { buffer throws(Cancelled) in
      nonisolated(unsafe) let scores = buffer
      try context.forEachChunk(of: count) { places in
        withPointers(matrix) { walker in
          var place = places.lowerBound
          // Four rows at a time: a step of one need not wait for that of another.
          while place + 4 <= places.upperBound {
            let rows = (row(place), row(place + 1), row(place + 2), row(place + 3))
            let leaves = walker.leaves(rows)
            scores[rows.0] += values[leaves.0]
            scores[rows.1] += values[leaves.1]
            scores[rows.2] += values[leaves.2]
            scores[rows.3] += values[leaves.3]
            place += 4
          }
          for place in place..<places.upperBound { scores[row(place)] += values[walker.leaf(row(place))] }
        }
      }
    }
  }

  private func withPointers(_ matrix: BinnedMatrix, _ body: (TreeWalker) -> Void) {
    columns.withUnsafeBufferPointer { columns in
      sides.withUnsafeBufferPointer { sides in
        children.withUnsafeBufferPointer { children in
          matrix.bins.withUnsafeBufferPointer { bins in
            guard let columns = columns.baseAddress, let bins = bins.baseAddress else { return body(.leafAlone) }
            body(
              TreeWalker(
                columns: columns, sides: sides.baseAddress!, children: children.baseAddress!, bins: bins,
                stride: matrix.columns, root: 0))
          }
        }
      }
    }
  }
}

/// A tree and the rows that walk down it, as addresses.
private struct TreeWalker {
  let columns: UnsafePointer<Int32>
  let sides: UnsafePointer<UInt8>
  let children: UnsafePointer<Int32>
  let bins: UnsafePointer<UInt8>
  /// Bins of a row.
  let stride: Int
  /// A node, or the complement of a leaf.
  let root: Int32

  /// Of a tree that is one leaf: nothing is read.
  static var leafAlone: TreeWalker {
    let nothing = UnsafeRawPointer(bitPattern: 64)!
    return TreeWalker(
      columns: nothing.assumingMemoryBound(to: Int32.self), sides: nothing.assumingMemoryBound(to: UInt8.self),
      children: nothing.assumingMemoryBound(to: Int32.self), bins: nothing.assumingMemoryBound(to: UInt8.self),
      stride: 0, root: ~0)
  }

  @inline(__always)
  private func next(_ node: Int32, _ bins: UnsafePointer<UInt8>) -> Int32 {
    let side = sides[Int(node) &* 256 &+ Int(bins[Int(columns[Int(node)])])]
    return children[Int(node) &* 2 &+ Int(side)]
  }

  @inline(__always)
  func leaf(_ row: Int) -> Int {
    let bins = bins + row &* stride
    var place = root
    while place >= 0 { place = next(place, bins) }
    return Int(~place)
  }

  @inline(__always)
  func leaves(_ rows: (Int, Int, Int, Int)) -> (Int, Int, Int, Int) {
    let bins = (bins + rows.0 &* stride, bins + rows.1 &* stride, bins + rows.2 &* stride, bins + rows.3 &* stride)
    var places = (root, root, root, root)
    // A leaf has the highest bit: all four together have it when all have arrived.
    while places.0 & places.1 & places.2 & places.3 >= 0 {
      if places.0 >= 0 { places.0 = next(places.0, bins.0) }
      if places.1 >= 0 { places.1 = next(places.1, bins.1) }
      if places.2 >= 0 { places.2 = next(places.2, bins.2) }
      if places.3 >= 0 { places.3 = next(places.3, bins.3) }
    }
    return (Int(~places.0), Int(~places.1), Int(~places.2), Int(~places.3))
  }
}
