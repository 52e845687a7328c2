import Foundation
import Numerics
import SyntheticShop
import Testing

@Suite("Synthetic shop") struct SyntheticShopTests {
  @Test("the lines do not depend on the block size or the number of threads", arguments: [1, 37, 4096], [1, 3])
  func sameForAnyBlocks(customersPerBlock: Int, threads: Int) throws {
    let sample = try Sample(customers: 1300)
    var bytes: [UInt8] = []
    let summary = sample.shop.forEachBlock(
      customersPerBlock: customersPerBlock, parallelism: Parallelism(threads: threads)
    ) { $0.appendCSV(to: &bytes) }
    #expect(bytes == sample.csv)
    #expect(summary == sample.block.summary)
  }

  @Test("the same seed gives the same shop, another seed another one")
  func seeds() throws {
    #expect(try Sample(customers: 20, seed: 1).csv == Sample(customers: 20, seed: 1).csv)
    #expect(try Sample(customers: 20, seed: 1).csv != Sample(customers: 20, seed: 2).csv)
  }

  @Test("an error thrown for a block ends the pass and is rethrown")
  func errorInBody() throws {
    struct Full: Error {}
    let shop = try Sample(customers: 100).shop
    var blocks = 0
    #expect(throws: Full.self) {
      try shop.forEachBlock(customersPerBlock: 10, parallelism: .serial) { (_: LineBlock) throws(Full) in
        blocks += 1
        if blocks == 3 { throw Full() }
      }
    }
    #expect(blocks == 3)
  }

  @Test("an empty range of customers gives no lines")
  func noCustomers() throws {
    let block = try Sample(customers: 5).shop.lines(ofCustomers: 2..<2)
    #expect(block.count == 0)
    #expect(block.summary == GenerationSummary())
  }

  @Test("every customer has an order, and an order number belongs to one customer and one time")
  func orderIDs() throws {
    let block = try Sample(customers: 2000).block
    #expect(Set(block.customers).count == 2000)
    struct Owner: Hashable {
      var customer: Int32
      var time: Int64
      var isCancellation: Bool
    }
    var owners: [Int64: Set<Owner>] = [:]
    for line in 0..<block.count {
      owners[block.orderNumbers[line], default: []].insert(
        Owner(
          customer: block.customers[line], time: block.times[line], isCancellation: block.isCancellation[line]))
    }
    #expect(owners.values.allSatisfy { $0.count == 1 })
    let summary = block.summary
    #expect(owners.count == summary.orders + summary.cancellations + summary.plainReturns)
    // Order numbers grow from day to day, as invoice numbers do.
    let byNumber = owners.sorted { $0.key < $1.key }.map { $0.value.first!.time / 86_400_000_000 }
    #expect(byNumber == byNumber.sorted())
  }

  @Test("lines come customer by customer, each customer's in time order")
  func orderOfLines() throws {
    let block = try Sample(customers: 300).block
    for line in 1..<block.count {
      #expect((block.customers[line - 1], block.times[line - 1]) <= (block.customers[line], block.times[line]))
    }
  }

  @Test("sorting by time keeps all lines, and a duplicate stays after its original")
  func sortedByTime() throws {
    let sample = try Sample(customers: 400) { $0.dirt.duplicateLine = 0.1 }
    let sorted = sample.shop.linesByTime(parallelism: Parallelism(threads: 2))
    #expect(sorted.times == sample.block.times.sorted())
    #expect(sorted.summary == sample.block.summary)
    var bytes: [UInt8] = []
    sorted.appendCSV(to: &bytes)
    let lines = ParsedLine.parse(bytes)
    let ordered = lines.map { "\($0)" }.sorted()
    #expect(ordered == ParsedLine.parse(sample.csv).map { "\($0)" }.sorted())
    for line in lines.indices where sorted.dirt[line] == .duplicateLine { #expect(lines[line] == lines[line - 1]) }
  }

  @Test(
    "trade ends on the day before the same day of the month, the given number of months later",
    arguments: [("2024-01-31", 1, "2024-02-29"), ("2023-12-01", 13, "2025-01-01"), ("1960-02-29", 12, "1961-02-28")])
  func period(start: String, months: Int, end: String) throws {
    let block = try Sample(customers: 3000) {
      $0.startDate = start
      $0.months = months
    }.block
    let format = ISO8601DateFormatter()
    let first = try #require(format.date(from: start + "T00:00:00Z")).timeIntervalSince1970
    let last = try #require(format.date(from: end + "T00:00:00Z")).timeIntervalSince1970
    let days = block.times.map { Int((Double($0) / 1e6 / 86_400).rounded(.down)) }
    #expect(try #require(days.min()) >= Int(first / 86_400))
    let latest = try #require(days.max())
    #expect(latest < Int(last / 86_400) && latest >= Int(last / 86_400) - 4)
  }
}

@Suite("Synthetic shop settings") struct SyntheticShopSettingsTests {
  @Test("the error about a value out of range has its name, the value and the range")
  func ranges() {
    #expect(throws: SyntheticShopError.outOfRange(setting: "customers", found: 0, allowed: 1...100_000_000)) {
      try SyntheticShopSettings(customers: 0).validated()
    }
    #expect(throws: SyntheticShopError.outOfRange(setting: "months", found: 121, allowed: 1...120)) {
      try SyntheticShopSettings(months: 121).validated()
    }
    #expect(throws: SyntheticShopError.outOfRange(setting: "dirt.zeroPrice", found: -0.1, allowed: 0...1)) {
      try changed { $0.dirt.zeroPrice = -0.1 }
    }
    #expect(throws: SyntheticShopError.self) { try changed { $0.linesPerOrder = .nan } }
    #expect(
      SyntheticShopError.outOfRange(setting: "months", found: 0, allowed: 1...120).description
        == "synthetic shop: months is 0; give a value from 1 to 120")
  }

  @Test(
    "a start date that does not exist is rejected",
    arguments: ["2023-02-29", "2024-13-01", "1.12.2024", "2024-1-1", ""])
  func dates(text: String) {
    #expect(throws: SyntheticShopError.notADate(setting: "startDate", found: text)) {
      try changed { $0.startDate = text }
    }
  }

  @Test("shares of kinds must sum to 1, and rates of defects must leave clean lines")
  func sums() {
    #expect(throws: SyntheticShopError.sharesDoNotSumToOne(sum: 0.5)) {
      try changed { $0.kindShares = [.regular: 0.5] }
    }
    #expect(throws: SyntheticShopError.self) {
      try changed {
        $0.dirt = .none
        $0.dirt.blankCustomer = 0.95
      }
    }
    #expect(throws: Never.self) { try changed { $0.kindShares = [.oneTime: 1] } }
  }

  private func changed(_ change: (inout SyntheticShopSettings) -> Void) throws {
    var settings = SyntheticShopSettings()
    change(&settings)
    _ = try settings.validated()
  }
}
