import Numerics

/// Sorts the lines of some neighboring customers, and numbers their orders and products.
///
/// Before, the columns `localOrder` and `localProduct` hold the lines' customers and products.
struct PartSorter {
  private let lines: LinePointers
  private let offsets: [Int]
  private let customers: Range<Int>
  private let start: Int
  private let count: Int

  init(_ lines: LinePointers, offsets: [Int], customers: Range<Int>) {
    self.lines = lines
    self.offsets = offsets
    self.customers = customers
    start = offsets[customers.lowerBound]
    count = offsets[customers.upperBound] - start
  }

  /// - Returns: by customer, the number of the product of lines without one; −1 where every line has a product.
  func sort() -> [Int32] {
    guard count > 0 else { return customers.map { _ in -1 } }
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { permutation in
      groupByCustomer(permutation)
      sortByTime(permutation)
      withUnsafeTemporaryAllocation(of: Int64.self, capacity: count) { scratch in
        let scratch = UnsafeMutableRawPointer(scratch.baseAddress!)
        permute(lines.order, permutation, scratch)
        permute(lines.localProduct, permutation, scratch)
        permute(lines.time, permutation, scratch)
        permute(lines.quantity, permutation, scratch)
        permute(lines.unitPrice, permutation, scratch)
        permute(lines.isReturn, permutation, scratch)
      }
    }
    return number()
  }

  /// A stable counting sort.
  private func groupByCustomer(_ permutation: UnsafeMutableBufferPointer<Int32>) {
    let customer = lines.localOrder + start
    var next = offsets[customers].map { $0 - start }
    next.withUnsafeMutableBufferPointer { next in
      for line in 0..<count {
        let slot = Int(customer[line]) - customers.lowerBound
        permutation[next[slot]] = Int32(truncatingIfNeeded: line)
        next[slot] += 1
      }
    }
  }

  /// Most logs come in order of time, so most customers are sorted already.
  private func sortByTime(_ permutation: UnsafeMutableBufferPointer<Int32>) {
    let (time, order) = (lines.time + start, lines.order + start)
    func precedes(_ first: Int32, _ second: Int32) -> Bool {
      let (a, b) = (Int(first), Int(second))
      if time[a] != time[b] { return time[a] < time[b] }
      if order[a] != order[b] { return order[a] < order[b] }
      return a < b
    }
    for customer in customers {
      let range = offsets[customer] - start..<offsets[customer + 1] - start
      guard range.count > 1 else { continue }
      let isSorted = (range.lowerBound + 1..<range.upperBound).allSatisfy {
        !precedes(permutation[$0], permutation[$0 - 1])
      }
      if isSorted { continue }
      var own = UnsafeMutableBufferPointer(rebasing: permutation[range])
      own.sort(by: precedes)
    }
  }

  private func permute<Element: BitwiseCopyable>(
    _ column: UnsafeMutablePointer<Element>, _ permutation: UnsafeMutableBufferPointer<Int32>,
    _ scratch: UnsafeMutableRawPointer
  ) {
    let own = column + start
    let copy = scratch.assumingMemoryBound(to: Element.self)
    copy.update(from: own, count: count)
    for line in 0..<count { own[line] = copy[Int(permutation[line])] }
  }

  private func number() -> [Int32] {
    var blankProducts: [Int32] = []
    blankProducts.reserveCapacity(customers.count)
    let (orders, products) = (LocalNumbers(), LocalNumbers())
    var hasBegun: [Bool] = []
    for customer in customers {
      let range = offsets[customer]..<offsets[customer + 1]
      orders.begin(atMost: range.count)
      products.begin(atMost: range.count)
      hasBegun.removeAll(keepingCapacity: true)
      // Lines of one order are mostly adjacent.
      var (lastOrder, lastNumber) = (Int32.min, Int32(0))
      var blankProduct: Int32 = -1
      for line in range {
        if lines.order[line] != lastOrder {
          lastOrder = lines.order[line]
          lastNumber = orders.number(of: lastOrder)
          if Int(lastNumber) == hasBegun.count { hasBegun.append(false) }
        }
        lines.localOrder[line] = lastNumber
        let product = lines.localProduct[line]
        lines.localProduct[line] = products.number(of: product)
        if product < 0 { blankProduct = lines.localProduct[line] }
        let begins = !lines.isReturn[line] && !hasBegun[Int(lastNumber)]
        lines.beginsOrder[line] = begins
        if begins { hasBegun[Int(lastNumber)] = true }
      }
      blankProducts.append(blankProduct)
    }
    return blankProducts
  }
}

/// Numbers codes 0, 1, 2, … in order of appearance; starts anew for each customer without clearing the table.
final class LocalNumbers {
  /// Code, number, and the customer it belongs to.
  private var slots: UnsafeMutablePointer<(code: Int32, number: Int32, owner: Int32)>
  private var mask = 0
  private var owner: Int32 = 0
  private var next: Int32 = 0

  init() {
    slots = .allocate(capacity: 1)
    slots.initialize(to: (0, 0, 0))
  }

  deinit { slots.deallocate() }

  /// - Parameter limit: most distinct codes of the customer.
  func begin(atMost limit: Int) {
    next = 0
    owner += 1
    guard limit * 2 > mask + 1 else { return }
    var capacity = 64
    while capacity < limit * 2 { capacity *= 2 }
    slots.deallocate()
    slots = .allocate(capacity: capacity)
    slots.initialize(repeating: (0, 0, 0), count: capacity)
    mask = capacity - 1
    owner = 1
  }

  func number(of code: Int32) -> Int32 {
    var slot = Int(UInt32(bitPattern: code) &* 0x9e37_79b1 >> 7) & mask
    while slots[slot].owner == owner {
      if slots[slot].code == code { return slots[slot].number }
      slot = (slot + 1) & mask
    }
    slots[slot] = (code, next, owner)
    next += 1
    return next - 1
  }
}
