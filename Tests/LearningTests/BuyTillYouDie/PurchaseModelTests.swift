import Foundation
import Learning
import Numerics
import TestSupport
import Testing

/// The three models behind one interface, for what holds of all.
enum PurchaseModelKind: String, CaseIterable, CustomTestStringConvertible {
  case bgnbd, mbgnbd, paretoNBD

  var testDescription: String { rawValue }

  func fit(
    _ summaries: [PurchaseSummary], settings: LikelihoodFitSettings = LikelihoodFitSettings(),
    context: ExecutionContext = .serial
  ) throws -> any PurchaseModel {
    let settings = try settings.validated()
    return switch self {
    case .bgnbd: try BGNBDLearner(settings).fit(summaries, context: context)
    case .mbgnbd: try MBGNBDLearner(settings).fit(summaries, context: context)
    case .paretoNBD: try ParetoNBDLearner(settings).fit(summaries, context: context)
    }
  }
}

private func logLikelihood(
  _ kind: PurchaseModelKind, _ p: [Double], _ rows: [PurchaseSummary]
) throws -> Double {
  switch kind {
  case .bgnbd:
    try BGNBDModel(r: p[0], alpha: p[1], a: p[2], b: p[3]).logLikelihood(of: rows, context: .serial)
  case .mbgnbd:
    try MBGNBDModel(r: p[0], alpha: p[1], a: p[2], b: p[3]).logLikelihood(of: rows, context: .serial)
  case .paretoNBD:
    try ParetoNBDModel(r: p[0], alpha: p[1], s: p[2], beta: p[3]).logLikelihood(of: rows, context: .serial)
  }
}

private let mortal = SimulatedCustomers.from(MBGNBDModel(r: 0.8, alpha: 6, a: 0.9, b: 2.5), customers: 2000)
private let faithful = SimulatedCustomers.faithful(r: 1.2, alpha: 8, customers: 1000)

