import Foundation
import Learning
import Numerics
import TestSupport
import Testing

private func fitted(
  _ summaries: [PurchaseSummary], _ settings: LikelihoodFitSettings = .init(), threads: Int = 1
) throws -> BGNBDModel {
  try BGNBDLearner(settings.validated()).fit(summaries, context: .threads(threads))
}

/// L of the paper, word for word, without logarithms.
private func plainLikelihood(_ model: BGNBDModel, _ row: PurchaseSummary) -> Double {
  let (r, alpha, a, b, x) = (model.r, model.alpha, model.a, model.b, Double(row.repeats))
  let a1 = tgamma(r + x) * pow(alpha, r) / tgamma(r)
  let a2 = tgamma(a + b) * tgamma(b + x) / tgamma(b) / tgamma(a + b + x)
  let a3 = pow(alpha + row.age, -r - x)
  let a4 = row.repeats > 0 ? a / (b + x - 1) * pow(alpha + row.recency, -r - x) : 0
  return a1 * a2 * (a3 + a4)
}

/// A dozen customers, in weeks.
private let few: [PurchaseSummary] = [
  (0, 0, 39), (0, 0, 30), (0, 0, 35), (1, 2, 38), (1, 20, 37), (2, 30.43, 38.86), (3, 5, 36), (5, 33, 34),
  (7, 12, 39), (0, 0, 28), (4, 20.5, 27), (1, 1.5, 29),
].map { PurchaseSummary(repeats: $0.0, recency: $0.1, age: $0.2) }

/// The paper's estimates for CDNOW.
private let published = BGNBDModel(r: 0.2426, alpha: 4.4135, a: 0.7929, b: 2.4258)

@Suite("BG/NBD")
struct BGNBDTests {
  @Test(
    "CDNOW's fit has the published parameters and likelihood",
    .enabled(if: RealData.cdnow != nil, "\(RealData.absence)"))
  func cdnow() throws {
    let sample = try #require(CDNOW.sample)
    #expect(sample.purchases.count == 2357)
    #expect(sample.purchases.reduce(0) { $0 + $1.repeats } == 2457)
    let model = try fitted(sample.purchases)
    #expect(abs(model.r - 0.2426) < 1e-4)
    #expect(abs(model.alpha - 4.4136) < 1e-4)
    #expect(abs(model.a - 0.7929) < 1e-4)
    #expect(abs(model.b - 2.4259) < 1e-4)
    let fit = try #require(model.fit)
    #expect(abs(fit.logLikelihood - -9582.429) < 1e-3)
    #expect(fit.convergence.outcome == .converged)
    #expect(fit.convergence.agreeingStarts == 4)
    #expect(fit.customers == 2357)
    let customer = PurchaseSummary(repeats: 2, recency: 30.43, age: 38.86)
    #expect(try abs(model.expectedPurchases(horizon: 39, given: customer) - 1.226) < 1e-3)
    #expect(abs(model.probabilityAlive(customer) - 0.7266) < 1e-4)
    let future = try model.expectedPurchases(horizon: 39, given: sample.purchases, context: .serial)
    #expect(abs(future.reduce(0, +) - 1653.4) < 0.5)
  }

  @Test("expected purchases at the published parameters are those of the paper's authors")
  func publishedExpectations() {
    let expected = [0.1429: 0.0078, 1: 0.0532, 3: 0.1506, 31.8571: 1.0405, 32: 1.0437, 78: 1.8580]
    for (time, purchases) in expected {
      #expect(try abs(published.expectedPurchases(horizon: time) - purchases) < 1e-4)
    }
    let customer = PurchaseSummary(repeats: 2, recency: 30.43, age: 38.86)
    #expect(try abs(published.expectedPurchases(horizon: 39, given: customer) - 1.226) < 1e-3)
    #expect(abs(published.probabilityAlive(customer) - 0.7266) < 1e-4)
  }

  @Test("the log-likelihood is the paper's product of gamma functions")
  func plainTwin() throws {
    for model in [published, BGNBDModel(r: 3, alpha: 0.5, a: 1, b: 0.4)] {
      let plain = few.reduce(0) { $0 + log(plainLikelihood(model, $1)) }
      #expect(abs(try model.logLikelihood(of: few, context: .serial) - plain) < 1e-9 * abs(plain))
    }
  }

