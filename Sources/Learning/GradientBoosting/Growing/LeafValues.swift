import Numerics

/// Values of the leaves of a grown tree, before the learning rate.
///
/// Sums run over the true derivatives, not the integers that chose the splits, in chunks of fixed size and order.
struct LeafValues {
  let tree: GrownTree
  let partition: RowPartition
  let finder: SplitFinder
  let parallelism: Parallelism

  func values(
    _ renewal: LeafRenewal, gradients: [GradientPair], rows: LossRows
  ) -> [Double] {
    switch renewal {
    case .newtonStep: sums(gradients).map(finder.leafValue)
    case .residualQuantile(let probability): residualQuantiles(probability, rows)
    }
  }

  private func sums(_ gradients: [GradientPair]) -> [GradientPair] {
    let pieces = pieces()
    nonisolated(unsafe) let order = partition.rows
    let partial = gradients.withUnsafeBufferPointer { buffer in
      nonisolated(unsafe) let gradients = buffer
      return parallelism.map(pieces.count) { index in
        var sum = GradientPair(gradient: 0, hessian: 0)
        for position in pieces[index].rows {
          let pair = gradients[Int(order[position])]
          sum.gradient += pair.gradient
          sum.hessian += pair.hessian
        }
        return sum
      }
    }
    var sums = [GradientPair](repeating: GradientPair(gradient: 0, hessian: 0), count: tree.leaves.count)
    for (piece, part) in zip(pieces, partial) {
      sums[piece.leaf].gradient += part.gradient
      sums[piece.leaf].hessian += part.hessian
    }
    return sums
  }

  private func residualQuantiles(_ probability: Double, _ rows: LossRows) -> [Double] {
    let leaves = tree.leaves.map(\.rows)
    nonisolated(unsafe) let order = partition.rows
    return parallelism.map(leaves.count) { leaf in
      var residuals = leaves[leaf].map { position in
        let row = Int(order[position])
        return (value: rows.targets[row] - rows.scores[row], weight: rows.weights?[row] ?? 1)
      }
      return weightedQuantile(probability, &residuals)
    }
  }

  /// Adds `values` to the scores of the rows the tree was grown on.
  func add(_ values: [Double], to scores: inout [Double]) {
    let pieces = pieces()
    nonisolated(unsafe) let order = partition.rows
    scores.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let scores = buffer
      parallelism.forEach(pieces.count) { index in
        let value = values[pieces[index].leaf]
        for position in pieces[index].rows { scores[Int(order[position])] += value }
      }
    }
  }

  private struct Piece {
    let leaf: Int
    let rows: Range<Int>
  }

  /// The rows of each leaf, cut every `defaultChunkSize`.
  private func pieces() -> [Piece] {
    let size = Parallelism.defaultChunkSize
    return tree.leaves.enumerated().flatMap { leaf, grown in
      stride(from: grown.rows.lowerBound, to: grown.rows.upperBound, by: size).map {
        Piece(leaf: leaf, rows: $0..<min($0 + size, grown.rows.upperBound))
      }
    }
  }
}