@Suite("Models of repeat purchases")
struct PurchaseModelTests {
  @Test("a fit is a maximum, with the standard errors of its curvature", arguments: PurchaseModelKind.allCases)
  func maximum(_ kind: PurchaseModelKind) throws {
    let model = try kind.fit(mortal)
    let (best, fit) = (model.parameters, try #require(model.fit))
    #expect(fit.convergence.outcome == .converged)
    // By log parameter, from values alone; the program's come from gradients.
    let step = 2e-3
    func moved(_ moves: [(Int, Double)]) throws -> Double {
      var p = best
      for (index, direction) in moves { p[index] *= exp(direction * step) }
      return try logLikelihood(kind, p, mortal)
    }
    var information = Matrix<Double>(rows: 4, columns: 4)
    for i in 0..<4 {
      let (ahead, behind) = (try moved([(i, 1)]), try moved([(i, -1)]))
      #expect(ahead < fit.logLikelihood && behind < fit.logLikelihood)
      #expect(abs(ahead - behind) / (2 * step) < 0.01)
      information[i, i] = (2 * fit.logLikelihood - ahead - behind) / (step * step)
      for j in 0..<i {
        let mixed =
          try moved([(i, 1), (j, 1)]) + moved([(i, -1), (j, -1)])
          - moved([(i, 1), (j, -1)]) - moved([(i, -1), (j, 1)])
        information[i, j] = -mixed / (4 * step * step)
        information[j, i] = information[i, j]
      }
    }
    let covariance = try #require(CholeskyFactor(information)).inverse
    let errors = try #require(fit.standardErrors)
    for i in 0..<4 {
      #expect(abs(errors[i] / (best[i] * covariance[i, i].squareRoot()) - 1) < 1e-2)
    }
  }

  @Test("the unit of time changes nothing but the parameters that are times", arguments: PurchaseModelKind.allCases)
  func scaleInvariance(_ kind: PurchaseModelKind) throws {
    let tenths = mortal.map { PurchaseSummary(repeats: $0.repeats, recency: $0.recency * 10, age: $0.age * 10) }
    let (slow, fast) = (try kind.fit(mortal), try kind.fit(tenths))
    let times: Set = kind == .paretoNBD ? [1, 3] : [1]
    for (index, (one, other)) in zip(slow.parameters, fast.parameters).enumerated() {
      #expect(abs(other / one - (times.contains(index) ? 10 : 1)) < 1e-3)
    }
    for (row, tenth) in zip(mortal, tenths) {
      #expect(abs(slow.probabilityAlive(row) - fast.probabilityAlive(tenth)) < 1e-4)
    }
    let (errors, scaled) = (try #require(slow.fit?.standardErrors), try #require(fast.fit?.standardErrors))
    #expect(abs(scaled[1] / errors[1] - 10) < 0.01)
    #expect(abs(scaled[0] / errors[0] - 1) < 1e-3)
  }

  @Test("collapsed customers and any number of threads give the same model", arguments: PurchaseModelKind.allCases)
  func invariances(_ kind: PurchaseModelKind) throws {
    let days = mortal.map {
      PurchaseSummary(
        repeats: $0.repeats, recency: min(($0.recency * 7).rounded() / 7, $0.age), age: $0.age)
    }
    let collapsed = PurchaseSummary.collapsed(days)
    #expect(collapsed.count < days.count)
    let model = try kind.fit(days)
    #expect(try kind.fit(collapsed).parameters == model.parameters)
    let threaded = try kind.fit(days, context: .threads(3))
    #expect(threaded.parameters == model.parameters)
    #expect(threaded.fit == model.fit)
  }

  @Test(
    "customers who never drop out: no dropout is found, whichever model looks for it",
    arguments: PurchaseModelKind.allCases)
  func unidentified(_ kind: PurchaseModelKind) throws {
    let model = try kind.fit(faithful)
    let evidence = try #require(model.fit?.dropout)
    #expect(!evidence.isIdentified && model.dropoutIsIdentified == false)
    #expect(evidence.ratioStatistic >= 0 && evidence.ratioStatistic < DropoutEvidence.criticalValue)
    let fit = try #require(model.fit)
    #expect(fit.logLikelihood > evidence.logLikelihoodWithoutDropout - 0.1)
    #expect(fit.convergence.outcome == .converged || fit.convergence.outcome == .atBoundary)
  }

  @Test(
    "customers who drop out: it is found, and the likelihood without it is lower", arguments: PurchaseModelKind.allCases
  )
  func identified(_ kind: PurchaseModelKind) throws {
    let model = try kind.fit(mortal)
    let evidence = try #require(model.fit?.dropout)
    #expect(evidence.isIdentified && model.dropoutIsIdentified == true)
    let gap = try #require(model.fit).logLikelihood - evidence.logLikelihoodWithoutDropout
    #expect(abs(evidence.ratioStatistic - 2 * gap) < 1e-9)
    #expect(gap > 20)
  }

  @Test(
    "CDNOW without dropout has the published likelihood of the NBD",
    .enabled(if: RealData.cdnow != nil, "\(RealData.absence)"))
  func cdnowWithoutDropout() throws {
    let model = try PurchaseModelKind.bgnbd.fit(try #require(CDNOW.sample).purchases)
    #expect(abs(try #require(model.fit?.dropout).logLikelihoodWithoutDropout - -9763.7) < 0.1)
  }

  @Test("a search that ends at the edge says so, and gives no standard errors", arguments: PurchaseModelKind.allCases)
  func boundary(_ kind: PurchaseModelKind) throws {
    let immortal = (0..<200).map { PurchaseSummary(repeats: 10 + $0 % 5, recency: 100, age: 100) }
    let fit = try #require(kind.fit(immortal).fit)
    #expect(fit.convergence.outcome == .atBoundary)
    #expect(fit.standardErrors == nil)
    #expect(fit.dropout?.isIdentified == false)
  }

  @Test(
    "small samples without dropout end at a maximum or at the edge, never on the way",
    arguments: PurchaseModelKind.allCases)
  func neverStalled(_ kind: PurchaseModelKind) throws {
    var identified = 0
    for seed in 1...12 as ClosedRange<UInt64> {
      let fit = try #require(
        kind.fit(SimulatedCustomers.faithful(r: 0.8, alpha: 8, customers: 300, seed: seed)).fit)
      let outcome = fit.convergence.outcome
      #expect(outcome == .converged || outcome == .atBoundary, "\(outcome), seed \(seed)")
      #expect(outcome == .converged || fit.standardErrors == nil)
      if fit.dropout?.isIdentified == true { identified += 1 }
    }
    // By chance in 5 of 100 at most: three or more of twelve happen in 2 of 100.
    #expect(identified <= 2)
  }

  @Test("given parameters come without a fit")
  func given() {
    let model = BGNBDModel(r: 1, alpha: 1, a: 1, b: 1)
    #expect(model.fit == nil && model.dropoutIsIdentified == nil)
  }

  @Test("a fitted model survives JSON to the bit", arguments: PurchaseModelKind.allCases)
  func coding(_ kind: PurchaseModelKind) throws {
    func check<Model: PurchaseModel>(_ model: Model) throws {
      #expect(try JSONDecoder().decode(Model.self, from: JSONEncoder().encode(model)) == model)
    }
    try check(kind.fit(Array(mortal.prefix(300))))
  }

  @Test(
    "histories from which nothing can be estimated are refused with a sentence", arguments: PurchaseModelKind.allCases)
  func refusals(_ kind: PurchaseModelKind) throws {
    func refused(_ row: PurchaseSummary, _ count: Int, _ error: BuyTillYouDieError, _ words: String) {
      #expect(throws: error) { try kind.fit([PurchaseSummary](repeating: row, count: count)) }
      #expect(error.description.contains(words) && error.description.hasSuffix("."))
    }
    let returning = PurchaseSummary(repeats: 2, recency: 10, age: 30)
    refused(returning, 1, .tooFewCustomers(found: 1, needed: 10), "1 customers are too few")
    refused(returning, 50, .equalHistories(customers: 50), "all 50 customers have the same")
    refused(PurchaseSummary(repeats: 0, recency: 0, age: 0), 30, .noObservation(customers: 30), "none of the 30")
    refused(PurchaseSummary(repeats: 0, recency: 0, age: 9), 30, .noRepeatPurchasers(customers: 30), "bought again")
    #expect(throws: BuyTillYouDieError.self) {
      try kind.fit(mortal + [PurchaseSummary(repeats: 1, recency: 5, age: 4)])
    }
  }
}
