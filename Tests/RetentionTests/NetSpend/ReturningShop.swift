import CivilTime
import Numerics
import Retention
import Tables

/// Random purchases and returns of few products at few prices, so that every rule of matching applies often, and often
/// several lines fit.
struct ReturningShop {
  private var random: PhiloxGenerator
  private var shop = Shop()
  private let start: Int64
  private let days: Int
  private var nextOrder: Int32 = 0

  private static let prices = [1.0, 2.5, 10, 0.333_333_3]

  /// - Parameter days: from `start`; most times are midnights.
  static func lines(seed: UInt64, customers: Int, from start: Snapshot, days: Int = 120) -> TransactionLines {
    var maker = ReturningShop(random: PhiloxGenerator(seed: seed), start: start.time, days: days)
    for customer in 0..<customers { maker.addHistory(Int32(customer)) }
    return maker.shop.lines
  }

  private init(random: PhiloxGenerator, start: Int64, days: Int) {
    (self.random, self.start, self.days) = (random, start, days)
  }

  private mutating func addHistory(_ customer: Int32) {
    var orders: [(id: Int32, value: Double)] = []
    for _ in 0..<[1, 2, 4, 9, 16][random.index(below: 5)] { orders.append(addOrder(customer)) }
    for _ in 0..<[0, 1, 3, 8, 12][random.index(below: 5)] { addReturn(customer, orders) }
  }

  private mutating func time() -> Int64 {
    let day = start + Int64(random.index(below: days)) * Microseconds.day
    return random.index(below: 3) == 0 ? day + Int64(random.uniform() * Double(Microseconds.day)) : day
  }

  private mutating func product() -> Int32 { Int32(random.index(below: 5)) - 1 }
  private mutating func price() -> Double { Self.prices[random.index(below: Self.prices.count)] }
  private mutating func quantity() -> Double {
    Double(1 + random.index(below: 8)) / (random.index(below: 4) == 0 ? 4 : 1)
  }

  private mutating func addOrder(_ customer: Int32) -> (id: Int32, value: Double) {
    nextOrder += 1
    // Ids do not ascend with time.
    let id = nextOrder &* 7919 % 100_003
    let begin = time()
    var value = 0.0
    for _ in 0...random.index(below: 4) {
      let (quantity, price) = (quantity(), price())
      value += quantity * price
      // Some orders grow for days, and so after some of their lines came back.
      let later = random.index(below: 4) == 0 ? Int64(random.index(below: 20)) * Microseconds.day : 0
      shop.add(customer, order: id, product: product(), at: begin + later, quantity: quantity, price: price)
    }
    return (id, value)
  }

  private mutating func addReturn(_ customer: Int32, _ orders: [(id: Int32, value: Double)]) {
    let order = orders[random.index(below: orders.count)]
    let isOwnOrder = random.index(below: 3) == 0
    let isWhole = random.index(below: 4) == 0
    nextOrder += 1
    shop.add(
      customer, order: isOwnOrder ? order.id : 200_000 + nextOrder,
      product: isWhole && random.index(below: 2) == 0 ? 99 : product(), at: time(),
      quantity: isWhole ? -1 : -quantity(), price: isWhole ? order.value : price(), isReturn: true)
  }
}
