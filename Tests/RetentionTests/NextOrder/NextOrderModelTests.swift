import Numerics
import Retention
import Tables
import TestSupport
import Testing

@Suite("Dates of the next order")
struct NextOrderModelTests {
  private static let s = Snapshot("2011-09-01")

  private static func model(
    _ lines: TransactionLines, at snapshot: Snapshot = s, threads: Int = 1
  ) throws -> (NextOrderModel, CustomerHistories, OrderTimes) {
    let histories = try CustomerHistories(sorting: lines, context: .serial)
    let orders = try OrderTimes(histories, context: .serial)
    let model = try NextOrderModel(
      at: snapshot, histories, orders, .net(ReturnMatches(histories, context: .serial)),
      dataStart: s.before(days: 400), context: .threads(threads))
    return (model, histories, orders)
  }

  /// 60 customers who order every 20 days for 300 days; the last one, with the number 60, ordered once.
  private static func regular() -> Shop {
    var shop = Shop()
    var order: Int32 = 0
    for customer in 0..<Int32(60) {
      for visit in 0..<15 {
        order += 1
        shop.add(customer, order: order, at: s.before(days: Double(visit) * 20 + 5))
      }
    }
    shop.add(60, order: order + 1, at: s.before(days: 5))
    return shop
  }

  @Test("who orders every 20 days and did 5 days ago orders in 15 days, give or take the width of an interval")
  func regular() throws {
    let (model, _, _) = try Self.model(Self.regular().lines)
    #expect(abs(model.shopGapDays - 20) < 1e-9)
    // Every customer's first gap, those after 2 to 4 orders, and the others.
    #expect(model.gaps == [60, 180, 600])
    let dates = model.nextOrder(of: 0)
    let days = [dates.low, dates.middle, dates.high].map { Int($0 ?? 0) - Int(Self.s.day) }
    #expect(days.allSatisfy { (14...15).contains($0) }, "\(days)")
    #expect(days == days.sorted() && dates.reason == nil)
    #expect(try #require(model.chance(of: 0, within: 10)) < 0.01)
    #expect(try #require(model.chance(of: 0, within: 17)) > 0.99)
  }

  @Test("an unknown date is null, and says why")
  func reasons() throws {
    var late = Self.regular()
    for visit in 0..<5 { late.add(61, order: 5_000 + Int32(visit), at: Self.s.before(days: 200 + 20 * Double(visit))) }
    // Silent for ten usual gaps, where all others were for one at most.
    let (model, _, _) = try Self.model(late.lines)
    #expect(model.nextOrder(of: 61) == NextOrder(reason: .silentForLong))
    var shop = Shop()
    for customer in 0..<Int32(100) { shop.add(customer, order: customer, at: Self.s.before(days: 200)) }
    let (once, _, _) = try Self.model(shop.lines)
    #expect(once.shopGapDays.isNaN && once.gaps == [0, 0, 0])
    #expect(once.nextOrder(of: 3) == NextOrder(reason: .fewGaps))
    // 40 of 100 come back after 20 days, the others never do.
    for customer in 0..<Int32(40) { shop.add(customer, order: 100 + customer, at: Self.s.before(days: 180)) }
    shop.add(100, order: 200, at: Self.s.before(days: 1))
    shop.add(101, order: 201, product: 7, at: Self.s.before(days: 3))
    shop.add(101, order: 202, product: 7, at: Self.s.before(days: 2), quantity: -1, isReturn: true)
    let (some, _, _) = try Self.model(shop.lines)
    let dates = some.nextOrder(of: 100)
    #expect(dates.reason == .mostStayAway && dates.middle == nil && dates.high == nil && dates.low != nil)
    #expect(some.nextOrder(of: 101) == NextOrder(reason: .noOrder), "what was bought came back")
  }

  @Test("a customer's usual gap, and the shop's, are those that segments are named by", arguments: [1, 2] as [UInt64])
  func oneUsualGap(seed: UInt64) throws {
    let start = Snapshot("2011-01-01")
    let at = start.adding(days: 170)
    let lines = ReturningShop.lines(seed: seed, customers: 200, from: start)
    let (model, histories, _) = try Self.model(lines, at: at)
    let summaries = try HistorySummaries.at(
      [at], histories, ReturnMatches(histories, context: .serial), context: .serial)[0]
    let thresholds = RelativeThresholds(learning: summaries)
    #expect(model.shopGapDays == thresholds.shopGapDays && thresholds.repeatCustomers > 20)
    var compared = 0
    for (row, usual) in summaries.usualGaps(thresholds).enumerated() where summaries.orders[row] > 0 {
      #expect(model.usualGap(of: summaries.customers[row]) == usual)
      compared += summaries.orders[row] > 2 ? 1 : 0
    }
    #expect(compared > 20)
    // As segments do, dates can keep the shop's gap of an earlier day.
    let kept = try NextOrderModel(
      at: at, histories, OrderTimes(histories, context: .serial), .net(ReturnMatches(histories, context: .serial)),
      dataStart: start.time, shopGapDays: 77, context: .serial)
    #expect(kept.shopGapDays == 77 && kept.gaps == model.gaps)
  }

  @Test("know nothing of what came at or after the snapshot, and do not depend on the threads")
  func pointInTime() throws {
    let start = Snapshot("2011-01-01")
    let lines = ReturningShop.lines(seed: 3, customers: 300, from: start)
    let at = start.adding(days: 150)
    let (whole, histories, _) = try Self.model(lines, at: at, threads: 2)
    let earlier = lines.reordered(lines.time.indices.filter { lines.time[$0] < at.time })
    let (alone, fewer, _) = try Self.model(earlier, at: at)
    #expect(whole.shopGapDays == alone.shopGapDays && whole.gaps == alone.gaps && whole.curves == alone.curves)
    #expect(whole.gaps.reduce(0, +) > 30)
    for customer in 0..<Int32(min(histories.customerCount, fewer.customerCount)) {
      #expect(whole.nextOrder(of: customer) == alone.nextOrder(of: customer))
    }
  }

  @Test("are tested on customers whose dates had all passed, and who did not order is off by more than all others")
  func holdout() throws {
    var shop = Self.regular()
    var order: Int32 = 5_000
    // 45 of 60 order on their day, and 15 do not.
    for customer in 0..<Int32(45) {
      order += 1
      shop.add(customer, order: order, at: Self.s.adding(days: 15).time)
    }
    shop.add(60, order: 9_999, at: Self.s.adding(days: 100).time)
    let (model, histories, orders) = try Self.model(shop.lines)
    let test = try NextOrderTest(
      model, of: Array(0..<60), histories, orders, .net(ReturnMatches(histories, context: .serial)),
      dataEnd: Self.s.adding(days: 100).time, horizonDays: 90, context: .threads(2))
    #expect(test.within.count == 60 && test.errors.count == 60 && test.errors.count { $0.isInfinite } == 15)
    #expect(test.isBack.count { $0 } == 45)
    // The data ends 100 days after the snapshot, so who never came counts as 100 days, against 14 or 15.
    #expect(test.cutErrors.count == 60 && test.cutErrors.count { $0 >= 85 && $0 <= 86 } == 15)
    #expect(test.baselineCutErrors.count { $0 == 0 } == 45)
    let report = NextOrderReport(
      (0..<60).map { model.nextOrder(of: $0) }, of: model, test: test, testShare: 0.5, horizonDays: 90)
    #expect(report.testShare == 0.5 && report.n == 60 && report.scored == 60 && report.withAllDates == 60)
    #expect(report.returnObserved == 0.75 && (report.medianErrorDays ?? 9) <= 1)
  }
}
