import Foundation
import Learning
import Numerics
import TestSupport
import Testing

private func fitted(_ summaries: [PurchaseSummary], threads: Int = 1) throws -> ParetoNBDModel {
  try ParetoNBDLearner(LikelihoodFitSettings().validated()).fit(summaries, context: .threads(threads))
}

/// The published estimates for CDNOW.
private let published = ParetoNBDModel(r: 0.5534, alpha: 10.5802, s: 0.6061, beta: 11.6562)

/// ln L of the note, by two values of ₂F₁.
private func plainLogLikelihood(_ model: ParetoNBDModel, _ row: PurchaseSummary) -> Double {
  let (r, alpha, s, beta, x) = (model.r, model.alpha, model.s, model.beta, Double(row.repeats))
  let (near, far) = (min(alpha, beta), max(alpha, beta))
  func part(_ t: Double) -> Double {
    let power = alpha >= beta ? s + 1 : r + x
    return hypergeometricSeries(r + s + x, power, r + s + x + 1, (far - near) / (far + t)) * pow(far + t, -r - s - x)
  }
  let alive = pow(alpha + row.age, -r - x) * pow(beta + row.age, -s)
  let gone = s / (r + s + x) * (part(row.recency) - part(row.age))
  return logGamma(r + x) - logGamma(r) + r * log(alpha) + s * log(beta) + log(alive + gone)
}

@Suite("Pareto/NBD")
struct ParetoNBDTests {
  @Test(
    "CDNOW's fit has the published parameters and likelihood",
    .enabled(if: RealData.cdnow != nil, "\(RealData.absence)"))
  func cdnow() throws {
    let model = try fitted(try #require(CDNOW.sample).purchases)
    #expect(abs(model.r - 0.553) < 1e-3)
    #expect(abs(model.alpha - 10.578) < 5e-3)
    #expect(abs(model.s - 0.606) < 1e-3)
    #expect(abs(model.beta - 11.669) < 3e-2)
    let fit = try #require(model.fit)
    #expect(abs(fit.logLikelihood - -9594.976) < 0.01)
    #expect(fit.convergence.outcome == .converged)
    #expect(fit.convergence.agreeingStarts == 4)
    #expect(model.dropoutIsIdentified == true)
  }

  @Test("expectations at the published parameters are those of the R package's walkthrough")
  func publishedExpectations() {
    #expect(abs(published.expectedPurchases(horizon: 52) - 1.473) < 1e-3)
    let customer = PurchaseSummary(repeats: 26, recency: 30.86, age: 31)
    #expect(abs(published.probabilityAlive(customer) - 0.9979) < 1e-4)
    #expect(abs(published.expectedPurchases(horizon: 52, given: customer) - 25.46) < 0.01)
  }

  @Test(
    "the log-likelihood is the note's, with hypergeometric functions, whichever of alpha and beta is larger",
    arguments: [
      published, ParetoNBDModel(r: 2, alpha: 20, s: 0.4, beta: 3), ParetoNBDModel(r: 0.3, alpha: 2, s: 3, beta: 30),
      ParetoNBDModel(r: 1, alpha: 7, s: 1, beta: 7),
    ])
  func plainTwin(_ model: ParetoNBDModel) throws {
    for row in [(0, 0.0, 39.0), (1, 20, 37), (2, 30.43, 38.86), (3, 5, 36), (7, 12, 39), (12, 3, 30)] {
      let row = PurchaseSummary(repeats: row.0, recency: row.1, age: row.2)
      let plain = plainLogLikelihood(model, row)
      #expect(abs(try model.logLikelihood(of: [row], context: .serial) - plain) < 1e-10 * abs(plain), "\(row)")
    }
  }

  @Test("where the hypergeometric formula loses its digits the likelihood is still right")
  func extremes() throws {
    // Gone since t_x + u: the integral over u, by Simpson's rule in ln(1 + u / scale) where the integrand is smooth.
    for model in [
      ParetoNBDModel(r: 0.01, alpha: 1e-3, s: 0.5, beta: 1e3), ParetoNBDModel(r: 5, alpha: 500, s: 2, beta: 1e-2),
      published,
    ] {
      for row in [(0, 0.0, 1e3), (400, 10, 39), (2, 38.999, 39), (50, 0.5, 2000)] {
        let summary = PurchaseSummary(repeats: row.0, recency: row.1, age: row.2)
        let (r, alpha, s, beta, x) = (model.r, model.alpha, model.s, model.beta, Double(row.0))
        func logIntegrand(_ t: Double) -> Double { -(r + x) * log(alpha + t) - (s + 1) * log(beta + t) }
        let (top, scale) = (logIntegrand(row.1), min(alpha, beta) + row.1)
        let (length, steps) = (log1p((row.2 - row.1) / scale), 200_000)
        let sum = (0...steps).reduce(0.0) { sum, step in
          let u = scale * expm1(length * Double(step) / Double(steps))
          let weight: Double = step == 0 || step == steps ? 1 : step % 2 == 1 ? 4 : 2
          return sum + weight * exp(logIntegrand(row.1 + u) - top) * (scale + u)
        }
        let gone = log(s * sum * length / Double(steps) / 3) + top
        let alive = -(r + x) * log(alpha + row.2) - s * log(beta + row.2)
        let both = max(gone, alive) + log1p(exp(-abs(gone - alive)))
        let expected = logGamma(r + x) - logGamma(r) + r * log(alpha) + s * log(beta) + both
        let found = try model.logLikelihood(of: [summary], context: .serial)
        #expect(abs(found - expected) < 1e-9 * max(1, abs(expected)), "\(model) \(row)")
        #expect(abs(model.probabilityAlive(summary) - exp(alive - both)) < 1e-9)
      }
    }
  }

  @Test("nothing happens at s = 1: expectations are smooth across it")
  func acrossOne() {
    let customer = PurchaseSummary(repeats: 2, recency: 20, age: 35)
    let means = [1 - 1e-7, 1, 1 + 1e-7].map {
      ParetoNBDModel(r: 0.5, alpha: 10, s: $0, beta: 12).expectedPurchases(horizon: 30, given: customer)
    }
    #expect(abs((means[0] + means[2]) / 2 - means[1]) < 1e-12)
    #expect(means[0] > means[2])
  }

  @Test("what is expected is what happens to customers drawn from the model")
  func story() {
    let truth = ParetoNBDModel(r: 2, alpha: 10, s: 1.5, beta: 20)
    let rows = SimulatedCustomers.from(truth, customers: 40_000)
    let expected = rows.reduce(0) { $0 + truth.expectedPurchases(horizon: $1.age) }
    #expect(abs(rows.reduce(0) { $0 + Double($1.repeats) } / expected - 1) < 0.02)
  }

  @Test("parameters come back from customers drawn with them, within their standard errors")
  func recovery() throws {
    let truth = ParetoNBDModel(r: 0.8, alpha: 6, s: 0.9, beta: 15)
    let model = try fitted(SimulatedCustomers.from(truth, customers: 6000))
    let errors = try #require(model.fit?.standardErrors)
    let pairs = [(model.r, truth.r), (model.alpha, truth.alpha), (model.s, truth.s), (model.beta, truth.beta)]
    for ((found, true_), error) in zip(pairs, errors) {
      #expect(abs(found - true_) < 4 * error)
      #expect(error < 0.5 * true_)
    }
  }
}
