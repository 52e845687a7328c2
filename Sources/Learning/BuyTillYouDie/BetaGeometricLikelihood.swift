import CIntrinsics
import Numerics

/// The log-likelihood of collapsed customers who may drop out after a purchase, in time divided by `timeScale`.
struct BetaGeometricLikelihood: PurchaseLikelihood {
  /// After which purchases a customer may drop out.
  enum DropoutChances {
    /// BG/NBD.
    case afterRepeats
    /// MBG/NBD: after the first purchase too.
    case afterEveryPurchase
    /// NBD: customers stay for ever; a and b mean nothing.
    case never

    /// Of a customer with x repeat purchases.
    func count(_ x: Double) -> Double {
      switch self {
      case .afterRepeats: x
      case .afterEveryPurchase: x + 1
      case .never: 0
      }
    }
  }

  private struct Row {
    var repeats: Double
    /// Of `repeats` in `repeatCounts`.
    var countIndex: Int
    var recency: Double
    var age: Double
    var weight: Double
  }

  private let rows: [Row]
  /// Distinct values of x, ascending.
  private let repeatCounts: [Double]
  private let chances: DropoutChances
  let context: ExecutionContext
  let timeScale: Double
  let customers: Double
  let repeatPurchases: Double

  /// - Parameter summaries: checked and collapsed, so ascending in x.
  init(_ summaries: [PurchaseSummary], chances: DropoutChances, context: ExecutionContext) {
    let totals = PurchaseTotals(summaries)
    let scale = totals.timeScale
    var counts: [Double] = []
    rows = summaries.map { summary in
      let x = Double(summary.repeats)
      if counts.last != x { counts.append(x) }
      return Row(
        repeats: x, countIndex: counts.count - 1, recency: summary.recency / scale, age: summary.age / scale,
        weight: summary.weight)
    }
    repeatCounts = counts
    self.chances = chances
    (customers, repeatPurchases, timeScale) = (totals.customers, totals.repeatPurchases, scale)
    self.context = context
  }
}

extension BetaGeometricLikelihood {
  static let timeParameters = [1]

  /// The parts of a row's log-likelihood and gradient that depend on x alone.
  private struct CountTerms {
    /// ln A1 + ln A2 of the paper, A1's power of α included.
    var constant: Double
    /// ln (a / (b + n − 1)) after n chances to drop out; −∞ for none.
    var logDropout: Double
    var byR: Double
    var byA: Double
    var byB: Double
    /// 1 / (b + n − 1); 0 for none.
    var byDropout: Double
  }

  /// ln L (of the scaled times) and its gradient by (ln r, ln α, ln a, ln b).
  func evaluate(_ logParameters: [Double]) throws(Cancelled) -> BoundedBFGS.Evaluation {
    context.progress.expect(1, unit: "evaluations")
    let parameters = SIMD4(
      exp(logParameters[0]), exp(logParameters[1]), exp(logParameters[2]), exp(logParameters[3]))
    let terms = repeatCounts.map { countTerms($0, parameters) }
    let sums = try context.reduce(of: rows.count, into: LikelihoodSums()) { chunk in
      add(chunk, terms, r: parameters[0], alpha: parameters[1], a: parameters[2])
    }
    context.progress.advance()
    let gradient = sums.gradient * parameters
    return BoundedBFGS.Evaluation(value: sums.value, gradient: (0..<4).map { gradient[$0] })
  }

  private func countTerms(_ x: Double, _ parameters: SIMD4<Double>) -> CountTerms {
    let (r, alpha, a, b) = (parameters[0], parameters[1], parameters[2], parameters[3])
    let chances = chances.count(x)
    let purchases = logGamma(r + x) - logGamma(r) + r * log(alpha)
    let byR = digamma(r + x) - digamma(r) + log(alpha)
    guard chances > 0 else {
      return CountTerms(constant: purchases, logDropout: -.infinity, byR: byR, byA: 0, byB: 0, byDropout: 0)
    }
    let survival = logGamma(a + b) + logGamma(b + chances) - logGamma(b) - logGamma(a + b + chances)
    let both = digamma(a + b) - digamma(a + b + chances)
    return CountTerms(
      constant: purchases + survival,
      logDropout: log(a) - log(b + chances - 1),
      byR: byR,
      byA: both, byB: both + digamma(b + chances) - digamma(b),
      byDropout: 1 / (b + chances - 1))
  }

  /// L = A1·A2·(A3 + [n > 0]·A4); `lost` is A4's share of the bracket: the probability of having dropped out at t_x.
  private func add(_ chunk: Range<Int>, _ terms: [CountTerms], r: Double, alpha: Double, a: Double) -> LikelihoodSums {
    var sums = LikelihoodSums()
    rows.withUnsafeBufferPointer { rows in
      terms.withUnsafeBufferPointer { terms in
        for index in chunk {
          let row = rows[index]
          let term = terms[row.countIndex]
          let events = r + row.repeats
          let (atAge, atRecency) = (alpha + row.age, alpha + row.recency)
          let (logAge, logRecency) = (log(atAge), log(atRecency))
          let logOdds = term.logDropout + events * (logAge - logRecency)
          let smaller = exp(-abs(logOdds))
          let lost = logOdds > 0 ? 1 / (1 + smaller) : smaller / (1 + smaller)
          let kept = 1 - lost
          let value = term.constant - events * logAge + max(logOdds, 0) + log1p(smaller)
          let gradient = SIMD4(
            term.byR - kept * logAge - lost * logRecency,
            r / alpha - events * (kept / atAge + lost / atRecency),
            term.byA + lost / a,
            term.byB - lost * term.byDropout)
          sums.value += row.weight * value
          sums.gradient += row.weight * gradient
        }
      }
    }
    return sums
  }
}
