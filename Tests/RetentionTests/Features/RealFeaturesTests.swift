import Numerics
import Retention
import TestSupport
import Testing

@Suite(.disabled(if: RealShop.isAbsent, "\(RealData.absence)")) struct RealFeaturesTests {
  private func table(_ context: ExecutionContext) throws -> FeatureTable {
    let histories = try RealShop.histories()
    return try FeatureSweep(windowDays: 180, minOrders: 1).features(
      of: histories, orders: OrderTimes(histories, context: context), at: RealShop.calendar().all,
      context: context)
  }

  @Test("13 snapshots of the real shop agree with the oracle in every row, for any number of threads")
  func allSnapshots() throws {
    let table = try table(.threads(2))
    #expect(table.snapshots.count == 13)
    #expect(table.rows > 30_000)
    let customers = FeatureOracle.byCustomer(try RealShop.histories().transactions)
    let found = Parallelism.allCores.map(table.snapshots.count) { index in
      let block = table.snapshots[index]
      return differences(block, FeatureOracle().rows(customers, at: block.snapshot), tolerance: 1e-6)
    }
    #expect(found.flatMap { $0 } == [])
    #expect(try self.table(.serial).bits == table.bits)
  }

  @Test("the real shop's snapshots and holdouts")
  func dates() throws {
    let calendar = try RealShop.calendar()
    let firsts = (1...12).map { Snapshot("2011-\($0 < 10 ? "0" : "")\($0)-01") }
    #expect(calendar.regular == firsts)
    #expect(calendar.scoring == Snapshot("2011-12-10"))
    #expect(
      Holdout(calendar, horizonDays: 90)
        == .time(train: Array(firsts[0..<6]), test: Snapshot("2011-09-01")))
    #expect(
      Holdout(calendar, horizonDays: 180) == .customers(train: Array(firsts[0..<6]), test: Snapshot("2011-06-01")))
  }

  @Test("the churn test snapshot's customers, and their labels as the lines alone say")
  func labels() throws {
    let histories = try RealShop.histories()
    let orders = try OrderTimes(histories, context: .serial)
    let test = Snapshot("2011-09-01")
    let block = try #require(try table(.allCores).at(test))
    // 2,772 customers: the figure that the project's anchors name.
    #expect(block.rows == 2772)
    let labels = Labels(histories: histories, orders: orders)
    let lines = FeatureOracle.byCustomer(histories.transactions)
    let churn = labels.churn(of: block.customers, at: test, horizonDays: 90)
    #expect(churn == block.customers.map { LabelOracle.churn(lines[$0] ?? [], test, days: 90) })
    #expect(churn.contains(0) && churn.contains(1))
    let value = labels.lifetimeValue(of: block.customers, at: test, horizonDays: 90)
    let expected = block.customers.map { LabelOracle.lifetimeValue(lines[$0] ?? [], test, days: 90) }
    #expect(zip(value, expected).allSatisfy { agree($0, $1, 1e-9) })
  }

  @Test("temporal validation passes on the real shop")
  func temporalValidation() throws {
    let calendar = try RealShop.calendar()
    let checks = try TemporalValidation(sampleSize: 200, injectedLines: 8, seed: 42).checks(
      of: table(.allCores), calendar: calendar, histories: RealShop.histories(), minOrders: 1,
      holdouts: [
        ("churn", 90, Holdout(calendar, horizonDays: 90)), ("clv", 180, Holdout(calendar, horizonDays: 180)),
      ], context: .allCores)
    #expect(checks.count == 8)
    #expect(checks.filter { !$0.passed }.map(\.name) == [])
  }
}
