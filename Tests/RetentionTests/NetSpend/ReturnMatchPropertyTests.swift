import CivilTime
import Numerics
import Retention
import Tables
import TestSupport
import Testing

/// Matches of random shops: against a plain twin, and what must hold whatever they are.
@Suite("Matches of random returns") struct ReturnMatchPropertyTests {
  private static let start = Snapshot("2011-01-01")

  private static func histories(_ lines: TransactionLines, threads: Int = 1) -> CustomerHistories {
    uncancelled(threads: threads) { (context) throws(Cancelled) in
      try CustomerHistories(sorting: lines, context: context)
    }
  }

  private static func shop(_ seed: UInt64, customers: Int = 150) -> TransactionLines {
    ReturningShop.lines(seed: seed, customers: customers, from: start)
  }

  /// Takes of a customer, with lines counted from the customer's first.
  private static func takes(
    _ matches: ReturnMatches, _ histories: CustomerHistories, _ customer: Int, before end: Int64 = .max
  ) -> [MatchOracle.Take] {
    let start = histories.offsets[customer]
    return matches.returns(of: customer).filter { matches.times[$0] < end }.flatMap { index in
      matches.takes(of: index).map { take in
        let target = Int(matches.targets[take])
        return MatchOracle.Take(
          line: Int(matches.lines[index]) - start, target: target < 0 ? ~(~target - start) : target - start,
          quantity: Int(matches.quantities[take]), amount: Int(matches.amounts[take]))
      }
    }
  }

