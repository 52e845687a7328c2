import CIntrinsics
import Numerics

/// The likelihood of customers who may drop out after a purchase: BG/NBD and MBG/NBD.
package struct BetaGeometricLikelihood: HistoryLikelihood {
  let r: Double
  let alpha: Double
  let a: Double
  let b: Double
  /// Chances to drop out before the first repeat: 0 or 1.
  let firstChances: Double

  /// ln A1 + ln A2 of the paper, but for powers of α that belong to the times.
  package func countTerm(_ x: Double) -> LikelihoodSums {
    var term = NBDLikelihood(r: r, alpha: alpha).countTerm(x)
    let chances = x + firstChances
    let both = digammaIncrease(at: a + b, by: chances)
    term.value += logPochhammer(at: b, by: chances) - logPochhammer(at: a + b, by: chances)
    term.gradient += SIMD4(0, 0, -both, digammaIncrease(at: b, by: chances) - both)
    return term
  }

  /// ln (A3 + [n > 0]·A4) + (r + x)·ln α, n the chances to drop out; `lost` is A4's share: the probability of having
  /// dropped out at t_x.
  package func sums(_ blocks: UnsafeBufferPointer<PurchaseBlock>) -> LikelihoodSums {
    var sums = LikelihoodLanes()
    let logA = Lanes(repeating: log(a))
    for block in blocks {
      let chances = block.repeats + firstChances
      let none = chances .<= Lanes.zero
      let survivals = (b + (chances - 1)).replacing(with: 1, where: none)
      let events = r + block.repeats
      let (atAge, atRecency) = (alpha + block.age, alpha + block.recency)
      let logAge = logOnePlus(block.age / alpha)
      // ln of (α + T) / (α + t_x), exact where they are close.
      let silence = logOnePlus((block.age - block.recency) / atRecency)
      let odds = LogOdds(
        (logA - logarithm(survivals) + events * silence).replacing(with: Lanes(repeating: -1000), where: none))
      sums.add(
        LikelihoodLanes(
          value: odds.logTotal - events * logAge,
          byFirst: odds.lost * silence - logAge,
          bySecond: events / alpha * (odds.kept * block.age / atAge + odds.lost * block.recency / atRecency),
          byThird: odds.lost / a,
          byFourth: -odds.lost / survivals),
        weight: block.weight)
    }
    return sums.sums
  }
}
