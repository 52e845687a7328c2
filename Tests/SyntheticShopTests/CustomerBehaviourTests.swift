import Foundation
import Numerics
import SyntheticShop
import Testing

/// Orders and revenue of a clean shop of 5,000 customers, by customer.
private struct Histories {
  struct Order {
    var time: Int64
    var pence: Int64 = 0
    var pieces = 0
    var lines = 0
    var day: Int { Int(time / 86_400_000_000) }
    var hour: Int { Int(time / 3_600_000_000 % 24) }
    /// 0 is Monday; 1970-01-01 was a Thursday.
    var weekday: Int { (day + 3) % 7 }
    /// 1...12.
    var month: Int { calendar.component(.month, from: Date(timeIntervalSince1970: Double(time) / 1e6)) }
  }

  let kinds: [CustomerKind]
  /// Orders of each customer, in time order.
  var orders: [[Order]]
  /// Number of lines returned by each customer.
  var returned: [Int]

  static let shared = Result { try Histories() }

  private init() throws {
    let sample = try Sample(customers: 5000) { $0.dirt = .none }
    let block = sample.block
    kinds = (0..<5000).map(sample.shop.kind(ofCustomer:))
    orders = Array(repeating: [], count: 5000)
    returned = Array(repeating: 0, count: 5000)
    var last: Int64 = -1
    for line in 0..<block.count {
      let customer = Int(block.customers[line])
      guard block.quantities[line] > 0 else {
        returned[customer] += 1
        continue
      }
      if block.orderNumbers[line] != last { orders[customer].append(Order(time: block.times[line])) }
      last = block.orderNumbers[line]
      let order = orders[customer].count - 1
      orders[customer][order].pence += Int64(block.quantities[line]) * block.unitPrices[line]
      orders[customer][order].pieces += Int(block.quantities[line])
      orders[customer][order].lines += 1
    }
  }

  func customers(_ kind: CustomerKind) -> [Int] { kinds.indices.filter { kinds[$0] == kind } }

  func orders(of kind: CustomerKind) -> [Order] { customers(kind).flatMap { orders[$0] } }

  func revenue(_ customer: Int) -> Double { Double(orders[customer].reduce(0) { $0 + $1.pence }) }
}

private let calendar: Calendar = {
  var calendar = Calendar(identifier: .gregorian)
  calendar.timeZone = TimeZone(identifier: "UTC")!
  return calendar
}()

private func share<Element>(_ elements: [Element], where condition: (Element) -> Bool) -> Double {
  Double(elements.count(where: condition)) / Double(elements.count)
}

private func mean(_ values: [Double]) -> Double {
  values.reduce(0, +) / Double(values.count)
}

@Suite("Behavior of kinds of customers") struct CustomerBehaviourTests {
  private let histories: Histories

  init() throws {
    histories = try Histories.shared.get()
  }

  @Test("one-time customers buy exactly once")
  func oneTime() {
    #expect(histories.customers(.oneTime).allSatisfy { histories.orders[$0].count == 1 })
  }

  @Test(
    "seasonal customers place three quarters of their orders from October to December, regular ones fewer than half")
  func seasonal() {
    #expect(share(histories.orders(of: .seasonal)) { $0.month >= 10 } > 0.75)
    #expect(share(histories.orders(of: .regular)) { $0.month >= 10 } < 0.5)
  }

  @Test(
    "wholesale customers order on weekdays, in large quantities, and bring in far more revenue each than regular ones")
  func wholesale() {
    let wholesale = histories.orders(of: .wholesale)
    #expect(wholesale.allSatisfy { $0.weekday < 5 })
    let pieces = { (orders: [Histories.Order]) in mean(orders.map { Double($0.pieces) / Double($0.lines) }) }
    #expect(pieces(wholesale) > 5 * pieces(histories.orders(of: .regular)))
    let revenue = mean(histories.customers(.wholesale).map(histories.revenue))
    #expect(revenue > 10 * mean(histories.customers(.regular).map(histories.revenue)))
  }

  @Test("returners return about a third of their lines, regular customers a few percent")
  func returners() {
    func rate(_ kind: CustomerKind) -> Double {
      let customers = histories.customers(kind)
      let bought = customers.flatMap { histories.orders[$0] }.reduce(0) { $0 + $1.lines }
      return Double(customers.reduce(0) { $0 + histories.returned[$1] }) / Double(bought)
    }
    #expect((0.2...0.4).contains(rate(.returner)))
    #expect((0.005...0.05).contains(rate(.regular)))
  }

