import Numerics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The Gamma-Gamma log-likelihood of customers with purchases, in money divided by `moneyScale`.
struct GammaGammaLikelihood: Sendable {
  private struct Row {
    var purchases: Double
    /// Of `purchases` in `counts`.
    var countIndex: Int
    var mean: Double
    var weight: Double
  }

  private let rows: [Row]
  /// Distinct values of x, ascending.
  private let counts: [Double]
  let context: ExecutionContext
  /// The mean of the means: money is divided by it, so that log parameters near 0 fit any currency.
  let moneyScale: Double
  /// Σ weight.
  let customers: Double

  /// - Parameter summaries: checked, with purchases and weights above 0; not empty.
  init(_ summaries: [SpendSummary], context: ExecutionContext) {
    let byMean = ascendingOrder(of: summaries.map(\.mean))
    let sorted = ascendingOrder(of: summaries.map { Double($0.purchases) }, from: byMean).map { summaries[Int($0)] }
    customers = sorted.reduce(0) { $0 + $1.weight }
    let scale = sorted.reduce(0) { $0 + $1.weight * $1.mean } / customers
    var counts: [Double] = []
    rows = sorted.map { summary in
      let x = Double(summary.purchases)
      if counts.last != x { counts.append(x) }
      return Row(purchases: x, countIndex: counts.count - 1, mean: summary.mean / scale, weight: summary.weight)
    }
    self.counts = counts
    moneyScale = scale
    self.context = context
  }
}

extension GammaGammaLikelihood {
  private struct CountTerms {
    /// lnΓ(px + q) − lnΓ(px) − lnΓ(q).
    var constant: Double
    /// ψ(px + q) − ψ(px).
    var byP: Double
    /// ψ(px + q) − ψ(q).
    var byQ: Double
  }

  private struct Sums: Mergeable {
    var value = 0.0
    var byP = 0.0
    var byQ = 0.0
    var byGamma = 0.0

    mutating func merge(_ other: Sums) {
      value += other.value
      byP += other.byP
      byQ += other.byQ
      byGamma += other.byGamma
    }
  }

  /// ln L (of the scaled money) and its gradient by (ln p, ln (q − 1), ln γ).
  func evaluate(_ logParameters: [Double]) throws(Cancelled) -> BoundedBFGS.Evaluation {
    context.progress.expect(1, unit: "evaluations")
    let (p, beyondOne, gamma) = (exp(logParameters[0]), exp(logParameters[1]), exp(logParameters[2]))
    let q = 1 + beyondOne
    let terms = counts.map { x in
      CountTerms(
        constant: logGamma(p * x + q) - logGamma(p * x) - logGamma(q),
        byP: digamma(p * x + q) - digamma(p * x), byQ: digamma(p * x + q) - digamma(q))
    }
    let sums = try context.reduce(of: rows.count, into: Sums()) { chunk in
      add(chunk, terms, p: p, q: q, gamma: gamma)
    }
    context.progress.advance()
    return BoundedBFGS.Evaluation(
      value: sums.value, gradient: [sums.byP * p, sums.byQ * beyondOne, sums.byGamma * gamma])
  }

  /// ln L in the money as it was given, from that of the scaled one: a density of m̄ has the unit 1 / money.
  func unscaled(_ logLikelihood: Double) -> Double {
    logLikelihood - customers * log(moneyScale)
  }

  private func add(_ chunk: Range<Int>, _ terms: [CountTerms], p: Double, q: Double, gamma: Double) -> Sums {
    let logGammaParameter = log(gamma)
    var sums = Sums()
    rows.withUnsafeBufferPointer { rows in
      terms.withUnsafeBufferPointer { terms in
        for index in chunk {
          let row = rows[index]
          let term = terms[row.countIndex]
          let spent = row.purchases * row.mean
          let logAll = log(spent + gamma)
          // ln of the shares that spend and γ have of their sum.
          let (logSpent, logPrior) = (log(spent) - logAll, logGammaParameter - logAll)
          let value = term.constant + p * row.purchases * logSpent + q * logPrior - log(row.mean)
          sums.value += row.weight * value
          sums.byP += row.weight * row.purchases * (term.byP + logSpent)
          sums.byQ += row.weight * (term.byQ + logPrior)
          sums.byGamma += row.weight * (q / gamma - (p * row.purchases + q) / (spent + gamma))
        }
      }
    }
    return sums
  }
}
