import Foundation
import Learning
import Numerics
import Retention
import TestSupport
import Testing

@Suite("Reasons of the expected value")
struct ValueReasonsTests {
  private func reasons(
    _ factors: ValueFactors, _ features: Matrix<some BinaryFloatingPoint>, _ context: ExecutionContext = .serial
  ) throws -> [[String]] {
    let wording = try ReasonWording(of: ToldFeatures(features), windowDays: 180, isNet: true, context: .serial)
    return try ValueReasons(
      factors, features: ToldFeatures(features), horizonDays: 90, wording: wording, context: context
    ).sentences.all
  }

  private func spend(_ values: [Double]) -> Matrix<Double> {
    Matrix(columns: Feature.allCases.map { $0 == .monetaryTotal ? values : values.map { _ in 1 } })
  }

  @Test("a scale alone: what it differs from the usual customer's, who needs no reason")
  func scale() throws {
    let found = try reasons(ValueFactors(scales: [100, 350.25, 200]), spend([90, 300, 210]))
    #expect(
      found == [
        ["spent 90 net in the last 180 days (usual here: 210): lowers the value by 100", ""],
        ["spent 300 net in the last 180 days (usual here: 210): raises the value by 150", ""], ["", ""],
      ])
  }

  @Test("a baseline says that it goes on as before, with the money that it goes by, returned or not")
  func asBefore() throws {
    let features = spend([1, 2, 3])
    // Half of what was spent in 180 days.
    let net = try reasons(ValueFactors(.asBefore(.net), scales: [10, 20, 40]), features)
    #expect(
      net[2]
        == ["goes on to spend as before, 80 net in the last 180 days (usual here: 40): raises the value by 20", ""])
    let gross = try reasons(ValueFactors(.asBefore(.gross), scales: [10, 20, 40]), features)
    #expect(
      gross[0] == ["goes on to spend as before, 20 in the last 180 days (usual here: 40): lowers the value by 10", ""])
  }

  private let data = MadeRows.value(1200, seed: 4)
  private var rows: SnapshotRows {
    SnapshotRows(
      features: data.rows.features, customers: data.rows.customers, snapshot: Snapshot(day: 18_500),
      spend: data.rows.spend)
  }

  private func model() throws -> ScaledTreesModel {
    var settings = GradientBoostingSettings(objective: .tweedie(power: 1.7))
    settings.numIterations = 20
    settings.numLeaves = 7
    return try #require(
      try ScaledTreesLearner(settings: settings).fit(data.rows, validation: data.rows, context: .serial)
        as? ScaledTreesModel)
  }

  @Test("trees: what the value loses without the idea's contributions, and past spend with its scale")
  func trees() throws {
    let model = try model()
    let factors = try #require(try model.factors(rows, context: .serial))
    let values = try model.expectedValue(rows, context: .serial)
    let single = rows.features
    let parts = try model.models.map { try $0.contributions(single, context: .serial) }
    let found = try watched { try reasons(factors, rows.features, $0) }
    let usual = try #require(quantile(0.5, of: factors.scales))
    let wording = try ReasonWording(of: ToldFeatures(rows.features), windowDays: 180, isNet: true, context: .serial)
    // What the usual customer has of each idea, by model.
    let medians = parts.map { part in
      Idea.allCases.map { idea in
        let columns = (0..<33).filter { Idea(column: $0) == idea }
        return quantile(0.5, of: (0..<1200).map { row in columns.reduce(0) { $0 + part[row, $1] } }) ?? .nan
      }
    }
    var kinds: Set<Idea> = []
    for row in 0..<200 {
      func effect(_ idea: Idea) -> Double {
        let ratio = zip(parts, medians).reduce(0.0) { sum, model in
          let (part, medians) = model
          // The rest of the raw score, the bias among it.
          let rest = (0...33).filter { $0 == 33 || Idea(column: $0) != idea }
          return sum + exp(rest.reduce(medians[idea.rawValue]) { $0 + part[row, $1] })
        }
        return values[row] - (idea == .spend ? usual : factors.scales[row]) * ratio / 2
      }
      let best = Idea.allCases.max { abs(effect($0)) < abs(effect($1)) }!
      kinds.insert(best)
      let start =
        wording.fact(best, of: ToldFeatures(rows.features), row: row) + ": "
        + (effect(best) > 0 ? "raises the value by " : "lowers the value by ")
      #expect(found[row][0].hasPrefix(start), "\(found[row]) \(effect(best))")
      let told = Double(found[row][0].dropFirst(start.count).filter { $0 != "," }) ?? .nan
      #expect(abs(told - abs(effect(best))) <= (told < 100 ? 0.0051 : 0.51))
    }
    #expect(kinds.contains(.spend))
  }

  @Test("a limit holds with and without an idea; models without factors have no reasons")
  func limits() throws {
    let found = try reasons(ValueFactors(scales: [100, 5000, 200], limit: 300), spend([1, 2, 3]))
    #expect(found[1][0].hasSuffix("raises the value by 100"))
    #expect(
      try MeanValueLearner().fit(data.rows, validation: data.rows, context: .serial).factors(rows, context: .serial)
        == nil)
    let past = try #require(try PastSpendModel(basis: .gross).factors(rows, context: .serial))
    #expect(past.kind == .asBefore(.gross) && past.trees.isEmpty)
    let none = rows.features.selectingRows([])
    #expect(try reasons(ValueFactors(scales: []), none).isEmpty)
  }

  @Test("of trees on revenue: factors multiply to the value")
  func boosted() throws {
    var settings = GradientBoostingSettings(objective: .squaredError)
    settings.numIterations = 10
    let learner = BoostedValueLearner(settings: settings, window: ObservedWindow(windowDays: 180, dataStart: 0))
    let model = try learner.fit(data.rows, validation: data.rows, context: .serial)
    let factors = try #require(try model.factors(rows, context: .serial))
    let single = rows.features
    let parts = try factors.trees[0].contributions(single, context: .serial)
    for (row, value) in try model.expectedValue(rows, context: .serial).enumerated() {
      let ratio = factors.ratio(score: (0...33).reduce(0) { $0 + parts[row, $1] }, of: 0)
      #expect(abs(min(max(0, factors.scales[row] * ratio), factors.limit) - value) <= 1e-4 * max(1, value))
    }
  }

  @Test("can be cancelled")
  func cancellation() throws {
    let factors = try #require(try model().factors(rows, context: .serial))
    expectCancelled { _ = try reasons(factors, rows.features, $0) }
  }
}
