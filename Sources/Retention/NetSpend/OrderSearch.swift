/// Finds the latest order of a customer, or the latest one of which exactly an amount is left.
///
/// Orders enter the heaps when what is left of them changes, and leave when they come to the top and are out of date.
struct OrderSearch {
  private var heaps = OrderHeaps()
  /// Root of the heap of orders of which anything is left, and of some of which nothing is.
  private var all = OrderHeaps.empty
  /// Whether each order is in it.
  private var isInAll: [Bool] = []
  /// Numbers of amounts.
  private var amounts = KeyNumbers()
  /// Root of the heap of orders with each amount, by its number.
  private var roots: [Int32] = []
  /// Orders that have changed since they last entered the heaps of amounts; entering is put off until a search.
  private var changed: [Int32] = []
  private var isChanged: [Bool] = []

  /// Starts anew with another customer.
  mutating func begin() {
    heaps.removeAll()
    all = OrderHeaps.empty
    isInAll.removeAll(keepingCapacity: true)
    amounts.removeAll()
    roots.removeAll(keepingCapacity: true)
    changed.removeAll(keepingCapacity: true)
    isChanged.removeAll(keepingCapacity: true)
  }

  /// What is left of an order has changed.
  mutating func noteChange(of place: Int32) {
    let index = Int(place)
    if index == isInAll.count {
      isInAll.append(false)
      isChanged.append(false)
    }
    if !isInAll[index] {
      isInAll[index] = true
      all = heaps.inserting(place, into: all)
    }
    if !isChanged[index] {
      isChanged[index] = true
      changed.append(place)
    }
  }

  /// The latest order of which anything is left; nil for none.
  mutating func latest(_ ledger: borrowing PurchaseLedger) -> Int? {
    while all != OrderHeaps.empty {
      let place = Int(heaps.latest(all))
      if ledger.orders[place].isLeft { return place }
      isInAll[place] = false
      all = heaps.removingLatest(all)
    }
    return nil
  }

  /// The latest order of which exactly `amount` is left; nil for none.
  mutating func latest(of amount: Int64, _ ledger: borrowing PurchaseLedger) -> Int? {
    enterChanged(ledger)
    let number = Int(amounts.find(UInt64(bitPattern: amount)))
    guard number >= 0 else { return nil }
    while roots[number] != OrderHeaps.empty {
      let place = Int(heaps.latest(roots[number]))
      if ledger.orders[place].amount == amount { return place }
      roots[number] = heaps.removingLatest(roots[number])
    }
    return nil
  }

  private mutating func enterChanged(_ ledger: borrowing PurchaseLedger) {
    for place in changed {
      isChanged[Int(place)] = false
      let order = ledger.orders[Int(place)]
      guard order.isLeft else { continue }
      let number = Int(amounts.number(of: UInt64(bitPattern: order.amount)))
      if number == roots.count { roots.append(OrderHeaps.empty) }
      roots[number] = heaps.inserting(place, into: roots[number])
    }
    changed.removeAll(keepingCapacity: true)
  }
}
