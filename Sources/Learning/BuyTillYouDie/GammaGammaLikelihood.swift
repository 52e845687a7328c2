import CIntrinsics
import Numerics

/// The Gamma-Gamma log-likelihood of customers with purchases, as a function of (ln p, ln (q − 1), ln γ).
struct GammaGammaLikelihood: Sendable {
  let rows: SpendRows
  let context: ExecutionContext
}

extension GammaGammaLikelihood {
  /// ln L (of the scaled money) and its gradient by (ln p, ln (q − 1), ln γ).
  func evaluate(_ logParameters: [Double]) throws(Cancelled) -> BoundedBFGS.Evaluation {
    context.progress.expect(1, unit: "evaluations")
    let (p, beyondOne, gamma) = (exp(logParameters[0]), exp(logParameters[1]), exp(logParameters[2]))
    let q = 1 + beyondOne
    let byCount = try context.reduce(of: rows.counts.count, chunkSize: 256, into: LikelihoodSums()) { chunk in
      chunk.reduce(into: LikelihoodSums()) { sums, index in
        let (x, weight) = rows.counts[index]
        sums.merge(countTerm(x, weight, p: p, q: q))
      }
    }
    let sums = try context.reduce(of: rows.blocks.count, chunkSize: 1024, into: byCount) { chunk in
      rows.blocks.withUnsafeBufferPointer {
        self.sums(UnsafeBufferPointer(rebasing: $0[chunk]), p: p, q: q, gamma: gamma)
      }
    }
    context.progress.advance()
    return BoundedBFGS.Evaluation(
      value: sums.value - rows.logMeans,
      gradient: [sums.gradient[0] * p, sums.gradient[1] * beyondOne, sums.gradient[2] * gamma])
  }

  var objective: LikelihoodSearch.Objective {
    LikelihoodSearch.Objective(weight: rows.customers, evaluate: evaluate)
  }

  /// ln L in the money as it was given, from that of the scaled one: a density of m̄ has the unit 1 / money.
  func unscaled(_ logLikelihood: Double) -> Double {
    logLikelihood - rows.customers * log(rows.moneyScale)
  }

  /// lnΓ(px + q) − lnΓ(px) − lnΓ(q), by p and q.
  private func countTerm(_ x: Double, _ weight: Double, p: Double, q: Double) -> LikelihoodSums {
    let shape = p * x
    let (least, greatest) = (min(shape, q), max(shape, q))
    return LikelihoodSums(
      value: weight * (logPochhammer(at: greatest, by: least) - logGamma(least)),
      gradient: weight * SIMD4(x * digammaIncrease(at: shape, by: q), digammaIncrease(at: q, by: shape), 0, 0))
  }

  /// px · ln (spent / (spent + γ)) + q · ln (γ / (spent + γ)), of all customers in some blocks, by p, q and γ.
  private func sums(
    _ blocks: UnsafeBufferPointer<SpendRows.Block>, p: Double, q: Double, gamma: Double
  ) -> LikelihoodSums {
    var sums = LikelihoodLanes()
    for block in blocks {
      let logSpent = -block.purchases * logOnePlus(gamma / block.spent)
      let logPrior = -logOnePlus(block.spent / gamma)
      sums.add(
        LikelihoodLanes(
          value: p * logSpent + q * logPrior, byFirst: logSpent, bySecond: logPrior,
          byThird: (q * block.spent / gamma - p * block.purchases) / (block.spent + gamma)),
        weight: block.weight)
    }
    return sums.sums
  }
}
