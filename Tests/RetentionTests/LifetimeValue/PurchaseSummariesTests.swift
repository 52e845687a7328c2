import Learning
import Numerics
import Retention
import TestSupport
import Testing

@Suite struct PurchaseSummariesTests {
  private static let s = Snapshot("2011-09-01")

  private func histories(_ lines: TransactionLines) -> CustomerHistories {
    uncancelled { (context) throws(Cancelled) in try CustomerHistories(sorting: lines, context: context) }
  }

  @Test("x, t_x and T in weeks: days count once, the first is no repeat, returns and what is to come are not read")
  func known() throws {
    var shop = Shop()
    // 0: days −70, −56 (two orders), −14.
    shop.add(0, order: 0, at: Self.s.before(days: 70), price: 100)
    shop.add(0, order: 1, at: Self.s.before(days: 56), quantity: 2, price: 10)
    shop.add(0, order: 2, at: Self.s.before(days: 55.5), price: 5)
    shop.add(0, order: 3, at: Self.s.before(days: 14), price: 35)
    shop.add(0, order: 4, at: Self.s.before(days: 3), quantity: -1, price: 35, isReturn: true)
    shop.add(0, order: 5, at: Self.s.time, price: 1000)
    // 1: once; 2: only after S; 3: only a return; 4: just before S.
    shop.add(1, order: 6, at: Self.s.before(days: 21), price: 8)
    shop.add(2, order: 7, at: Self.s.before(days: -1), price: 8)
    shop.add(3, order: 8, at: Self.s.before(days: 30), quantity: -1, isReturn: true)
    shop.add(4, order: 9, at: Self.s.time - 1, price: 8)
    let summaries = try PurchaseSummaries(histories: histories(shop.lines), at: Self.s, periodDays: 7, context: .serial)
    #expect(summaries.customers == [0, 1, 4])
    #expect(
      summaries.purchases == [
        PurchaseSummary(repeats: 2, recency: 8, age: 10), PurchaseSummary(repeats: 0, recency: 0, age: 3),
        PurchaseSummary(repeats: 0, recency: 0, age: 1.0 / 7),
      ])
    #expect(
      summaries.spend == [
        SpendSummary(purchases: 2, mean: 30), SpendSummary(purchases: 0, mean: 0), SpendSummary(purchases: 0, mean: 0),
      ])
    let daily = try PurchaseSummaries(histories: histories(shop.lines), at: Self.s, periodDays: 1, context: .serial)
    #expect(daily.purchases[0] == PurchaseSummary(repeats: 2, recency: 56, age: 70))
  }

  @Test("value is expected purchases times their expected worth; the active live, strangers have none")
  func buyTillYouDie() throws {
    let input = MadeShop.input(MadeShop.lines())
    let lines = histories(MadeShop.lines())
    let settings = try retentionSettings().lifetimeValue.buyTillYouDie
    #expect(settings.periodDays == 7)
    let snapshot = try #require(input.calendar.regular.last)
    let fit = try BuyTillYouDieFit(
      histories: lines, at: snapshot, horizonDays: 180, settings: settings, context: .serial)
    let shorter = try BuyTillYouDieFit(
      histories: lines, at: snapshot, horizonDays: 30, settings: settings, context: .serial)
    let summaries = try PurchaseSummaries(histories: lines, at: snapshot, periodDays: 7, context: .serial)
    for (alive, purchases) in zip(fit.probabilityAlive, summaries.purchases) {
      #expect(purchases.repeats == 0 ? alive.isNaN : alive > 0 && alive <= 1)
    }
    #expect(fit.probabilityAlive.contains { $0.isNaN } && fit.probabilityAlive.contains { $0 < 1 })
    for row in fit.customers.indices {
      #expect(fit.expectedPurchases[row] > shorter.expectedPurchases[row])
      #expect(fit.expectedValue[row] > 0 && fit.expectedValue[row].isFinite)
    }
    // Weeks, not days: about 26 of them lie ahead, and nobody comes daily.
    #expect(fit.expectedPurchases.allSatisfy { $0 < 60 })
    let values = fit.values(fit.expectedValue, of: [fit.customers[3], 100_000, -1])
    #expect(values[0] == fit.expectedValue[3] && values[1].isNaN && values[2].isNaN)
  }

  @Test("whoever is described, the models are fitted to all customers: without the long silent, nobody seems to leave")
  func fittedToAll() throws {
    let lines = histories(MadeShop.lines(customers: 300))
    let settings = try retentionSettings().lifetimeValue.buyTillYouDie
    let snapshot = try #require(MadeShop.input(MadeShop.lines(customers: 300)).calendar.regular.last)
    func fit(_ isIncluded: [Bool]?, _ sample: BuyTillYouDieFit.FittingSample? = nil) throws -> BuyTillYouDieFit {
      try BuyTillYouDieFit(
        histories: lines, at: snapshot, horizonDays: 180, settings: settings, isIncluded: isIncluded, sample: sample,
        context: .serial)
    }
    let all = try fit(nil)
    let few = try fit((0..<lines.customerCount).map { $0 % 7 == 0 })
    #expect(few.customers.count < all.customers.count / 5 && few.fittedCustomers == all.fittedCustomers)
    #expect(few.purchases.fit?.logLikelihood == all.purchases.fit?.logLikelihood)
    #expect(few.expectedValue == all.values(all.expectedValue, of: few.customers))
    let hashes = (0..<UInt64(lines.customerCount)).map { $0 &* 0x9E37_79B9_7F4A_7C15 }
    let sampled = try fit(nil, .init(idHashes: hashes, limit: 100, seed: 3))
    #expect(sampled.fittedCustomers < all.fittedCustomers / 2 && sampled.customers == all.customers)
  }

  @Test("as the model that decides it predicts at each snapshot from what was bought before")
  func decidingModel() throws {
    let lines = MadeShop.lines()
    let input = MadeShop.input(lines)
    let settings = try retentionSettings().lifetimeValue.buyTillYouDie
    let snapshot = try #require(input.calendar.labelled(horizonDays: 180).last)
    let block = try #require(input.table.at(snapshot))
    let predict = { (lines: TransactionLines) in
      let learner = BuyTillYouDieLearner(histories: histories(lines), horizonDays: 180, settings: settings)
      let none = MadeRows.value(0, seed: 1).rows
      return try learner.fit(none, validation: none, context: .serial)
        .expectedValue(
          SnapshotRows(
            features: Matrix(rows: block.rows, columns: 0), customers: block.customers, snapshot: snapshot),
          context: .serial)
    }
    let values = try predict(lines)
    #expect(values.count == block.rows && values.allSatisfy { $0 > 0 })
    #expect(try predict(MadeShop.scrambled(lines, from: snapshot, seed: 4)) == values)
  }
}
