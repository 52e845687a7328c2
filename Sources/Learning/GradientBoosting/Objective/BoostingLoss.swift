import Numerics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// First and second derivative of a row's loss by its raw score, times the row's weight.
package struct GradientPair: Sendable, Equatable {
  package var gradient: Double
  package var hessian: Double

  package init(gradient: Double, hessian: Double) {
    self.gradient = gradient
    self.hessian = hessian
  }
}

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

  /// Writes the weighted derivatives of every row.
  ///
  /// - Returns: the largest magnitudes of gradients and hessians; NaN where one is not finite.
  func fillGradients(_ rows: LossRows, into gradients: inout [GradientPair], parallelism: Parallelism) -> GradientPair
  /// Weighted mean loss.
  func meanLoss(_ rows: LossRows, parallelism: Parallelism) -> Double
}

/// The columns a loss reads; all of one length.
struct LossRows: Sendable {
  let scores: [Double]
  let targets: [Double]
  let weights: [Double]?
}

// MARK: - Passes over rows

extension BoostingLoss {
  func fillGradients(
    _ rows: LossRows, into gradients: inout [GradientPair], parallelism: Parallelism
  ) -> GradientPair {
    gradients.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let output = buffer
      return parallelism.reduceChunks(of: rows.targets.count, into: GradientPair(gradient: 0, hessian: 0)) { chunk in
        fill(chunk, rows, output)
      } combine: {
        $0.gradient = largerOrNaN($0.gradient, $1.gradient)
        $0.hessian = largerOrNaN($0.hessian, $1.hessian)
      }
    }
  }

  private func fill(
    _ chunk: Range<Int>, _ rows: LossRows, _ output: UnsafeMutableBufferPointer<GradientPair>
  ) -> GradientPair {
    var largest = GradientPair(gradient: 0, hessian: 0)
    rows.scores.withUnsafeBufferPointer { scores in
      rows.targets.withUnsafeBufferPointer { targets in
        for row in chunk {
          var pair = derivatives(score: scores[row], target: targets[row])
          if let weights = rows.weights {
            pair.gradient *= weights[row]
            pair.hessian *= weights[row]
          }
          output[row] = pair
          largest.gradient = largerOrNaN(largest.gradient, pair.gradient.magnitude)
          largest.hessian = largerOrNaN(largest.hessian, pair.hessian)
        }
      }
    }
    return largest
  }

  func meanLoss(_ rows: LossRows, parallelism: Parallelism) -> Double {
    let sums = parallelism.reduceChunks(of: rows.targets.count, into: (loss: 0.0, weight: 0.0)) { chunk in
      var sum = (loss: 0.0, weight: 0.0)
      for row in chunk {
        let weight = rows.weights?[row] ?? 1
        sum.loss += weight * loss(score: rows.scores[row], target: rows.targets[row])
        sum.weight += weight
      }
      return sum
    } combine: {
      $0.loss += $1.loss
      $0.weight += $1.weight
    }
    return sums.loss / sums.weight
  }
}

private func largerOrNaN(_ first: Double, _ second: Double) -> Double {
  // A NaN on either side stays: `first >= second` is false for a NaN `second`, and `first` is kept where it is NaN.
  first.isNaN || first >= second ? first : second
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

/// The smallest value whose cumulative weight reaches `probability` of the whole; reorders its argument.
///
/// - Parameter pairs: value and weight, not empty.
package func weightedQuantile(_ probability: Double, _ pairs: inout [(value: Double, weight: Double)]) -> Double {
  pairs.sort { $0.value < $1.value }
  let goal = probability * pairs.reduce(0) { $0 + $1.weight }
  var cumulative = 0.0
  for pair in pairs {
    cumulative += pair.weight
    if cumulative >= goal { return pair.value }
  }
  return pairs[pairs.count - 1].value
}
