import CivilTime
import Numerics
import Retention
import Tables
import TestSupport
import Testing

/// The real shop's returns. Its cancellations name no order.
@Suite(.disabled(if: RealShop.isAbsent, "\(RealData.absence)")) struct RealReturnsTests {
  private static func matched() throws -> (histories: CustomerHistories, matches: ReturnMatches) {
    let histories = try RealShop.histories()
    return (histories, try ReturnMatches(histories, context: .threads(2)))
  }

  @Test("what the returns came off, to the penny: units worth 22 % of it find no purchase line")
  func steps() throws {
    let (histories, matches) = try Self.matched()
    let summary = matches.summary
    #expect(summary.lines == 8905 && summary.returned.rounded == 611_342.09)
    #expect(summary.taken(.samePrice).rounded == 463_219.35)
    #expect(summary.taken(.otherPrice).rounded == 6_997.27)
    #expect(summary.taken(.ownOrder) == .zero)
    #expect(summary.taken(.orderOfThatValue).rounded == 58_106.23)
    #expect(summary.taken(.latestOrders).rounded == 60_402.80)
    #expect(summary.unmatched.rounded == 22_616.44 && summary.unmatchedLines == 434)
    #expect(summary.largest?.value.rounded == 4_287.63)
    #expect(summary.allTaken + summary.unmatched == summary.returned)
    var withLine = 0.0
    for (index, line) in matches.lines.enumerated() {
      let units = matches.takes(of: index).reduce(0) { $0 + matches.quantities[$1] }
      withLine += Double(units) / 1e6 * histories.lines.unitPrice[Int(line)]
    }
    #expect(agree(1 - withLine / summary.returned.value, 0.225, 5e-4))
  }

  @Test("what is left of all orders is what was bought less what came off, to the penny")
  func reconciliation() throws {
    let (histories, matches) = try Self.matched()
    let net = try NetTotals(histories, matches, context: .threads(2)).revenue.reduce(0) { $0 + Int128($1) }
    let lines = histories.lines
    let gross = (0..<lines.count).reduce(Money.zero) { sum, line in
      lines.isReturn[line] ? sum : sum + Money(lines.quantity[line] * lines.unitPrice[line])
    }
    #expect(Money(micros: net) == gross - matches.summary.allTaken)
  }

  @Test("as the plain twin matches them")
  func oracle() throws {
    let (histories, matches) = try Self.matched()
    for customer in 0..<histories.customerCount where !matches.returns(of: customer).isEmpty {
      // The twin looks at every line for every return.
      guard histories.lineRange(of: customer).count < 400 else { continue }
      let oracle = MatchOracle(histories, customer)
      let unmatched = matches.returns(of: customer).reduce(0) { $0 + Int(matches.unmatched[$1]) }
      #expect(unmatched == oracle.unmatched.values.reduce(0, +))
      let amounts = matches.returns(of: customer).flatMap { matches.takes(of: $0) }.map { Int(matches.amounts[$0]) }
      #expect(amounts == oracle.takes.map(\.amount))
    }
  }

  @Test("whose only large order was cancelled within minutes is left with next to nothing")
  func cancelledOrders() throws {
    let (histories, matches) = try Self.matched()
    let ids = try RealShop.cleaned().transactions(context: .serial).customerIDs
    let net = try NetAmounts.before([.max], histories, matches, context: .serial)[0]
    for (id, bought, left, orders) in [("16446", 168_472.50, 2.90, 1), ("12346", 77_183.60, 0, 0)] {
      let customer = try #require(ids.firstIndex(of: id))
      let gross = histories.lineRange(of: customer).reduce(0.0) { sum, line in
        histories.lines.isReturn[line] ? sum : sum + histories.lines.quantity[line] * histories.lines.unitPrice[line]
      }
      #expect(agree(gross, bought, 1e-9))
      #expect(net.revenue(of: customer).rounded == left && net.orders(of: customer).count == orders, "\(id)")
    }
  }

  @Test("orders that came back whole are none: rows and labels of the test snapshot")
  func labels() throws {
    let (histories, matches) = try Self.matched()
    let s = Snapshot("2011-09-01")
    let (start, end) = (s.adding(days: -180).time, s.adding(days: 90).time)
    let net = try NetAmounts.before([s.time, end], histories, matches, context: .threads(2))
    let orders = try OrderTimes(histories, context: .serial)
    var (grossRows, netRows, flips) = (0, 0, 0)
    for customer in 0..<histories.customerCount {
      if orders.count(of: customer, from: start, to: s.time) > 0 { grossRows += 1 }
      guard net[0].orders(of: customer).contains(where: { net[0].times[$0] >= start }) else { continue }
      netRows += 1
      let stays = orders.count(of: customer, from: s.time, to: end) > 0
      if stays != net[1].orders(of: customer).contains(where: { net[1].times[$0] >= s.time }) { flips += 1 }
    }
    #expect(grossRows == 2772 && netRows == 2765 && flips == 3)
  }
}
