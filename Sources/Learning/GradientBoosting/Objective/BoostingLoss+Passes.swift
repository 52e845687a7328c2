import Numerics

extension BoostingLoss {
  /// Writes the weighted derivatives of every row, at a scale that holds them.
  func fillDerivatives(
    _ rows: LossRows, into derivatives: Derivatives, context: ExecutionContext
  ) throws(Cancelled) -> DerivativeSummary {
    let summary = try fillAtScale(rows, derivatives, context)
    guard summary.isFinite, derivatives.adaptScale(to: summary) else { return summary }
    return try fillAtScale(rows, derivatives, context)
  }

  private func fillAtScale(
    _ rows: LossRows, _ derivatives: Derivatives, _ context: ExecutionContext
  ) throws(Cancelled) -> DerivativeSummary {
    try rows.withPointers { pointers throws(Cancelled) in
      nonisolated(unsafe) let rowPointers = pointers
      nonisolated(unsafe) let output = DerivativeOutput(
        pairs: derivatives.pairs.baseAddress!, scale: derivatives.scale)
      return try context.reduce(of: rows.targets.count, into: DerivativeSummary()) {
        fill($0, rowPointers, into: output)
      }
    }
  }

  func fill(_ chunk: Range<Int>, _ rows: LossPointers, into output: DerivativeOutput) -> DerivativeSummary {
    var summary = DerivativeSummary()
    for row in chunk { fill(row, rows, into: output, &summary) }
    return summary
  }

  @inline(__always)
  func fill(_ row: Int, _ rows: LossPointers, into output: DerivativeOutput, _ summary: inout DerivativeSummary) {
    var pair = derivatives(score: rows.scores[row], target: rows.targets[row])
    if let weights = rows.weights {
      pair.gradient *= weights[row]
      pair.hessian *= weights[row]
    }
    output.write(pair, row)
    summary.add(pair)
  }

  func meanLoss(_ rows: LossRows, context: ExecutionContext) throws(Cancelled) -> Double {
    let sums = try context.reduce(of: rows.targets.count, into: WeightedLoss()) { chunk in
      var sum = WeightedLoss()
      for row in chunk {
        let weight = rows.weights?[row] ?? 1
        sum.loss += weight * loss(score: rows.scores[row], target: rows.targets[row])
        sum.weight += weight
      }
      return sum
    }
    return sums.loss / sums.weight
  }
}

/// Sums over rows.
private struct WeightedLoss: Mergeable {
  var loss = 0.0
  var weight = 0.0

  mutating func merge(_ other: WeightedLoss) {
    loss += other.loss
    weight += other.weight
  }
}
