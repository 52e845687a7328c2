import Foundation
import Learning
import Numerics
import TestSupport
import Testing

private func fitted(
  _ summaries: [SpendSummary], _ settings: LikelihoodFitSettings = .init(), threads: Int = 1
) throws -> GammaGammaModel {
  try GammaGammaLearner(settings.validated()).fit(summaries, context: .threads(threads))
}

/// Customers drawn from a model, 1 to 6 purchases each.
private func simulated(from model: GammaGammaModel, customers: Int) -> [SpendSummary] {
  var generator = SplitMix(state: 11)
  return (0..<customers).map { index in
    let purchases = 1 + index % 6
    let rate = gammaVariate(model.q, &generator) / model.gamma
    let total = (0..<purchases).reduce(0) { sum, _ in sum + gammaVariate(model.p, &generator) / rate }
    return SpendSummary(purchases: purchases, mean: total / Double(purchases))
  }
}

private let truth = GammaGammaModel(p: 6.25, q: 3.74, gamma: 15.44)

@Suite("Gamma-Gamma")
struct GammaGammaTests {
  @Test(
    "CDNOW's fit has the published parameters and likelihood",
    .enabled(if: RealData.cdnow != nil, "\(RealData.absence)"))
  func cdnow() throws {
    let sample = try #require(CDNOW.sample)
    let model = try fitted(sample.spend)
    #expect(model.fit?.customers == 946)
    #expect(abs(model.p - 6.25) < 0.01)
    #expect(abs(model.q - 3.74) < 0.01)
    #expect(abs(model.gamma - 15.45) < 0.02)
    #expect(abs(try #require(model.fit).logLikelihood - -4055.92) < 0.01)
    #expect(model.fit?.convergence.outcome == .converged)
    #expect(abs(model.populationMean - 35.17) < 0.01)
    let firstTen = [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17]
    for (summary, expected) in zip(sample.spend, firstTen) {
      #expect(abs(model.expectedSpend(summary) - expected) < 0.1)
    }
    let association = try #require(model.association)
    #expect(!association.isStrong)
    #expect(abs(try #require(association.pearson) - 0.11) < 0.05)
  }

  @Test("the log-likelihood is the note's formula")
  func plainTwin() throws {
    let sample = simulated(from: truth, customers: 40)
    let (p, q, gamma) = (truth.p, truth.q, truth.gamma)
    var plain = 0.0
    for row in sample {
      let (x, mean) = (Double(row.purchases), row.mean)
      let shape = p * x
      plain += logGamma(shape + q) - logGamma(shape) - logGamma(q)
      plain += q * log(gamma) + (shape - 1) * log(mean) + shape * log(x)
      plain -= (shape + q) * log(x * mean + gamma)
    }
    #expect(abs(try truth.logLikelihood(of: sample, context: .serial) - plain) < 1e-9)
  }

  @Test("parameters come back from spend drawn with them, and the end is a maximum")
  func recovery() throws {
    let sample = simulated(from: truth, customers: 20_000)
    let model = try fitted(sample)
    #expect(abs(model.p / truth.p - 1) < 0.05)
    #expect(abs(model.q / truth.q - 1) < 0.05)
    #expect(abs(model.gamma / truth.gamma - 1) < 0.1)
    #expect(model.fit?.convergence.outcome == .converged)
    let errors = try #require(model.fit?.standardErrors)
    for ((found, true_), error) in zip([(model.p, truth.p), (model.q, truth.q), (model.gamma, truth.gamma)], errors) {
      #expect(abs(found - true_) < 4 * error && error < 0.1 * true_)
    }
    #expect(model.fit?.dropout == nil)
    for factor in [0.99, 1.01] {
      for moved in [
        GammaGammaModel(p: model.p * factor, q: model.q, gamma: model.gamma),
        GammaGammaModel(p: model.p, q: model.q * factor, gamma: model.gamma),
        GammaGammaModel(p: model.p, q: model.q, gamma: model.gamma * factor),
      ] {
        #expect(try moved.logLikelihood(of: sample, context: .serial) < model.fit!.logLikelihood)
      }
    }
  }

  @Test("the currency's unit changes gamma and nothing else; order and threads change nothing")
  func invariances() throws {
    let pounds = simulated(from: truth, customers: 9000)
    let pence = pounds.map { SpendSummary(purchases: $0.purchases, mean: $0.mean * 100) }
    let (model, scaled) = (try fitted(pounds), try fitted(pence))
    #expect(abs(scaled.gamma / model.gamma - 100) < 0.01)
    #expect(abs(scaled.p - model.p) < 1e-4)
    #expect(try fitted(pounds.reversed()).p == model.p)
    #expect(try fitted(pounds, threads: 3) == model)
    let data = try JSONEncoder().encode(model)
    #expect(try JSONDecoder().decode(GammaGammaModel.self, from: data) == model)
  }

  @Test("the conditional mean moves from the population's to the customer's own as purchases grow")
  func conditionalMean() {
    let population = truth.populationMean
    #expect(abs(population - 15.44 * 6.25 / 2.74) < 1e-12)
    #expect(truth.expectedSpend(SpendSummary(purchases: 0, mean: 0)) == population)
    let means = [1, 2, 5, 1000].map { truth.expectedSpend(SpendSummary(purchases: $0, mean: 100)) }
    #expect(means == means.sorted())
    #expect(means[0] > population && means[3] > 99.9 && means[3] < 100)
  }

  @Test("spend that falls with frequency is called strong")
  func association() throws {
    let leaning = (0..<300).map { index -> SpendSummary in
      let purchases = 1 + index % 10
      return SpendSummary(purchases: purchases, mean: 100 / Double(purchases) + Double(index % 7))
    }
    let association = try #require(fitted(leaning).association)
    #expect(association.isStrong)
    let (pearson, spearman) = (try #require(association.pearson), try #require(association.spearman))
    #expect(spearman < -0.9)
    #expect(association.pearsonInterval?.contains(pearson) == true)
  }

  @Test("the rounding of sums of one price is no spread")
  func onePrice() throws {
    // 0.1 × 3 / 3 is not 0.1 for every number of lines.
    let buyers = (1...60).map { count -> SpendSummary in
      SpendSummary(purchases: count, mean: (0..<count * 3).reduce(0.0) { sum, _ in sum + 0.1 } / Double(count))
    }
    #expect(Set(buyers.map(\.mean)).count > 1)
    #expect(throws: BuyTillYouDieError.noSpreadOfSpend(customers: 60)) { try fitted(buyers) }
  }

  @Test("spend that cannot be fitted is refused")
  func refusals() {
    let good = simulated(from: truth, customers: 20)
    #expect(
      throws: BuyTillYouDieError.invalidSummary(
        row: 20, field: "mean spend", found: -3, rule: "finite and above 0; leave such customers out")
    ) { try fitted(good + [SpendSummary(purchases: 2, mean: -3)]) }
    #expect(throws: BuyTillYouDieError.tooFewCustomers(found: 0, needed: 10)) { try fitted([]) }
    #expect(throws: BuyTillYouDieError.noSpreadOfSpend(customers: 30)) {
      try fitted([SpendSummary](repeating: SpendSummary(purchases: 2, mean: 5), count: 30))
    }
  }
}
