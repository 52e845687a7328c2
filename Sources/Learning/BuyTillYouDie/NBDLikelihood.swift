import CIntrinsics
import Numerics

/// NBD: customers stay for ever, so that only their counts and ages say anything (Ehrenberg 1959).
struct NBDLikelihood: HistoryLikelihood {
  let r: Double
  let alpha: Double

  /// lnΓ(r + x) − lnΓ(r) − x·ln α.
  func countTerm(_ x: Double) -> LikelihoodSums {
    LikelihoodSums(
      value: logPochhammer(at: r, by: x) - x * log(alpha),
      gradient: SIMD4(digammaIncrease(at: r, by: x), -x / alpha, 0, 0))
  }

  /// −(r + x)·ln(1 + T/α), so that r·ln α is in neither part: where r and α are large, it is all of the digits.
  func sums(_ blocks: UnsafeBufferPointer<PurchaseBlock>) -> LikelihoodSums {
    var sums = LikelihoodLanes()
    for block in blocks {
      let (events, ratio) = (r + block.repeats, block.age / alpha)
      let logAge = logOnePlus(ratio)
      sums.add(
        LikelihoodLanes(
          value: -events * logAge, byFirst: -logAge, bySecond: events * ratio / (alpha + block.age)),
        weight: block.weight)
    }
    return sums.sums
  }
}
