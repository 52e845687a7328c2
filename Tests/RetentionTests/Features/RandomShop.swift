import CivilTime
import Numerics
import Retention

/// Histories with every awkward thing a shop's log has, around one snapshot.
struct RandomShop {
  let snapshot: Snapshot
  private var random: PhiloxGenerator
  private var shop = Shop()
  private var nextOrder: Int32 = 0

  /// Ages in days on which definitions turn; 0 is S itself.
  private static let edges: [Double] = [0, 30, 60, 90, 120, 150, 180, 10, 10, 10.5, 181]

  static func lines(seed: UInt64, customers: Int, at snapshot: Snapshot) -> TransactionLines {
    var maker = RandomShop(snapshot: snapshot, random: PhiloxGenerator(seed: seed))
    for customer in 0..<customers { maker.addHistory(Int32(customer)) }
    return maker.shop.lines
  }

  private init(snapshot: Snapshot, random: PhiloxGenerator) {
    self.snapshot = snapshot
    self.random = random
  }

  private mutating func addHistory(_ customer: Int32) {
    let orders = [1, 1, 2, 3, 5, 9, 24][random.index(below: 7)]
    var previous: Int64?
    for _ in 0..<orders {
      // Now and then in the very microsecond of the order before.
      let time = random.index(below: 4) == 0 ? previous ?? orderTime() : orderTime()
      previous = time
      addOrder(customer, at: time)
    }
    // A return may be all that there is.
    if random.index(below: 3) == 0 { addReturn(customer) }
  }

  private mutating func orderTime() -> Int64 {
    switch random.index(below: 3) {
    case 0: snapshot.before(days: Self.edges[random.index(below: Self.edges.count)])
    case 1: snapshot.before(days: Self.edges[random.index(below: Self.edges.count)]) + Int64(random.index(below: 3)) - 1
    default: snapshot.before(days: random.uniform() * 260 - 20)
    }
  }

  private mutating func addOrder(_ customer: Int32, at time: Int64) {
    let order = nextOrder
    // Ids do not ascend with time.
    nextOrder += 1
    for _ in 0...random.index(below: 4) {
      // Some orders grow over hours, or over the edge of the window and past S.
      let later = random.index(below: 3) == 0 ? Int64(random.uniform() * 3 * Double(Microseconds.day)) : 0
      shop.add(
        customer, order: order &* 7919 % 100_003, product: Int32(random.index(below: 12)) - 1, at: time + later,
        quantity: Double(1 + random.index(below: 20)), price: (random.uniform() * 5000).rounded() / 100 + 0.01)
    }
    if random.index(below: 5) == 0 { addReturn(customer) }
  }

  private mutating func addReturn(_ customer: Int32) {
    shop.add(
      customer, order: 200_000 + nextOrder, product: Int32(random.index(below: 12)) - 1, at: orderTime(),
      quantity: -Double(1 + random.index(below: 5)), price: 1 + random.uniform(), isReturn: true)
  }
}
