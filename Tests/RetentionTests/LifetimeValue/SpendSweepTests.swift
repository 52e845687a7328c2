import CivilTime
import Foundation
import Numerics
import Retention
import Tables
import TestSupport
import Testing

@Suite("Spend columns") struct SpendSweepTests {
  private static let day = Int64(86_400_000_000)
  private let snapshot = Snapshot(day: 18_500)

  /// Lines of customers at days before the snapshot; a negative amount is a return of a purchase at that price.
  private func histories(_ lines: [(customer: Int, ago: Double, amount: Double)], customers: Int) throws
    -> CustomerHistories
  {
    var table = TransactionLines()
    for (index, line) in lines.enumerated() {
      table.customer.append(Int32(line.customer))
      table.order.append(Int32(index))
      table.product.append(0)
      table.time.append(snapshot.time - Int64(line.ago * Double(Self.day)))
      table.quantity.append(line.amount < 0 ? -1 : 1)
      table.unitPrice.append(abs(line.amount))
      table.isReturn.append(line.amount < 0)
    }
    table.customerCount = customers
    return try CustomerHistories(sorting: table, context: .serial)
  }

  private func sweep(_ histories: CustomerHistories) throws -> SpendSweep {
    SpendSweep(
      histories: histories, matches: try ReturnMatches(histories, context: .serial), windowDays: 180, horizonDays: 90,
      settings: try retentionSettings("").lifetimeValue.buyTillYouDie,
      sample: BuyTillYouDieFit.FittingSample(
        idHashes: (0..<histories.customerCount).map { MadeShop.hash(customer: $0) }, seed: 1))
  }

  @Test("columns by hand: window, whole history over tenure, and decayed sums, net of what came back")
  func byHand() throws {
    let histories = try histories(
      [
        (0, 240, 50), (0, 120, 80), (0, 60, 40),
        (1, 20, 100), (1, 10, -100), (1, 5, 30),
        (2, 120, 60), (2, -3, 500),
      ], customers: 3)
    let inputs = try sweep(histories).inputs([(snapshot, [0, 1, 2])], fits: nil, context: .threads(2))
    func expect(_ column: SpendColumn, _ values: [Double]) {
      for (found, value) in zip(inputs.column(column), values) { #expect(abs(found - value) < 1e-9, "\(column)") }
    }
    expect(.gross, [60, 65, 30])
    expect(.net, [60, 15, 30])
    // Of 240, of 30 at least, and of 120 days.
    expect(.rate, [63.75, 90, 45])
    expect(.decayed60d, [3.125 + 20 + 20, 30 * exp2(-5.0 / 60), 15])
    expect(.decayed120d, [12.5 + 40 + 40 * exp2(-0.5), 30 * exp2(-5.0 / 120), 30])
    #expect(inputs.column(.buyTillYouDie).allSatisfy(\.isNaN) && inputs.buyTillYouDie == nil)
  }

  @Test("nothing at or after the snapshot changes a column, BG/NBD's neither; a day earlier it does")
  func temporalLeakage() throws {
    let lines = MadeShop.lines(customers: 300, days: 420)
    let snapshot = Snapshot(day: MadeShop.firstDay + 250)
    func columns(_ lines: TransactionLines) throws -> [Double] {
      let histories = try CustomerHistories(sorting: lines, context: .serial)
      let customers = (0..<300).map { Int32($0) }.filter { customer in
        histories.lineRange(of: Int(customer)).contains { histories.lines.time[$0] < snapshot.time }
      }
      let sweep = try sweep(histories)
      let fits = try sweep.fits([(snapshot, customers)], context: .serial).mapValues { try $0.get() }
      return try sweep.inputs([(snapshot, customers)], fits: fits, context: .serial).values.elements
    }
    let found = try columns(lines)
    #expect(found.allSatisfy { $0.isFinite })
    #expect(try columns(MadeShop.scrambled(lines, from: snapshot, seed: 3)) == found)
    #expect(try columns(MadeShop.scrambled(lines, from: snapshot.adding(days: -1), seed: 3)) != found)
  }

  @Test("several snapshots at once are each snapshot by itself, for any number of threads")
  func together() throws {
    let lines = MadeShop.lines(customers: 200, days: 300)
    let histories = try CustomerHistories(sorting: lines, context: .serial)
    let sweep = try sweep(histories)
    let customers = (0..<200).map { Int32($0) }
    let rows = [200, 240, 280].map { (snapshot: Snapshot(day: MadeShop.firstDay + $0), customers: customers) }
    let all = try sweep.inputs(rows, fits: nil, context: .threads(3))
    let each = try rows.map { try sweep.inputs([$0], fits: nil, context: .serial) }
    for column in [SpendColumn.gross, .net, .rate, .decayed60d, .decayed120d] {
      #expect(all.column(column) == each.flatMap { $0.column(column) })
    }
  }
}
