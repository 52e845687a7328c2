/// Numbers 64-bit keys 0, 1, 2, … in order of appearance; starts anew for each customer without clearing the table.
struct KeyNumbers {
  private var slots = [Slot](repeating: Slot(), count: 64)
  private var shift = 58
  private var owner: Int32 = 1
  /// Distinct keys so far.
  private(set) var count: Int32 = 0

  private struct Slot {
    var key: UInt64 = 0
    var number: Int32 = 0
    /// Whose key it is; 0 for nobody's.
    var owner: Int32 = 0
  }

  /// Forgets all keys.
  mutating func removeAll() {
    count = 0
    if owner == .max {
      slots = [Slot](repeating: Slot(), count: slots.count)
      owner = 0
    }
    owner += 1
  }

  /// The number of a key; −1 for a new one.
  func find(_ key: UInt64) -> Int32 {
    let slot = slots[place(of: key)]
    return slot.owner == owner ? slot.number : -1
  }

  /// The number of a key, which may be new.
  mutating func number(of key: UInt64) -> Int32 {
    let found = place(of: key)
    if slots[found].owner == owner { return slots[found].number }
    slots[found] = Slot(key: key, number: count, owner: owner)
    count += 1
    if Int(count) * 2 > slots.count { grow() }
    return count - 1
  }

  /// Where a key is, or where it belongs.
  private func place(of key: UInt64) -> Int {
    // The high bits of the product: the low bits of prices and round amounts are mostly zero.
    var place = Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) >> UInt64(shift))
    while slots[place].owner == owner, slots[place].key != key { place = (place + 1) & (slots.count - 1) }
    return place
  }

  private mutating func grow() {
    let old = slots
    slots = [Slot](repeating: Slot(), count: old.count * 4)
    shift -= 2
    for slot in old where slot.owner == owner { slots[place(of: slot.key)] = slot }
  }
}