  @Test("gaps of lapsing customers grow, and more of them than of regular ones are gone at the end")
  func lapsing() {
    func growth(_ kind: CustomerKind) -> Double {
      let long = histories.customers(kind).map { histories.orders[$0] }.filter { $0.count >= 4 }
      let first = mean(long.map { Double($0[1].time - $0[0].time) })
      return mean(long.map { Double($0[3].time - $0[2].time) }) / first
    }
    #expect(growth(.lapsing) > 1.3)
    #expect(growth(.regular) < growth(.lapsing))
    let end = histories.orders.joined().map(\.day).max()!
    func gone(_ kind: CustomerKind) -> Double {
      share(histories.customers(kind)) { histories.orders[$0].last!.day < end - 90 }
    }
    #expect(gone(.lapsing) > gone(.regular) + 0.15)
  }
}

@Suite("Behavior of the shop") struct ShopBehaviourTests {
  private let histories: Histories

  init() throws {
    histories = try Histories.shared.get()
  }

  @Test("the top fifth of customers account for 60 to 90 percent of revenue")
  func concentration() {
    let revenue = histories.orders.indices.map(histories.revenue).sorted(by: >)
    let top = revenue.prefix(revenue.count / 5).reduce(0, +) / revenue.reduce(0, +)
    #expect((0.6...0.9).contains(top))
  }

  @Test("between half and three quarters of the customers come back")
  func repeatRate() {
    #expect((0.5...0.75).contains(share(histories.orders) { $0.count > 1 }))
  }

  @Test("November is the busiest month, about twice February")
  func seasons() {
    var months = [Int](repeating: 0, count: 13)
    // December is left out, because the 13 months have it twice.
    for order in histories.orders.joined() { months[order.month] += 1 }
    #expect(months[1...11].max() == months[11])
    #expect((1.6...3.5).contains(Double(months[11]) / Double(months[2])))
  }

  @Test("nobody buys at night or at Christmas, and Saturdays are quiet")
  func openingTimes() {
    let orders = Array(histories.orders.joined())
    #expect(orders.allSatisfy { (7...20).contains($0.hour) })
    #expect((0.3...0.7).contains(share(orders) { (10...13).contains($0.hour) }))
    #expect((0.01...0.08).contains(share(orders) { $0.weekday == 5 }))
    let christmas = Int(
      calendar.date(from: DateComponents(year: 2024, month: 12, day: 25))!.timeIntervalSince1970 / 86_400)
    #expect(orders.allSatisfy { $0.day != christmas && $0.day != christmas + 1 })
  }

  @Test("orders have about as many lines as the settings say", arguments: [4.0, 18.0])
  func linesPerOrder(setting: Double) throws {
    let summary = try Sample(customers: 1500) {
      $0.linesPerOrder = setting
      $0.dirt = .none
    }.block.summary
    let perOrder = Double(summary.lines - summary.cancellationLines - summary.plainReturnLines) / Double(summary.orders)
    #expect((0.85...1.3).contains(perOrder / setting))
  }

  @Test("a few products sell far better than most")
  func popularity() throws {
    let block = try Sample(customers: 2000).block
    var sales = [Int](repeating: 0, count: block.catalogue.count)
    for product in block.products { sales[Int(product)] += 1 }
    let top = sales.sorted(by: >).prefix(sales.count / 10).reduce(0, +)
    #expect((0.35...0.65).contains(Double(top) / Double(block.count)))
  }

  @Test("churn within 90 days can be predicted from recency and order count, but not perfectly")
  func churnIsLearnable() {
    let end = histories.orders.joined().map(\.day).max()!
    let snapshot = end - 90
    var stayed: [Double] = []
    var left: [Double] = []
    for orders in histories.orders {
      let past = orders.filter { $0.day < snapshot && $0.day >= snapshot - 180 }
      guard let last = past.last else { continue }
      let score = Double(snapshot - last.day) / 30 - 1.5 * Double(past.count).squareRoot()
      if orders.contains(where: { $0.day >= snapshot }) { stayed.append(score) } else { left.append(score) }
    }
    #expect((0.3...0.6).contains(Double(left.count) / Double(left.count + stayed.count)))
    let wins = left.reduce(0.0) { sum, score in sum + Double(stayed.count { $0 < score }) }
    #expect((0.68...0.85).contains(wins / Double(left.count * stayed.count)))
  }
}
