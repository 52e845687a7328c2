import Numerics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How a grown leaf gets its value.
enum LeafRenewal: Sendable, Equatable {
  /// −G / (H + λ) from the leaf's sums.
  case newtonStep
  /// Weighted quantile of the leaf's residuals, for losses whose hessian says nothing.
  case residualQuantile(Double)
}

/// The arithmetic of an objective.
///
/// Passes over rows are requirements with a default, so that each conforming type has its own specialised copy and a
/// row costs no dynamic call.
protocol BoostingLoss: Sendable {
  /// The constant raw score that minimises the loss.
  func startingScore(targets: [Double], weights: [Double]?) -> Double
  /// Of a row of weight 1.
  func derivatives(score: Double, target: Double) -> GradientPair
  /// Of a row of weight 1.
  func loss(score: Double, target: Double) -> Double
  func response(_ score: Double) -> Double
  var renewal: LeafRenewal { get }

  /// Writes the weighted derivatives of the rows `chunk`, times the scale of `output`.
  func fill(_ chunk: Range<Int>, _ rows: LossPointers, into output: DerivativeOutput) -> DerivativeSummary
  /// Weighted mean loss.
  func meanLoss(_ rows: LossRows, context: ExecutionContext) throws(Cancelled) -> Double
}

/// The columns a loss reads; all of one length.
struct LossRows: Sendable {
  let scores: [Double]
  let targets: [Double]
  let weights: [Double]?
}

// MARK: - Passes over rows

/// The columns a loss reads, as long as a pass lasts.
struct LossPointers {
  let scores: UnsafePointer<Double>
  let targets: UnsafePointer<Double>
  let weights: UnsafePointer<Double>?
}

/// Where derivatives go.
struct DerivativeOutput {
  let pairs: UnsafeMutablePointer<SIMD2<Float>>
  let scale: GradientPair

  @inline(__always)
  func write(_ pair: GradientPair, _ row: Int) {
    pairs[row] = SIMD2(Float(pair.gradient * scale.gradient), Float(pair.hessian * scale.hessian))
  }
}

extension LossRows {
  func withPointers<Result, Failure: Error>(
    _ body: (LossPointers) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try scores.withUnsafeBufferPointer { scores throws(Failure) in
      try targets.withUnsafeBufferPointer { targets throws(Failure) in
        guard let weights else {
          return try body(LossPointers(scores: scores.baseAddress!, targets: targets.baseAddress!, weights: nil))
        }
        return try weights.withUnsafeBufferPointer { weights throws(Failure) in
          try body(
            LossPointers(scores: scores.baseAddress!, targets: targets.baseAddress!, weights: weights.baseAddress!))
        }
      }
    }
  }
}

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

/// Σ weight · target / Σ weight.
func weightedMean(_ values: [Double], _ weights: [Double]?) -> Double {
  var sum = 0.0
  var total = 0.0
  for index in values.indices {
    let weight = weights?[index] ?? 1
    sum += weight * values[index]
    total += weight
  }
  return sum / total
}

/// As `weightedQuantile` for weights of 1; reorders its argument, which is not empty.
package func unweightedQuantile(_ probability: Double, _ values: inout [Double]) -> Double {
  let rank = (probability * Double(values.count)).rounded(.up)
  let place = min(max(1, Int(rank)), values.count) - 1
  return orderStatistic(place, of: &values)
}

/// The smallest value whose cumulative weight reaches `probability` of the whole; reorders its argument.
///
/// - Parameter pairs: value and weight, not empty.
package func weightedQuantile(_ probability: Double, _ pairs: inout [(value: Double, weight: Double)]) -> Double {
  pairs = ascendingOrder(of: pairs.map(\.value)).map { pairs[Int($0)] }
  let goal = probability * pairs.reduce(0) { $0 + $1.weight }
  var cumulative = 0.0
  for pair in pairs {
    cumulative += pair.weight
    if cumulative >= goal { return pair.value }
  }
  return pairs[pairs.count - 1].value
}
