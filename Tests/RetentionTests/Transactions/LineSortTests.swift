import Foundation
import Numerics
import Retention
import Tables
import TestSupport
import Testing

@Suite struct LineSortTests {
  /// Lines of many customers in any order: more than one part, ties in time, shared orders, no products.
  private static func lines(_ count: Int, customers: Int, seed: UInt64) -> TransactionLines {
    var random = PhiloxGenerator(seed: seed)
    var lines = TransactionLines()
    lines.customerCount = customers
    for _ in 0..<count {
      // One customer has a tenth of all lines, some have none.
      let customer = random.bernoulli(0.1) ? 7 : random.index(below: customers) / 3 * 3
      lines.customer.append(Int32(min(customer, customers - 1)))
      lines.order.append(Int32(random.index(below: 400)))
      lines.product.append(Int32(random.index(below: 50)) - 1)
      lines.time.append(Int64(random.index(below: 90)) * 1_000_000)
      lines.quantity.append(Double(random.index(below: 9)) - 2)
      lines.unitPrice.append(random.uniform())
      lines.isReturn.append(random.bernoulli(0.2))
    }
    return lines
  }

  /// The definition: a stable sort of row numbers, then dictionaries.
  private static func expected(_ lines: TransactionLines) -> (
    rows: [Int], order: [Int32], product: [Int32], begins: [Bool]
  ) {
    let rows = (0..<lines.count).sorted { a, b in
      (lines.customer[a], lines.time[a], lines.order[a], a) < (lines.customer[b], lines.time[b], lines.order[b], b)
    }
    var (orders, products) = ([Int32: [Int32: Int32]](), [Int32: [Int32: Int32]]())
    var begun: Set<[Int32]> = []
    var (order, product, begins) = ([Int32](), [Int32](), [Bool]())
    for row in rows {
      let customer = lines.customer[row]
      let nextOrder = Int32(orders[customer, default: [:]].count)
      order.append(orders[customer, default: [:]][lines.order[row]] ?? nextOrder)
      orders[customer, default: [:]][lines.order[row]] = order[order.count - 1]
      let nextProduct = Int32(products[customer, default: [:]].count)
      product.append(products[customer, default: [:]][lines.product[row]] ?? nextProduct)
      products[customer, default: [:]][lines.product[row]] = product[product.count - 1]
      begins.append(!lines.isReturn[row] && begun.insert([customer, lines.order[row]]).inserted)
    }
    return (rows, order, product, begins)
  }

  @Test("sorted as the definition says, in memory and in files, for any number of threads")
  func definition() throws {
    let folder = try TemporaryFolder()
    let lines = Self.lines(230_000, customers: 3000, seed: 5)
    let expected = Self.expected(lines)
    for (place, threads) in [(ColumnPlace.memory, 1), (.memory, 4), (.file(folder: folder.path), 2)] {
      let histories = try CustomerHistories(sorting: lines, in: place, context: .threads(threads))
      let sorted = histories.lines
      #expect(sorted.time.elementsEqual(expected.rows.map { lines.time[$0] }))
      #expect(sorted.order.elementsEqual(expected.rows.map { lines.order[$0] }))
      #expect(sorted.quantity.elementsEqual(expected.rows.map { lines.quantity[$0] }))
      #expect(sorted.unitPrice.elementsEqual(expected.rows.map { lines.unitPrice[$0] }))
      #expect(sorted.isReturn.elementsEqual(expected.rows.map { lines.isReturn[$0] }))
      #expect(sorted.localOrder.elementsEqual(expected.order))
      #expect(sorted.localProduct.elementsEqual(expected.product))
      #expect(sorted.beginsOrder.elementsEqual(expected.begins))
      let customers = expected.rows.map { lines.customer[$0] }
      for customer in 0..<3000 {
        #expect(customers[histories.lineRange(of: customer)].allSatisfy { $0 == Int32(customer) })
      }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }
}