  @Test("the log-likelihood keeps its digits where parameters are at the edge of what a search looks at")
  func edge() throws {
    for (model, row) in [
      (BGNBDModel(r: 22_026, alpha: 1e6, a: 4.5e-5, b: 22_026), few[5]),
      (BGNBDModel(r: 0.5, alpha: 1e-3, a: 22_026, b: 22_026), few[8]),
      (BGNBDModel(r: 1e5, alpha: 1e7, a: 3, b: 1e6), few[7]),
    ] {
      let (r, alpha, a, b, x) = (model.r, model.alpha, model.a, model.b, Double(row.repeats))
      // Rising factorials as sums of logarithms, none of which is large.
      var plain = -(r + x) * log1p(row.age / alpha)
      for k in 0..<row.repeats {
        plain += log((r + Double(k)) / alpha) - log1p(a / (b + Double(k)))
      }
      let odds = log(a / (b + x - 1)) + (r + x) * log1p((row.age - row.recency) / (alpha + row.recency))
      plain += log1p(exp(odds))
      #expect(abs(try model.logLikelihood(of: [row], context: .serial) - plain) < 4e-14 * max(1, abs(plain)))
    }
  }

  @Test("a fit is a maximum: moving any parameter lowers the likelihood")
  func maximum() throws {
    let sample = simulated(from: published, customers: 3000)
    let model = try fitted(sample)
    let fit = try #require(model.fit)
    #expect(fit.convergence.outcome == .converged)
    for factor in [0.99, 1.01] {
      for moved in [
        BGNBDModel(r: model.r * factor, alpha: model.alpha, a: model.a, b: model.b),
        BGNBDModel(r: model.r, alpha: model.alpha * factor, a: model.a, b: model.b),
        BGNBDModel(r: model.r, alpha: model.alpha, a: model.a * factor, b: model.b),
        BGNBDModel(r: model.r, alpha: model.alpha, a: model.a, b: model.b * factor),
      ] {
        #expect(try moved.logLikelihood(of: sample, context: .serial) < fit.logLikelihood)
      }
    }
  }

  @Test("parameters come back from customers drawn with them")
  func recovery() throws {
    let truth = BGNBDModel(r: 0.8, alpha: 6, a: 0.9, b: 2.5)
    let model = try fitted(simulated(from: truth, customers: 20_000))
    #expect(abs(model.r / truth.r - 1) < 0.1)
    #expect(abs(model.alpha / truth.alpha - 1) < 0.1)
    #expect(abs(model.a / truth.a - 1) < 0.2)
    let (dropout, trueDropout) = (model.a / (model.a + model.b), truth.a / (truth.a + truth.b))
    #expect(abs(dropout / trueDropout - 1) < 0.05)
  }

  @Test("the unit of time changes nothing but alpha")
  func scaleInvariance() throws {
    let weeks = simulated(from: published, customers: 2000)
    let tenths = weeks.map {
      PurchaseSummary(repeats: $0.repeats, recency: $0.recency * 10, age: $0.age * 10)
    }
    let (slow, fast) = (try fitted(weeks), try fitted(tenths))
    #expect(abs(fast.alpha / slow.alpha - 10) < 1e-3)
    #expect(abs(fast.r - slow.r) < 1e-4)
    for (week, tenth) in zip(weeks, tenths) {
      #expect(abs(slow.probabilityAlive(week) - fast.probabilityAlive(tenth)) < 1e-4)
    }
  }

  @Test("collapsed customers, any order and any number of threads give the same model")
  func invariances() throws {
    let sample = simulated(from: published, customers: 12_000)
    let model = try fitted(sample)
    let collapsed = PurchaseSummary.collapsed(sample)
    #expect(collapsed.count < sample.count)
    #expect(collapsed.reduce(0) { $0 + $1.weight } == 12_000)
    #expect(try fitted(collapsed) == model)
    #expect(try fitted(sample.reversed()) == model)
    #expect(try fitted(sample, threads: 3) == model)
  }

