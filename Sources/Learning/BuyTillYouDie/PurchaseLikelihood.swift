import CIntrinsics
import Numerics

/// The log-likelihood of a model of purchases for given customers, as a function of the logarithms of its parameters.
struct PurchaseLikelihood<Likelihood: HistoryLikelihood>: Sendable {
  let rows: PurchaseRows
  /// Places of the parameters that are times.
  let timeParameters: [Int]
  let context: ExecutionContext
  /// The likelihood at given parameters; those that the model does not have are 1.
  let likelihood: @Sendable (SIMD4<Double>) -> Likelihood
}

extension PurchaseLikelihood {
  /// ln L of the scaled times, and its gradient by log parameter.
  func evaluate(_ logParameters: [Double]) throws(Cancelled) -> BoundedBFGS.Evaluation {
    context.progress.expect(1, unit: "evaluations")
    var parameters = SIMD4(repeating: 1.0)
    for (index, value) in logParameters.enumerated() { parameters[index] = exp(value) }
    let point = likelihood(parameters)
    let byCount = try context.reduce(of: rows.counts.count, chunkSize: 256, into: LikelihoodSums()) { chunk in
      chunk.reduce(into: LikelihoodSums()) { sums, index in
        let (x, weight) = rows.counts[index]
        let term = point.countTerm(x)
        sums.merge(LikelihoodSums(value: weight * term.value, gradient: weight * term.gradient))
      }
    }
    let sums = try context.reduce(of: rows.blocks.count, chunkSize: 256, into: byCount) { chunk in
      rows.blocks.withUnsafeBufferPointer { point.sums(UnsafeBufferPointer(rebasing: $0[chunk])) }
    }
    context.progress.advance()
    let gradient = sums.gradient * parameters
    return BoundedBFGS.Evaluation(value: sums.value, gradient: logParameters.indices.map { gradient[$0] })
  }

  var objective: LikelihoodSearch.Objective {
    LikelihoodSearch.Objective(weight: rows.customers, evaluate: evaluate)
  }

  /// ln L in the times as they were given, from that of the scaled ones: a density has the unit of time^−Σx.
  func unscaled(_ logLikelihood: Double) -> Double {
    logLikelihood - rows.repeatPurchases * log(rows.timeScale)
  }

  /// Scaled parameters in the times as they were given.
  func unscaled(_ parameters: [Double]) -> [Double] {
    var parameters = parameters
    for index in timeParameters { parameters[index] *= rows.timeScale }
    return parameters
  }

  /// ln L, in the times as they were given, of parameters in these times.
  func value(at parameters: [Double]) throws(Cancelled) -> Double {
    var parameters = parameters
    for index in timeParameters { parameters[index] /= rows.timeScale }
    return unscaled(try evaluate(parameters.map { log($0) }).value)
  }
}
