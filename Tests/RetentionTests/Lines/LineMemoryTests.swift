import Foundation
import Numerics
import Retention
import Tables
import TestSupport
import Testing

@Suite("Lines beyond the memory they may take") struct LineMemoryTests {
  /// A few thousand lines with dirt, returns, cancelled orders, repeated lines, and a column that only one file has.
  private static func write(to folder: TemporaryFolder) throws -> [String] {
    var random = PhiloxGenerator(seed: 9)
    for file in 1...2 {
      var text = "customer_id,order_id,product_id,order_datetime,quantity,unit_price" + (file == 2 ? ",note\n" : "\n")
      for line in 0..<3000 {
        let customer = random.bernoulli(0.05) ? "" : "c\(random.index(below: 90))"
        let order = (random.bernoulli(0.1) ? "C" : "") + "\(random.index(below: 700))"
        let day = 1 + random.index(below: 28)
        let month = 1 + random.index(below: 12)
        let quantity = random.bernoulli(0.02) ? "many" : "\(random.index(below: 40) - 3)"
        let price = random.bernoulli(0.02) ? "" : "\(Double(random.index(below: 900)) / 100)"
        let row =
          "\(customer),\(order),p\(random.index(below: 50)),2011-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day) 10:00:00,\(quantity),\(price)"
        let cells = row + (file == 2 ? ",n\(line % 7)\n" : "\n")
        text += cells + (random.bernoulli(0.03) ? cells : "")
      }
      try folder.write(text, to: "\(file).csv")
    }
    return ["1.csv", "2.csv"]
  }

  @Test(
    "give the same verdicts, sums, lines and features from files as in memory, for any number of threads",
    arguments: ["flag", "winsorise", "drop"])
  func same(action: String) throws {
    let folder = try TemporaryFolder()
    let names = try Self.write(to: folder)
    let spill = try TemporaryFolder()
    let yaml = "cleaning: {outliers: {action: \(action)}, duplicates: drop}"
    let memory = LineMemory(bytes: 50_000, folder: spill.path)
    var found: [Outcome] = []
    for (memory, threads) in [(LineMemory.unlimited, 1), (memory, 1), (memory, 3)] {
      let source = try ingest(names, in: folder, blockSize: 20_000, memory: memory, threads: threads)
      #expect(source.time.isInFile == (memory != .unlimited))
      let cleaned = try clean(source, yaml)
      #expect(cleaned.ledger.reconciles)
      found.append(try Outcome(source, cleaned, memory, .threads(threads)))
    }
    #expect(found[0].cleaned.removal.contains(RemovalReason.duplicate.rawValue))
    for other in found.dropFirst() { #expect(other == found[0]) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: spill.path).isEmpty, "files have no names")
  }

  private struct Outcome: Equatable {
    let customers: [String?]
    let notes: [Int32]
    let cleaned: Cleaned
    let features: FeatureTable

    struct Cleaned: Equatable {
      let removal: [UInt8]
      let flags: [LineFlags]
      let ledger: CleaningLedger
      let bounds: OutlierBounds?
      let ids: [String]
    }

    init(_ source: SourceLines, _ cleaned: CleanedLines, _ memory: LineMemory, _ context: ExecutionContext) throws {
      customers = source.customerIDs
      notes = source.extras.flatMap { extra -> [Int32] in
        switch extra.values {
        case .text(let codes, _): Array(codes)
        }
      }
      let (lines, ids) = try cleaned.transactions(context: context)
      self.cleaned = Cleaned(
        removal: cleaned.removal, flags: cleaned.flags, ledger: cleaned.ledger, bounds: cleaned.bounds, ids: ids)
      let place = memory.place(rows: lines.count, width: SortedLines.width)
      let histories = try CustomerHistories(sorting: lines, in: place, context: context)
      // NaN would not equal itself.
      let table = try FeatureSweep(windowDays: 180, minOrders: 1).features(
        of: histories, orders: OrderTimes(histories, context: context),
        at: [Snapshot("2011-07-01"), Snapshot("2012-01-01")], context: context)
      features = FeatureTable(
        windowDays: table.windowDays,
        snapshots: table.snapshots.map { block in
          SnapshotFeatures(
            snapshot: block.snapshot, customers: block.customers,
            values: Matrix(
              rows: block.values.rows, columns: block.values.columns,
              elements: block.values.elements.map { $0.isNaN ? -12345 : $0 }))
        })
    }
  }

  @Test("limit how much is computed at a time and how much text stays in memory, both to a part of what lines may take")
  func parts() {
    let memory = LineMemory(bytes: 4_000_000, folder: "/tmp")
    #expect(memory.rows(width: 1000) == 1000)
    #expect(memory.rows(width: 9_000_000) == 1)
    #expect(LineMemory.unlimited.rows(width: 256) == 1 << 20)
    #expect(memory.place(ofText: 100, rows: 10_000) == .memory)
    #expect(memory.place(ofText: 100, rows: 10_001) == .file(folder: "/tmp"))
  }

  @Test("labels from lines in a file are those from lines in memory, whatever the order of the customers")
  func labels() throws {
    let s = Snapshot("2011-09-01")
    let lines = RandomShop.lines(seed: 3, customers: 300, at: s)
    let folder = try TemporaryFolder()
    let customers = (0..<Int32(300)).filter { $0 % 3 > 0 }.reversed() as [Int32]
    let found = try [ColumnPlace.memory, .file(folder: folder.path)].map { place in
      let histories = try CustomerHistories(sorting: lines, in: place, context: .serial)
      let labels = Labels(
        histories: histories, orders: try OrderTimes(histories, context: .serial),
        basis: .net(try ReturnMatches(histories, context: .serial)))
      return [
        try labels.churn(of: customers, at: s.adding(days: -60), horizonDays: 60, context: .threads(2)),
        try labels.lifetimeValue(of: customers, at: s.adding(days: -60), horizonDays: 60, context: .threads(2)),
      ]
    }
    #expect(found[0] == found[1] && Set(found[0][1]).count > 20)
  }

  @Test("a folder that cannot be written to is an error, not a crash")
  func noFolder() throws {
    let folder = try TemporaryFolder()
    let names = try Self.write(to: folder)
    #expect(throws: TableError.self) {
      _ = try ingest(names, in: folder, memory: LineMemory(bytes: 1000, folder: "/nowhere/at/all"))
    }
  }
}
