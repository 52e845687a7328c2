import CivilTime
import Numerics
import Retention
import Tables
import TestSupport
import Testing

/// The sweep over random shops: against a plain twin, and what must not change its values.
@Suite("History features of random shops") struct HistorySweepTests {
  private static let start = Snapshot("2011-01-01")
  private static let snapshots = [10, 40, 41, 70, 119, 150].map { start.adding(days: $0) }

  private static func histories(_ lines: TransactionLines) -> CustomerHistories {
    uncancelled { (context) throws(Cancelled) in try CustomerHistories(sorting: lines, context: context) }
  }

  private static func shop(_ seed: UInt64, customers: Int = 200) -> TransactionLines {
    ReturningShop.lines(seed: seed, customers: customers, from: start)
  }

  private static func sweep(
    _ histories: CustomerHistories, isNet: Bool, at snapshots: [Snapshot] = snapshots, threads: Int = 1
  ) throws -> [SnapshotHistory] {
    let basis: RevenueBasis = isNet ? .net(try ReturnMatches(histories, context: .serial)) : .gross
    // Not every customer at every snapshot.
    let rows = snapshots.enumerated().map { index, snapshot in
      (snapshot: snapshot, customers: (0..<Int32(histories.customerCount)).filter { ($0 + Int32(index)) % 3 != 0 })
    }
    return try HistorySweep(basis).features(of: histories, at: rows, context: .threads(threads))
  }

  private static func bits(_ blocks: [SnapshotHistory]) -> [[UInt32]] {
    blocks.flatMap { [$0.customers.map(UInt32.init), $0.values.elements.map(\.bitPattern)] }
  }

  @Test("they are those of the plain twin", arguments: [1, 2, 3] as [UInt64], [false, true])
  func oracle(seed: UInt64, isNet: Bool) throws {
    let histories = Self.histories(Self.shop(seed))
    var differences: [String] = []
    for block in try Self.sweep(histories, isNet: isNet) {
      for (row, customer) in block.customers.enumerated() {
        let end = block.snapshot.time
        let oracle =
          isNet
          ? HistoryOracle(net: histories, Int(customer), before: end)
          : HistoryOracle(gross: histories, Int(customer), before: end)
        let expected = oracle.row(at: block.snapshot)
        for feature in HistoryFeature.allCases {
          let value = Double(block[row, feature])
          guard let twin = expected[feature], agree(value, twin, 1e-6) else {
            differences.append("\(block.snapshot), customer \(customer), \(feature.name): \(value)")
            continue
          }
        }
      }
    }
    #expect(differences.prefix(5) == [])
  }

  @Test("gross and net differ where something came back, and only there")
  func bases() throws {
    let histories = Self.histories(Self.shop(4))
    let (gross, net) = try (Self.sweep(histories, isNet: false), Self.sweep(histories, isNet: true))
    var differing = 0
    for (gross, net) in zip(gross, net) {
      for row in gross.customers.indices {
        let values = { (block: SnapshotHistory) in HistoryFeature.allCases.map { block[row, $0].bitPattern } }
        let isSame = values(gross) == values(net)
        if gross[row, .returnedValue] == 0 { #expect(isSame) } else if !isSame { differing += 1 }
      }
    }
    #expect(differing > 50)
  }

  @Test("lines at and after S change nothing, and other snapshots neither", arguments: [false, true])
  func future(isNet: Bool) throws {
    let lines = Self.shop(5)
    let snapshot = Self.snapshots[3]
    let past = lines.reordered(lines.time.indices.filter { lines.time[$0] < snapshot.time })
    var poisoned = past
    for line in 0..<past.count {
      poisoned.customer.append(past.customer[line])
      poisoned.order.append(line.isMultiple(of: 2) ? past.order[line] : Int32(300_000 + line))
      poisoned.product.append(past.product[line])
      poisoned.time.append(snapshot.time + Int64(line % 4) * Microseconds.day)
      poisoned.quantity.append(past.quantity[line])
      poisoned.unitPrice.append(past.unitPrice[line])
      poisoned.isReturn.append(line.isMultiple(of: 3))
    }
    let expected = Self.bits(try Self.sweep(Self.histories(past), isNet: isNet, at: [snapshot]))
    #expect(Self.bits(try Self.sweep(Self.histories(lines), isNet: isNet, at: [snapshot])) == expected)
    #expect(Self.bits(try Self.sweep(Self.histories(poisoned), isNet: isNet, at: [snapshot])) == expected)
    // The first and the fourth snapshot have the same customers.
    let alone = try Self.sweep(Self.histories(lines), isNet: isNet, at: [snapshot])[0]
    let among = try Self.sweep(Self.histories(lines), isNet: isNet)[3]
    #expect(among.snapshot == snapshot)
    #expect(Self.bits([alone]) == Self.bits([among]))
  }

  @Test("the order of the input's lines changes nothing", arguments: [false, true])
  func permutation(isNet: Bool) throws {
    // Without lines of one order at one time, whose order decides which of them comes back.
    var lines = Self.shop(6)
    for line in 0..<lines.count { lines.time[line] += Int64(line) }
    let expected = Self.bits(try Self.sweep(Self.histories(lines), isNet: isNet))
    var random = PhiloxGenerator(seed: 10)
    for _ in 0..<3 {
      let shuffled = lines.reordered(Array(0..<lines.count).shuffled(using: &random))
      #expect(Self.bits(try Self.sweep(Self.histories(shuffled), isNet: isNet)) == expected)
    }
  }

  @Test("any number of threads gives the same bits, and the sweep can be cancelled", arguments: [false, true])
  func threads(isNet: Bool) throws {
    let histories = Self.histories(Self.shop(7, customers: 700))
    let expected = Self.bits(try Self.sweep(histories, isNet: isNet))
    for threads in [2, 4] { #expect(Self.bits(try Self.sweep(histories, isNet: isNet, threads: threads)) == expected) }
    let basis: RevenueBasis = isNet ? .net(try ReturnMatches(histories, context: .serial)) : .gross
    let rows = Self.snapshots.map { (snapshot: $0, customers: Array(0..<Int32(700))) }
    let all = try watched { Self.bits(try HistorySweep(basis).features(of: histories, at: rows, context: $0)) }
    #expect(all.count == 12)
    expectCancelled { _ = try HistorySweep(basis).features(of: histories, at: rows, context: $0) }
  }

  @Test("nulls stand only where the catalogue allows them, and there they do")
  func nulls() throws {
    let blocks = try Self.sweep(Self.histories(Self.shop(8)), isNet: true)
    for feature in HistoryFeature.allCases {
      let hasNull = blocks.contains { $0.column(feature).contains(where: \.isNaN) }
      #expect(hasNull == (feature.description.nullRule != nil), "\(feature.name)")
    }
  }
}