  @Test("a customer without repeats is surely alive; a long silence after many purchases is death")
  func alive() {
    #expect(published.probabilityAlive(PurchaseSummary(repeats: 0, recency: 0, age: 300)) == 1)
    #expect(published.probabilityAlive(PurchaseSummary(repeats: 400, recency: 10, age: 39)) < 1e-12)
    let recent = published.probabilityAlive(PurchaseSummary(repeats: 10, recency: 39, age: 39))
    #expect(abs(recent - 1 / (1 + 0.7929 / 11.4258)) < 1e-12)
  }

  @Test("a model survives JSON to the bit")
  func coding() throws {
    let model = try fitted(few)
    let data = try JSONEncoder().encode(model)
    #expect(try JSONDecoder().decode(BGNBDModel.self, from: data) == model)
  }

  @Test("customers who never drop out put the model at the edge, and it says so")
  func boundary() throws {
    let immortal = (0..<200).map { index in
      PurchaseSummary(repeats: 10 + index % 5, recency: 100, age: 100)
    }
    let model = try fitted(immortal)
    #expect(model.fit?.convergence.outcome != .converged)
    let next = model.expectedPurchases(horizon: 10, given: immortal[0])
    #expect(next > 0.9 && next < 1.4)
  }

  @Test("impossible histories and too little data are refused with the row and the rule")
  func refusals() throws {
    func error(_ summaries: [PurchaseSummary]) -> BuyTillYouDieError? {
      do {
        _ = try BGNBDLearner(LikelihoodFitSettings().validated()).fit(summaries, context: .serial)
        return nil
      } catch {
        return error as? BuyTillYouDieError
      }
    }
    func row(_ repeats: Int, _ recency: Double, _ age: Double, weight: Double = 1) -> [PurchaseSummary] {
      few + [PurchaseSummary(repeats: repeats, recency: recency, age: age, weight: weight)]
    }
    #expect(
      error(row(1, 40, 39))
        == .invalidSummary(row: 12, field: "recency", found: 40, rule: "from 0 to the age, 39.0"))
    for bad in [
      row(-1, 0, 3), row(1, -1, 3), row(1, .nan, 3), row(1, 2, .infinity), row(0, 2, 3), row(1, 1, 2, weight: -1),
    ] {
      guard case .invalidSummary(row: 12, _, _, _) = error(bad) else {
        Issue.record("not refused: \(bad[12])")
        continue
      }
    }
    #expect(error([]) == .tooFewCustomers(found: 0, needed: 10))
    #expect(error(Array(few.prefix(9))) == .tooFewCustomers(found: 9, needed: 10))
    let once = [PurchaseSummary](repeating: few[0], count: 20)
    #expect(error(once) == .noRepeatPurchasers(customers: 20))
    #expect("\(BuyTillYouDieError.noRepeatPurchasers(customers: 20))".contains("none of the 20 customers"))
    #expect(throws: BuyTillYouDieError.self) { try LikelihoodFitSettings(starts: 0).validated() }
    #expect(throws: BuyTillYouDieError.self) { try LikelihoodFitSettings(tolerance: -1).validated() }
  }
}

/// Customers drawn from a model, observed for 20 to 40 weeks; recency and age in whole days, so that some are equal.
private func simulated(from model: BGNBDModel, customers: Int) -> [PurchaseSummary] {
  var generator = SplitMix(state: 7)
  return (0..<customers).map { index in
    let rate = gammaVariate(model.r, &generator) / model.alpha
    let (first, second) = (gammaVariate(model.a, &generator), gammaVariate(model.b, &generator))
    let dropout = first / (first + second)
    let age = 20 + Double(index % 140) / 7
    var (time, last, repeats) = (0.0, 0.0, 0)
    while true {
      time += -log(Double.random(in: Double.leastNonzeroMagnitude..<1, using: &generator)) / rate
      if time > age { break }
      (last, repeats) = (time, repeats + 1)
      if Double.random(in: 0..<1, using: &generator) < dropout { break }
    }
    return PurchaseSummary(repeats: repeats, recency: min((last * 7).rounded() / 7, age), age: age)
  }
}
