/// Sums over the purchase lines of one customer's history. All of them are whole numbers, so that no order of adding
/// changes them.
struct HistoryBasket {
  private(set) var lines = 0
  /// Lines whose product was first bought in another order.
  private(set) var repeats = 0
  private(set) var products = 0
  /// Millionths of a unit.
  private(set) var quantity: Int64 = 0
  /// By local product: the local order that had it first; −1 for none.
  private var firstOrder: [Int32] = []
  /// Products with an entry, to be cleared.
  private var known: [Int32] = []

  /// Starts anew with a customer of at most `limit` products.
  mutating func begin(atMost limit: Int) {
    removeAll()
    if firstOrder.count < limit { firstOrder = [Int32](repeating: -1, count: limit * 3 / 2) }
  }

  /// Forgets the lines, not the customer.
  mutating func removeAll() {
    for product in known { firstOrder[Int(product)] = -1 }
    known.removeAll(keepingCapacity: true)
    (lines, repeats, products, quantity) = (0, 0, 0, 0)
  }

  /// Adds the next purchase line in order of time.
  mutating func add(order: Int32, product: Int32, quantity: Int64) {
    lines += 1
    self.quantity = Millionths.sum(self.quantity, quantity)
    let first = firstOrder[Int(product)]
    if first < 0 {
      firstOrder[Int(product)] = order
      known.append(product)
      products += 1
    } else if first != order {
      repeats += 1
    }
  }
}
