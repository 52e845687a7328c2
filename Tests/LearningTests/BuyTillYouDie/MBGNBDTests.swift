import Foundation
import Learning
import Numerics
import TestSupport
import Testing

private func fitted(_ summaries: [PurchaseSummary], threads: Int = 1) throws -> MBGNBDModel {
  try MBGNBDLearner(LikelihoodFitSettings().validated()).fit(summaries, context: .threads(threads))
}

/// The published estimates for CDNOW.
private let published = MBGNBDModel(r: 0.525, alpha: 6.183, a: 0.891, b: 1.614)

@Suite("MBG/NBD")
struct MBGNBDTests {
  @Test(
    "CDNOW's fit has the published parameters and likelihood",
    .enabled(if: RealData.cdnow != nil, "\(RealData.absence)"))
  func cdnow() throws {
    let model = try fitted(try #require(CDNOW.sample).purchases)
    #expect(abs(model.r - 0.525) < 5e-4)
    #expect(abs(model.alpha - 6.183) < 5e-4)
    #expect(abs(model.a - 0.891) < 5e-4)
    #expect(abs(model.b - 1.614) < 1e-3)
    let fit = try #require(model.fit)
    #expect(abs(fit.logLikelihood - -9582.13) < 0.01)
    #expect(fit.convergence.outcome == .converged)
    #expect(fit.convergence.agreeingStarts == 4)
    #expect(model.dropoutIsIdentified == true)
  }

  @Test("the log-likelihood is the paper's product, by logarithms of gamma functions")
  func plainTwin() throws {
    let rows = SimulatedCustomers.from(published, customers: 300)
    let (r, alpha, a, b) = (published.r, published.alpha, published.a, published.b)
    var plain = 0.0
    for row in rows {
      let x = Double(row.repeats)
      let survival = exp(logGamma(a + b) + logGamma(b + x + 1) - logGamma(b) - logGamma(a + b + x + 1))
      let times = pow(alpha + row.age, -r - x) + a / (b + x) * pow(alpha + row.recency, -r - x)
      plain += logGamma(r + x) - logGamma(r) + r * log(alpha) + log(survival * times)
    }
    #expect(abs(try published.logLikelihood(of: rows, context: .serial) - plain) < 1e-9 * abs(plain))
  }

  @Test("expectations are those of the erratum's hypergeometric formulas")
  func expectations() {
    let (r, alpha, a, b) = (published.r, published.alpha, published.a, published.b)
    for t in [1.0, 12, 60] {
      let bracket =
        1 - pow(alpha / (alpha + t), r) * hypergeometricSeries(r, b + 1, a + b, t / (alpha + t))
      let expected = b / (a - 1) * bracket
      #expect(abs(published.expectedPurchases(horizon: t) / expected - 1) < 1e-10)
      let row = PurchaseSummary(repeats: 3, recency: 17, age: 36)
      let (x, atAge) = (3.0, alpha + 36)
      let future =
        1 - pow(atAge / (atAge + t), r + x)
        * hypergeometricSeries(r + x, b + x + 1, a + b + x, t / (atAge + t))
      let odds = a / (b + x) * pow(atAge / (alpha + 17), r + x)
      let given = (a + b + x) / (a - 1) * future / (1 + odds)
      #expect(abs(published.expectedPurchases(horizon: t, given: row) / given - 1) < 1e-10)
      #expect(abs(published.probabilityAlive(row) - 1 / (1 + odds)) < 1e-12)
    }
  }

  @Test("customers who never came back may be gone, the more so the longer ago they came")
  func firstPurchase() {
    let alive = [0.0, 1, 10, 100].map { published.probabilityAlive(PurchaseSummary(repeats: 0, recency: 0, age: $0)) }
    #expect(abs(alive[0] - published.b / (published.a + published.b)) < 1e-12)
    #expect(alive == alive.sorted(by: >))
  }

  @Test("what is expected is what happens to customers drawn from the model")
  func story() {
    let truth = MBGNBDModel(r: 2, alpha: 4, a: 1.5, b: 4)
    let rows = SimulatedCustomers.from(truth, customers: 40_000)
    let expected = rows.reduce(0) { $0 + truth.expectedPurchases(horizon: $1.age) }
    #expect(abs(rows.reduce(0) { $0 + Double($1.repeats) } / expected - 1) < 0.02)
  }

  @Test("parameters come back from customers drawn with them, within their standard errors")
  func recovery() throws {
    let truth = MBGNBDModel(r: 0.8, alpha: 6, a: 0.9, b: 2.5)
    let model = try fitted(SimulatedCustomers.from(truth, customers: 20_000))
    let errors = try #require(model.fit?.standardErrors)
    let pairs = [(model.r, truth.r), (model.alpha, truth.alpha), (model.a, truth.a), (model.b, truth.b)]
    for ((found, true_), error) in zip(pairs, errors) {
      #expect(abs(found - true_) < 4 * error)
      #expect(error < 0.2 * true_)
    }
  }
}