  @Test("they are those of the plain twin, and every rule applies", arguments: 1...6 as ClosedRange<UInt64>)
  func oracle(seed: UInt64) throws {
    let histories = Self.histories(Self.shop(seed))
    let matches = try ReturnMatches(histories, context: .threads(2))
    for customer in 0..<histories.customerCount {
      let oracle = MatchOracle(histories, customer)
      #expect(Self.takes(matches, histories, customer) == oracle.takes, "customer \(customer)")
      let start = histories.offsets[customer]
      for index in matches.returns(of: customer) {
        #expect(Int(matches.unmatched[index]) == oracle.unmatched[Int(matches.lines[index]) - start])
      }
    }
    for step in ReturnStep.allCases { #expect(matches.steps.count { $0 == step } > 5, "\(step)") }
    #expect(matches.summary.unmatchedLines > 5)
  }

  @Test("taken + unmatched = returned, for each return and for all", arguments: 11...13 as ClosedRange<UInt64>)
  func reconciliation(seed: UInt64) throws {
    let histories = Self.histories(Self.shop(seed))
    let lines = histories.lines
    let matches = try ReturnMatches(histories, context: .serial)
    for (index, line) in matches.lines.enumerated() {
      let returned = Money(abs(lines.quantity[Int(line)] * lines.unitPrice[Int(line)]))
      let taken = matches.takes(of: index).reduce(0) { $0 + Int128(matches.amounts[$1]) }
      #expect(taken + Int128(matches.unmatched[index]) == returned.micros)
      #expect(lines.isReturn[Int(line)] && lines.time[Int(line)] == matches.times[index])
    }
    #expect(matches.lines.count == lines.isReturn.count { $0 })
    let summary = matches.summary
    #expect(summary.allTaken + summary.unmatched == summary.returned)
    #expect(summary.lines == matches.lines.count)
    #expect(summary.unmatched.micros == matches.unmatched.reduce(0) { $0 + Int128($1) })
    #expect(summary.largest?.value.micros == matches.unmatched.max().map { Int128($0) })
  }

  @Test("only purchases of the customer that are not later are touched, and none twice over")
  func bounds() throws {
    let histories = Self.histories(Self.shop(20))
    let lines = histories.lines
    let matches = try ReturnMatches(histories, context: .serial)
    var taken = [Int64](repeating: 0, count: lines.count)
    for customer in 0..<histories.customerCount {
      for index in matches.returns(of: customer) {
        for take in matches.takes(of: index) {
          let target = Int(matches.targets[take])
          let line = target < 0 ? ~target : target
          #expect(histories.lineRange(of: customer).contains(line))
          #expect(!lines.isReturn[line] && lines.time[line] <= matches.times[index])
          if target < 0 { #expect(lines.beginsOrder[line] && matches.quantities[take] == 0) }
          #expect(matches.amounts[take] > 0)
          taken[line] += matches.quantities[take]
        }
      }
    }
    for line in 0..<lines.count where taken[line] > 0 { #expect(Double(taken[line]) / 1e6 <= lines.quantity[line]) }
  }

  @Test("later lines change no match", arguments: [30, 45, 60, 90])
  func future(day: Int) throws {
    let lines = Self.shop(31)
    let end = Self.start.adding(days: day).time
    let past = lines.reordered(lines.time.indices.filter { lines.time[$0] < end })
    var random = PhiloxGenerator(seed: 5)
    var poisoned = past
    for line in 0..<past.count {
      poisoned.customer.append(past.customer[line])
      poisoned.order.append(line.isMultiple(of: 2) ? past.order[line] : Int32(300_000 + line))
      poisoned.product.append(past.product[line])
      poisoned.time.append(end + Int64(random.index(below: 3)) * Microseconds.day)
      poisoned.quantity.append(past.quantity[line])
      poisoned.unitPrice.append(past.unitPrice[line])
      poisoned.isReturn.append(random.index(below: 2) == 0)
    }
    let (known, all, more) = (Self.histories(past), Self.histories(lines), Self.histories(poisoned))
    let expected = try ReturnMatches(known, context: .serial)
    let (later, injected) = try (ReturnMatches(all, context: .serial), ReturnMatches(more, context: .serial))
    #expect(expected.targets.count > 100 && later.targets.count > expected.targets.count)
    for customer in 0..<known.customerCount {
      let takes = Self.takes(expected, known, customer)
      #expect(Self.takes(later, all, customer, before: end) == takes)
      #expect(Self.takes(injected, more, customer, before: end) == takes)
    }
    let before = { (histories: CustomerHistories, matches: ReturnMatches) in
      NetAmounts.before([end], of: 0..<known.customerCount, histories, matches)
    }
    #expect(before(all, later) == before(known, expected))
    #expect(before(more, injected) == before(known, expected))
  }

  @Test("any number of threads gives the same matches")
  func threads() throws {
    let histories = Self.histories(Self.shop(40, customers: 700))
    let expected = try watched { try ReturnMatches(histories, context: $0) }
    for threads in [2, 4] { #expect(try ReturnMatches(histories, context: .threads(threads)) == expected) }
    expectCancelled { _ = try ReturnMatches(histories, context: $0) }
  }

  /// Each of these takes minutes where every return looks at all purchases, or all orders.
  @Test("a customer with 100,000 lines", arguments: ["units", "prices", "value", "latest", "own order"])
  func manyLines(kind: String) throws {
    var shop = Shop()
    let half = 50_000
    for index in 0..<half {
      let order = kind == "own order" ? 0 : Int32(index)
      let price = kind == "prices" ? Double(index + 1) : 2
      shop.add(0, order: order, product: Int32(index % 7), at: Int64(index), quantity: 1, price: price)
      let isUnits = kind == "units" || kind == "prices"
      shop.add(
        0, order: kind == "own order" ? 0 : Int32(half + index), product: isUnits ? Int32(index % 7) : -1,
        at: Int64(half + index), quantity: -1, price: kind == "latest" ? 1.999 : 2, isReturn: true)
    }
    let summary = try ReturnMatches(Self.histories(shop.lines), context: .serial).summary
    #expect(summary.lines == half)
    #expect(summary.allTaken + summary.unmatched == summary.returned)
    #expect(summary.unmatched == .zero)
    let step: ReturnStep =
      switch kind {
      case "units": .samePrice
      case "prices": .otherPrice
      case "value": .orderOfThatValue
      case "latest": .latestOrders
      default: .ownOrder
      }
    #expect(summary.taken(step).value > 0.9 * summary.returned.value)
  }
}
