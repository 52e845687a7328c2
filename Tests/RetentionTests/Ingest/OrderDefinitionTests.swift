import Numerics
import Retention
import Tables
import TestSupport
import Testing

@Suite("Orders without an order id")
struct OrderDefinitionTests {
  private let header = "customer_id,order_datetime,line_total\n"

  @Test("the lines of a customer on a day are an order, or each row is one, with ids that say which")
  func ids() throws {
    let text = header + "K1,2023-01-05 09:00,60\nK2,2023-01-05 10:00,25\nK1,2023-01-05 17:30,40\nK1,2023-01-06,10\n"
    let days = try ingest(text, settings: "ingest: {order_is: customer_day}")
    #expect(days.orderIDs == ["K1 2023-01-05", "K2 2023-01-05", "K1 2023-01-05", "K1 2023-01-06"])
    let rows = try ingest(text, text, settings: "ingest: {order_is: row}")
    #expect(rows.orderIDs == (2...5).map { "1.csv:\($0)" } + (2...5).map { "2.csv:\($0)" })
    #expect(rows.amounts == days.amounts + days.amounts)
  }

  @Test("dates that are read at the end, and rows without a customer or a date")
  func lateDates() throws {
    let text = header + "K1,25/01/2023,60\n,25/01/2023,25\nK1,,40\nK1,26/01/2023,1\nK1,never,2\nK1,25/01/2023,3\n"
    let lines = try ingest(text, settings: "ingest: {order_is: customer_day}")
    #expect(
      lines.orderIDs == ["K1 2023-01-25", nil, nil, "K1 2023-01-26", nil, "K1 2023-01-25"])
    // They are removed for what they lack, and no order id is asked of them.
    let cleaned = try clean(lines)
    #expect(cleaned.removal[1] == RemovalReason.blankCustomer.rawValue)
    #expect(cleaned.removal[2] == RemovalReason.blankTime.rawValue)
    #expect(cleaned.removal[4] == RemovalReason.unreadableTime.rawValue)
    let rows = try clean(ingest(text, settings: "ingest: {order_is: row}"))
    #expect(rows.removal == cleaned.removal)
  }

  @Test("equal rows stay equal, and made ids are no cancellations")
  func duplicates() throws {
    let text = header + "C1,2023-01-05,60\nC1,2023-01-05,60\nC1,2023-01-05,61\n"
    for order in ["row", "customer_day"] {
      let cleaned = try clean(ingest(text, settings: "ingest: {order_is: \(order)}"))
      #expect(cleaned.flags.map { $0.contains(.duplicate) } == [false, true, false], "\(order)")
      #expect(!cleaned.flags.contains { $0.contains(.cancellation) })
    }
    // Two totals of orders are two orders, however equal the rest.
    let totals = try ingest(
      "customer_id,order_datetime,order_total\nC1,2023-01-05,60\nC1,2023-01-05,61\n",
      settings: "ingest: {order_is: row}")
    #expect(totals.amounts == [60, 61])
    #expect(try clean(totals).flags.allSatisfy { !$0.contains(.duplicate) })
  }

  @Test("a column of order ids is carried along where it is not asked for, and cannot be mapped as well")
  func unusedColumn() throws {
    let text = "customer_id,order_id,order_datetime,line_total\nK1,o1,2023-01-05,60\nK1,o2,2023-01-05,40\n"
    let lines = try ingest(text, settings: "ingest: {order_is: customer_day}")
    #expect(lines.orderIDs == ["K1 2023-01-05", "K1 2023-01-05"] && lines.extras.map(\.name) == ["order_id"])
    #expect(throws: (any Error).self) {
      try retentionSettings("ingest: {order_is: row, mapping: {order_id: order_id}}")
    }
  }

  @Test("the ids are the same for any number of threads, in memory and in a file")
  func places() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<5_000).map { "K\($0 * 7 % 211),2023-0\($0 % 9 + 1)-1\($0 % 9) 0\($0 % 9):00,\($0 % 50).25\n" }
    try folder.write(header + rows.joined(), to: "a.csv")
    for order in ["row", "customer_day"] {
      let settings = "ingest: {order_is: \(order)}"
      let plain = try ingest(["a.csv"], in: folder, settings: settings, blockSize: 1 << 12)
      let spilled = try ingest(
        ["a.csv"], in: folder, settings: settings, blockSize: 1 << 12,
        memory: LineMemory(bytes: 1, folder: folder.path(of: ".")), threads: 3)
      #expect(plain.orderIDs == spilled.orderIDs && !plain.orderIDs.contains(nil))
      #expect(Set(plain.orderIDs).count == (order == "row" ? 5_000 : plain.orders.count))
    }
  }

  @Test("without an order id, the error names the setting")
  func hint() {
    let error = #expect(throws: MappingError.self) { try ingest(header + "K1,2023-01-05,60\n") }
    #expect(error?.description.contains("ingest.order_is to row") == true)
    #expect(error?.description.contains("inspect 1.csv --save-mapping mapping.json") == true)
  }
}
