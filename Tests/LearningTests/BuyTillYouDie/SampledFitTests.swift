import Learning
import Numerics
import Testing

private struct Named: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let rows: [PurchaseSummary]

  init(_ name: String, _ rows: [PurchaseSummary]) { (testDescription, self.rows) = (name, rows) }
}

private let dropouts = SimulatedCustomers.from(ParetoNBDModel(r: 0.6, alpha: 9, s: 0.7, beta: 12), customers: 12_000)

/// Customers whose search is harder than that of the rest.
private let hardShops = [
  Named("everybody leaves at times", dropouts),
  Named("nobody ever leaves", SimulatedCustomers.faithful(r: 0.8, alpha: 8, customers: 12_000)),
  // The best end of the sample is at the edge of what BG/NBD searches, that of all customers is not.
  Named(
    "so few leave that a sample does not show it",
    SimulatedCustomers.from(ParetoNBDModel(r: 0.8, alpha: 6, s: 0.05, beta: 20), customers: 12_000, seed: 2)),
  Named(
    "everybody buys at the end",
    (0..<12_000).map { index in
      let age = 10 + Double(index % 3001) / 100
      return PurchaseSummary(repeats: 1 + index % 7, recency: age, age: age)
    }),
  Named(
    "thousands of purchases",
    SimulatedCustomers.from(
      ParetoNBDModel(r: 1.5, alpha: 0.02, s: 1.2, beta: 40), customers: 8000)),
  Named(
    "hardly a repeat purchase",
    SimulatedCustomers.from(
      MBGNBDModel(r: 0.06, alpha: 30, a: 0.8, b: 2), customers: 40_000)),
  Named(
    "ages of thousands of days",
    SimulatedCustomers.from(
      ParetoNBDModel(r: 0.6, alpha: 9, s: 0.7, beta: 12), customers: 8000
    ).map { PurchaseSummary(repeats: $0.repeats, recency: $0.recency * 150, age: $0.age * 150) }),
  Named(
    "all have about the same rate",
    SimulatedCustomers.from(
      BGNBDModel(r: 400, alpha: 1200, a: 0.7, b: 4), customers: 8000)),
]

