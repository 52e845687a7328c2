import Numerics

/// Values of the leaves of a grown tree, before the learning rate.
///
/// Sums run over the true derivatives, not the integers that chose the splits, in chunks of fixed size and order.
struct LeafValues {
  let tree: GrownTree
  let partition: RowPartition
  let finder: SplitFinder
  private let context: ExecutionContext
  /// For passes that only visit each row.
  private let rowContext: ExecutionContext

  init(tree: GrownTree, partition: RowPartition, finder: SplitFinder, context: ExecutionContext) {
    (self.tree, self.partition, self.finder, self.context) = (tree, partition, finder, context)
    // The rows of a leaf lie among those of others: two threads would write to the same cache lines.
    let isSmall = partition.rows.count <= RowPartition.rowsWorthSharing
    rowContext = isSmall ? context.with(.serial) : context
  }

  func values(_ renewal: LeafRenewal, derivatives: Derivatives, rows: LossRows) throws(Cancelled) -> [Double] {
    let values =
      switch renewal {
      case .newtonStep: try sums(derivatives).map(finder.leafValue)
      case .residualQuantile(let probability): try residualQuantiles(probability, rows)
      }
    return zip(values, tree.leaves).map { min(max($0, $1.bounds.lowerBound), $1.bounds.upperBound) }
  }

  private func sums(_ derivatives: Derivatives) throws(Cancelled) -> [GradientPair] {
    let pieces = pieces()
    nonisolated(unsafe) let (order, pairs) = (partition.rows.baseAddress!, derivatives.pairs.baseAddress!)
    let none = LeafSums(of: [SIMD2<Double>](repeating: .zero, count: tree.leaves.count))
    let sums = try rowContext.reduce(of: pieces.count, chunkSize: 1, into: none) { chunk in
      let index = chunk.lowerBound
      var sums = (SIMD2<Double>.zero, SIMD2<Double>.zero)
      let (start, end) = (pieces[index].rows.lowerBound, pieces[index].rows.upperBound)
      // Two sums side by side: an addition need not wait for the one before it.
      for place in stride(from: start, to: end - 1, by: 2) {
        sums.0 += SIMD2<Double>(pairs[Int(order[place])])
        sums.1 += SIMD2<Double>(pairs[Int(order[place &+ 1])])
      }
      if (end - start) % 2 == 1 { sums.0 += SIMD2<Double>(pairs[Int(order[end - 1])]) }
      return LeafSums(of: sums.0 + sums.1, leaf: pieces[index].leaf)
    }
    return sums.leaves.map {
      GradientPair(gradient: $0.x / derivatives.scale.gradient, hessian: $0.y / derivatives.scale.hessian)
    }
  }

  private func residualQuantiles(_ probability: Double, _ rows: LossRows) throws(Cancelled) -> [Double] {
    let leaves = tree.leaves.map(\.rows)
    nonisolated(unsafe) let order = partition.rows
    return try context.map(leaves.count) { leaf in
      guard rows.weights != nil else {
        var residuals = leaves[leaf].map { position in
          let row = Int(order[position])
          return rows.targets[row] - rows.scores[row]
        }
        return unweightedQuantile(probability, &residuals)
      }
      var residuals = leaves[leaf].map { position in
        let row = Int(order[position])
        return (value: rows.targets[row] - rows.scores[row], weight: rows.weights?[row] ?? 1)
      }
      return weightedQuantile(probability, &residuals)
    }
  }

  /// Adds `values` to the scores of the rows the tree was grown on.
  func add(_ values: [Double], to scores: inout [Double]) throws(Cancelled) {
    let pieces = pieces()
    nonisolated(unsafe) let order = partition.rows
    try scores.withUnsafeMutableBufferPointer { buffer throws(Cancelled) in
      nonisolated(unsafe) let scores = buffer
      try rowContext.forEach(pieces.count) { index in
        let value = values[pieces[index].leaf]
        for position in pieces[index].rows { scores[Int(order[position])] += value }
      }
    }
  }

  /// Sums of all leaves, or of a piece of one.
  private struct LeafSums: Mergeable {
    var leaves: [SIMD2<Double>] = []
    private var piece = SIMD2<Double>.zero
    private var leaf = 0

    init(of leaves: [SIMD2<Double>]) { self.leaves = leaves }

    init(of piece: SIMD2<Double>, leaf: Int) { (self.piece, self.leaf) = (piece, leaf) }

    /// - Parameter other: of a piece.
    mutating func merge(_ other: LeafSums) { leaves[other.leaf] += other.piece }
  }

  private struct Piece {
    let leaf: Int
    let rows: Range<Int>
  }

  /// The rows of each leaf in pieces of at most `defaultChunkSize`.
  private func pieces() -> [Piece] {
    let size = Parallelism.defaultChunkSize
    return tree.leaves.enumerated().flatMap { leaf, grown in
      stride(from: grown.rows.lowerBound, to: grown.rows.upperBound, by: size).map {
        Piece(leaf: leaf, rows: $0..<min($0 + size, grown.rows.upperBound))
      }
    }
  }
}
