import CIntrinsics
import Numerics

extension ParetoNBDModel: PurchaseModel {
  package static var name: String { "Pareto/NBD" }
  package static var timeParameters: [Int] { [1, 3] }

  /// (r, s, β).
  package static func starts(rate: Double) -> [[Double]] {
    let shapes = [[1, 1, 1], [0.3, 0.5, 0.5], [4, 1, 3], [1, 0.2, 1], [0.5, 3, 3], [2, 5, 10]]
    return shapes.map { [$0[0], startingAlpha(r: $0[0], rate: rate), $0[1], $0[2]] }
  }

  package static func likelihood(_ parameters: SIMD4<Double>) -> ParetoNBDLikelihood {
    ParetoNBDLikelihood(r: parameters[0], alpha: parameters[1], s: parameters[2], beta: parameters[3])
  }

  package init(parameters: [Double], fit: LikelihoodFit?) {
    Self.check(parameters)
    (r, alpha, s, beta) = (parameters[0], parameters[1], parameters[2], parameters[3])
    self.fit = fit
  }

  package var parameters: [Double] { [r, alpha, s, beta] }

  /// P(alive at T | x, t_x, T); 1 for a purchase at T itself.
  package func probabilityAlive(_ summary: PurchaseSummary) -> Double {
    let block = PurchaseBlock(
      repeats: Lanes(repeating: Double(summary.repeats)), recency: Lanes(repeating: summary.recency),
      age: Lanes(repeating: summary.age), weight: Lanes(repeating: 1))
    return ParetoNBDLikelihood(r: r, alpha: alpha, s: s, beta: beta).history(block).odds.kept[0]
  }

  /// E[X(t)]: purchases of a new customer in the `horizon` after the first one, which is not counted.
  ///
  /// - Parameter horizon: at least 0, in the time unit of the fit.
  package func expectedPurchases(horizon: Double) -> Double {
    r / alpha * expectedLife(upTo: horizon, age: 0)
  }

  /// E[Y(t) | x, t_x, T]: purchases of a customer in the `horizon` after T.
  ///
  /// Given life at T, λ ~ Gamma(r + x, α + T) and μ ~ Gamma(s, β + T).
  package func expectedPurchases(horizon: Double, given summary: PurchaseSummary) -> Double {
    let rate = (r + Double(summary.repeats)) / (alpha + summary.age)
    return probabilityAlive(summary) * rate * expectedLife(upTo: horizon, age: summary.age)
  }

  /// Time that a customer who is alive at `age` lives on, of a `horizon`: (β+T)/(s−1) · [1 − ((β+T)/(β+T+t))^(s−1)],
  /// and its limit at s = 1.
  private func expectedLife(upTo horizon: Double, age: Double) -> Double {
    precondition(horizon >= 0 && horizon.isFinite, "a horizon is finite and not negative")
    let (scale, excess) = (beta + age, s - 1)
    let length = log1p(horizon / scale)
    return scale * (excess == 0 ? length : -expm1(-excess * length) / excess)
  }
}