@Suite("Fits that begin on a sample")
struct SampledFitTests {
  @Test(
    "a search from a sample's end finds the maximum that a search of all customers finds",
    arguments: PurchaseModelKind.allCases, hardShops)
  private func sameMaximum(_ kind: PurchaseModelKind, _ shop: Named) throws {
    let whole = try kind.fit(shop.rows, settings: LikelihoodFitSettings(sampleRows: .max))
    let sampled = try kind.fit(shop.rows, settings: LikelihoodFitSettings(sampleRows: 400))
    let (expected, found) = (try #require(whole.fit), try #require(sampled.fit))
    #expect(found.logLikelihood >= expected.logLikelihood - 1e-9 * abs(expected.logLikelihood))
    #expect(found.convergence.outcome == expected.convergence.outcome)
    #expect([.converged, .atBoundary].contains(found.convergence.outcome))
    #expect(found.dropout?.isIdentified == expected.dropout?.isIdentified)
    guard expected.convergence.outcome == .converged else { return }
    for (one, other) in zip(whole.parameters, sampled.parameters) { #expect(abs(other / one - 1) < 1e-3) }
    for (one, other) in zip(expected.standardErrors ?? [], found.standardErrors ?? []) {
      #expect(abs(other / one - 1) < 1e-2)
    }
    #expect((expected.standardErrors == nil) == (found.standardErrors == nil))
  }

  @Test("order and threads change nothing, sample or not", arguments: PurchaseModelKind.allCases)
  func invariances(_ kind: PurchaseModelKind) throws {
    let settings = LikelihoodFitSettings(sampleRows: 1000)
    let model = try kind.fit(dropouts, settings: settings)
    // The sample takes part: a search of all customers takes other steps.
    #expect(
      try kind.fit(dropouts, settings: LikelihoodFitSettings(sampleRows: .max)).fit?.convergence
        != model.fit?.convergence)
    for other in [
      try kind.fit(dropouts.reversed(), settings: settings),
      try kind.fit(dropouts, settings: settings, context: .threads(3)),
    ] {
      #expect(other.parameters == model.parameters)
      #expect(other.fit == model.fit)
    }
  }

  @Test("with a hundred thousand customers parameters come back within their standard errors")
  func recovery() throws {
    func check<Model: PurchaseModel>(_ truth: Model, _ rows: [PurchaseSummary]) throws {
      let model = try PurchaseLearner<Model>(LikelihoodFitSettings(sampleRows: 10_000).validated()).fit(
        rows, context: .threads(2))
      let errors = try #require(model.fit?.standardErrors)
      for ((found, expected), error) in zip(zip(model.parameters, truth.parameters), errors) {
        #expect(abs(found - expected) < 4 * error && error < 0.1 * expected)
      }
      #expect(model.fit?.convergence.outcome == .converged)
    }
    let (bgnbd, mbgnbd) = (BGNBDModel(r: 0.8, alpha: 6, a: 0.9, b: 2.5), MBGNBDModel(r: 0.8, alpha: 6, a: 0.9, b: 2.5))
    let pareto = ParetoNBDModel(r: 0.8, alpha: 6, s: 0.9, beta: 15)
    try check(bgnbd, SimulatedCustomers.from(bgnbd, customers: 100_000))
    try check(mbgnbd, SimulatedCustomers.from(mbgnbd, customers: 100_000))
    try check(pareto, SimulatedCustomers.from(pareto, customers: 100_000))
  }

  @Test("weights count as that many customers in a sample too", arguments: PurchaseModelKind.allCases)
  func weights(_ kind: PurchaseModelKind) throws {
    let settings = LikelihoodFitSettings(sampleRows: 1000)
    let twice = dropouts.map { row in
      var row = row
      row.weight = 2
      return row
    }
    let (single, double) = (try kind.fit(dropouts, settings: settings), try kind.fit(twice, settings: settings))
    for (one, other) in zip(single.parameters, double.parameters) { #expect(abs(other / one - 1) < 1e-4) }
    let errors = (try #require(single.fit?.standardErrors), try #require(double.fit?.standardErrors))
    for (one, other) in zip(errors.0, errors.1) {
      #expect(abs(one / other - 2.0.squareRoot()) < 1e-3)
    }
  }

  @Test("spend: a sample's end leads to the same maximum, whatever the order and threads")
  func spend() throws {
    let rows = (0..<20_000).map { index in
      var random = PhiloxGenerator(seed: 4, stream: UInt64(index))
      let rate = random.gamma(shape: 3.7, scale: 1 / 15.4)
      let purchases = 1 + index % 9
      let total = random.gamma(shape: 6.2 * Double(purchases), scale: 1 / rate)
      return SpendSummary(purchases: purchases, mean: total / Double(purchases))
    }
    func fit(_ sampleRows: Int, _ rows: [SpendSummary], threads: Int = 1) throws -> GammaGammaModel {
      try GammaGammaLearner(LikelihoodFitSettings(sampleRows: sampleRows).validated())
        .fit(rows, context: .threads(threads))
    }
    let (whole, sampled) = (try fit(.max, rows), try fit(1000, rows))
    #expect(abs(sampled.p / whole.p - 1) < 1e-4 && abs(sampled.q / whole.q - 1) < 1e-4)
    #expect(abs(sampled.gamma / whole.gamma - 1) < 1e-4)
    #expect(sampled.fit?.convergence.outcome == .converged)
    #expect(whole.fit?.convergence != sampled.fit?.convergence)
    #expect(try fit(1000, rows.reversed()) == sampled)
    #expect(try fit(1000, rows, threads: 3) == sampled)
  }
}
