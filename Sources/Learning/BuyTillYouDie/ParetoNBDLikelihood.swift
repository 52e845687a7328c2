import CIntrinsics
import Numerics

/// The Pareto/NBD log-likelihood of collapsed customers, in time divided by `timeScale`.
struct ParetoNBDLikelihood: PurchaseLikelihood {
  private struct Row {
    /// Of x in `repeatCounts`.
    var countIndex: Int
    var repeats: Double
    var recency: Double
    var age: Double
    var weight: Double
  }

  private let rows: [Row]
  /// Distinct values of x, ascending.
  private let repeatCounts: [Double]
  let context: ExecutionContext
  let timeScale: Double
  let customers: Double
  let repeatPurchases: Double

  /// - Parameter summaries: checked and collapsed, so ascending in x.
  init(_ summaries: [PurchaseSummary], context: ExecutionContext) {
    let totals = PurchaseTotals(summaries)
    let scale = totals.timeScale
    var counts: [Double] = []
    rows = summaries.map { summary in
      let x = Double(summary.repeats)
      if counts.last != x { counts.append(x) }
      return Row(
        countIndex: counts.count - 1, repeats: x, recency: summary.recency / scale, age: summary.age / scale,
        weight: summary.weight)
    }
    repeatCounts = counts
    (customers, repeatPurchases, timeScale) = (totals.customers, totals.repeatPurchases, scale)
    self.context = context
  }
}

extension ParetoNBDLikelihood {
  static let timeParameters = [1, 3]

  /// (ln r, ln α, ln s, ln β), α chosen so that r/α is the mean rate of repeat purchases.
  static func starts(_ rate: Double) -> [[Double]] {
    let shapes: [(r: Double, s: Double, beta: Double)] = [
      (1, 1, 1), (0.3, 0.5, 0.5), (4, 1, 3), (1, 0.2, 1), (0.5, 3, 3), (2, 5, 10),
    ]
    return shapes.map { shape in
      let alpha = min(max(shape.r / rate, 1e-4), 1e4)
      return [shape.r, alpha, shape.s, shape.beta].map(log)
    }
  }

  func evaluate(_ logParameters: [Double]) throws(Cancelled) -> BoundedBFGS.Evaluation {
    context.progress.expect(1, unit: "evaluations")
    let parameters = logParameters.map { exp($0) }
    let (r, alpha, s, beta) = (parameters[0], parameters[1], parameters[2], parameters[3])
    let point = ParetoNBDPoint(r: r, alpha: alpha, s: s, beta: beta)
    let constants = repeatCounts.map { x in
      (
        value: logGamma(r + x) - logGamma(r) + r * log(alpha) + s * log(beta),
        byR: digamma(r + x) - digamma(r) + log(alpha)
      )
    }
    let sums = try context.reduce(of: rows.count, chunkSize: 1024, into: LikelihoodSums()) { chunk in
      var sums = LikelihoodSums()
      for index in chunk {
        let row = rows[index]
        let (value, byR) = constants[row.countIndex]
        let history = point.history(repeats: row.repeats, recency: row.recency, age: row.age)
        sums.value += row.weight * (value + history.logLikelihood)
        sums.gradient += row.weight * (history.gradient + SIMD4(byR, r / alpha, log(beta), s / beta))
      }
      return sums
    }
    context.progress.advance()
    return BoundedBFGS.Evaluation(value: sums.value, gradient: (0..<4).map { sums.gradient[$0] * parameters[$0] })
  }
}

/// Parameters of Pareto/NBD, and what they say of one history.
struct ParetoNBDPoint {
  let r: Double
  let alpha: Double
  let s: Double
  let beta: Double

  struct History {
    /// ln of (α+T)^−(r+x) (β+T)^−s + s · ∫ (α+t)^−(r+x) (β+t)^−(s+1) dt: alive at T, or gone at a time t since t_x.
    var logLikelihood: Double
    /// Of that, by r, α, s and β.
    var gradient: SIMD4<Double>
    /// The first term's share: P(alive at T).
    var kept: Double
  }
}

extension ParetoNBDPoint {
  func history(repeats x: Double, recency: Double, age: Double) -> History {
    let events = r + x
    let gone = DropoutTimeIntegral(p: events, alpha: alpha, q: s + 1, beta: beta, times: recency...age)
    let (logAlphaAge, logBetaAge) = (log(alpha + age), log(beta + age))
    let logAlive = -events * logAlphaAge - s * logBetaAge
    let logOdds = log(s) + gone.logValue - logAlive
    let smaller = exp(-abs(logOdds))
    let (less, more) = (smaller / (1 + smaller), 1 / (1 + smaller))
    let (kept, lost) = logOdds > 0 ? (less, more) : (more, less)
    let means = gone.means
    return History(
      logLikelihood: logAlive + max(logOdds, 0) + log1p(smaller),
      gradient: SIMD4(
        -kept * logAlphaAge - lost * means[0],
        -events * (kept / (alpha + age) + lost * means[2]),
        -kept * logBetaAge + lost * (1 / s - means[1]),
        -kept * s / (beta + age) - lost * (s + 1) * means[3]),
      kept: kept)
  }
}
