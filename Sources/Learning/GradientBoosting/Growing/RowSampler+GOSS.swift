import Numerics

extension RowSampler {
  /// Gradient-based one-side sampling: keeps the rows with the largest |gradient · hessian|, draws among the others, and
  /// multiplies the derivatives of the drawn (in, out) so that they stand for all of these.
  ///
  /// - Parameters:
  ///   - topRate: share of rows that stay as they are.
  ///   - otherRate: share of rows to be drawn from the rest.
  /// - Returns: ascending rows, and a summary of their derivatives.
  func oneSideSample(
    _ derivatives: Derivatives, topRate: Double, otherRate: Double, iteration: Int, context: ExecutionContext
  ) throws(Cancelled) -> (rows: [Int32], summary: DerivativeSummary) {
    let count = derivatives.pairs.count
    let top = max(1, Int(Double(count) * topRate))
    nonisolated(unsafe) let pairs = derivatives.pairs.baseAddress!
    let threshold = try magnitude(ofRank: top, pairs, count, context)
    let share = otherRate / (1 - topRate)
    let factor = Float(1 / share)
    let random = Philox(seed: settings.seed)
    let scale = derivatives.scale
    let parts = try context.mapChunks(of: count) { chunk in
      var (rows, summary) = ([Int32](), DerivativeSummary())
      for row in chunk {
        if magnitudeKey(pairs[row]) < threshold {
          let drawn = random.uniform(stream: RandomStream.goss + UInt64(iteration), counter: UInt64(row)) < share
          guard drawn else { continue }
          pairs[row] *= factor
        }
        rows.append(Int32(row))
        summary.add(
          GradientPair(
            gradient: Double(pairs[row].x) / scale.gradient, hessian: Double(pairs[row].y) / scale.hessian))
      }
      return (rows, summary)
    }
    var summary = DerivativeSummary()
    for part in parts { summary.merge(part.1) }
    return (parts.flatMap(\.0), summary)
  }

  /// Key of the `rank`-th largest row, found by counting keys: first their upper halves, then the lower ones.
  private func magnitude(
    ofRank rank: Int, _ pairs: UnsafePointer<SIMD2<Float>>, _ count: Int, _ context: ExecutionContext
  ) throws(Cancelled) -> UInt32 {
    let upper = try digit(ofRank: rank, pairs, count, context) { $0 >> 16 }
    let lower = try digit(ofRank: rank - upper.above, pairs, count, context) {
      $0 >> 16 == upper.digit ? $0 & 0xFFFF : nil
    }
    return upper.digit << 16 | lower.digit
  }

  private func digit(
    ofRank rank: Int, _ pairs: UnsafePointer<SIMD2<Float>>, _ count: Int, _ context: ExecutionContext,
    _ digit: @Sendable (UInt32) -> UInt32?
  ) throws(Cancelled) -> (digit: UInt32, above: Int) {
    nonisolated(unsafe) let pairs = pairs
    let counts = try context.reduceUnordered(of: count, chunkSize: 1 << 16) {
      ElementwiseSum<Int>(count: 1 << 16)
    } adding: { counts, chunk in
      for row in chunk { if let digit = digit(magnitudeKey(pairs[row])) { counts.values[Int(digit)] += 1 } }
    }.values
    var above = 0
    for digit in counts.indices.reversed() {
      if above + counts[digit] >= rank { return (UInt32(digit), above) }
      above += counts[digit]
    }
    return (0, above)
  }
}

/// |gradient · hessian| as bits, which sort like the number.
private func magnitudeKey(_ pair: SIMD2<Float>) -> UInt32 {
  (pair.x * pair.y).magnitude.bitPattern
}
