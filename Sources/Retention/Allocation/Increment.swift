import Numerics

/// A step up a customer's upper hull of (cost, value): from one tier, or none, to the next dearer one worth its price.
struct Increment: Sendable {
  /// Ascending in falling efficiency Δvalue / Δcost: the complement of the bits of that positive number.
  var key: UInt64
  var customer: Int32
  /// −1 for none.
  var from: Int16
  var tier: Int16

  /// Value a unit of cost; infinite for what is free.
  var efficiency: Double { Double(bitPattern: ~key) }

  init(efficiency: Double, customer: Int, from: Int, tier: Int) {
    key = ~efficiency.bitPattern
    self.customer = Int32(customer)
    self.from = Int16(from)
    self.tier = Int16(tier)
  }
}

extension Increment {
  private static let digitBits: UInt64 = 11

  /// Sorts by key, equal keys in the order given: least significant digit first, in linear time.
  static func sort(_ increments: inout [Increment], _ context: ExecutionContext) throws(Cancelled) {
    var spare = increments
    for shift in stride(from: 0 as UInt64, to: 64, by: Int(digitBits)) {
      try context.checkCancellation()
      let isMoved = increments.withUnsafeBufferPointer { source in
        spare.withUnsafeMutableBufferPointer { target in scatter(source, to: target, shift: shift) }
      }
      if isMoved { swap(&increments, &spare) }
    }
  }

  /// - Returns: false, with nothing written, where all have the same digit.
  private static func scatter(
    _ source: UnsafeBufferPointer<Increment>, to target: UnsafeMutableBufferPointer<Increment>, shift: UInt64
  ) -> Bool {
    let mask: UInt64 = 1 << digitBits - 1
    return withUnsafeTemporaryAllocation(of: Int.self, capacity: 1 << Int(digitBits)) { next in
      next.initialize(repeating: 0)
      for increment in source { next[Int(increment.key >> shift & mask)] += 1 }
      if let first = source.first, next[Int(first.key >> shift & mask)] == source.count { return false }
      var place = 0
      for digit in next.indices {
        let count = next[digit]
        next[digit] = place
        place += count
      }
      for increment in source {
        let digit = Int(increment.key >> shift & mask)
        target[next[digit]] = increment
        next[digit] += 1
      }
      return true
    }
  }
}
