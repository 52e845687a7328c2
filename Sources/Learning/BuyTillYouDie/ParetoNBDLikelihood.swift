import CIntrinsics
import Numerics

/// The likelihood of customers of Pareto/NBD.
package struct ParetoNBDLikelihood: HistoryLikelihood {
  let r: Double
  let alpha: Double
  let s: Double
  let beta: Double

  /// lnΓ(r + x) − lnΓ(r) − x·ln α.
  package func countTerm(_ x: Double) -> LikelihoodSums {
    NBDLikelihood(r: r, alpha: alpha).countTerm(x)
  }

  package func sums(_ blocks: UnsafeBufferPointer<PurchaseBlock>) -> LikelihoodSums {
    var sums = LikelihoodLanes()
    for block in blocks { sums.add(history(block).terms, weight: block.weight) }
    return sums.sums
  }

  struct History {
    /// ln of (1+T/α)^−(r+x) (1+T/β)^−s + s/β · ∫ (1+t/α)^−(r+x) (1+t/β)^−(s+1) dt: alive at T, or gone at a time t
    /// since t_x.
    var terms: LikelihoodLanes
    /// Of having dropped out: the second term over the first.
    var odds: LogOdds
  }

  @inline(__always)
  func history(_ block: PurchaseBlock) -> History {
    let events = r + block.repeats
    let (atAge, betaAtAge) = (alpha + block.age, beta + block.age)
    let integral = DropoutTimeIntegral(
      p: events, alpha: alpha, q: s + 1, beta: beta, from: block.recency, to: block.age)
    let odds = LogOdds(log(s) + integral.logValue + events * integral.logAlpha.growth + s * integral.logBeta.growth)
    let (logAlphaAge, logBetaAge) = (
      integral.logAlpha.start + integral.logAlpha.growth, integral.logBeta.start + integral.logBeta.growth
    )
    let terms = LikelihoodLanes(
      value: odds.logTotal - events * logAlphaAge - s * logBetaAge,
      byFirst: -integral.logAlpha.start - odds.kept * integral.logAlpha.growth - odds.lost * integral.logAlpha.mean,
      bySecond: events * (1 / alpha - odds.kept / atAge - odds.lost * integral.inverseAlpha),
      byThird: odds.lost / s - integral.logBeta.start - odds.kept * integral.logBeta.growth
        - odds.lost * integral.logBeta.mean,
      byFourth: s / beta - s * odds.kept / betaAtAge - (s + 1) * odds.lost * integral.inverseBeta)
    return History(terms: terms, odds: odds)
  }
}
