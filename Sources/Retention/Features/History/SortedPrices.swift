/// The unit prices of one customer's purchase lines in ascending order, to which later lines are merged.
struct SortedPrices {
  private struct Entry {
    var price: Double
    var line: Int32
  }

  /// Sorted up to `sorted`.
  private var entries: [Entry] = []
  private var sorted = 0
  private var merged: [Entry] = []

  /// Starts anew with another customer.
  mutating func begin() {
    entries.removeAll(keepingCapacity: true)
    sorted = 0
  }

  mutating func add(_ price: Double, line: Int) {
    entries.append(Entry(price: price, line: Int32(truncatingIfNeeded: line)))
  }

  /// Median over all lines; NaN for none.
  mutating func median() -> Double {
    guard !entries.isEmpty else { return .nan }
    sort()
    return (entries[(entries.count - 1) / 2].price + entries[entries.count / 2].price) / 2
  }

  /// Median over the `count` lines that `isIncluded` names; NaN for none.
  mutating func median(of count: Int, where isIncluded: (_ line: Int) -> Bool) -> Double {
    guard count > 0 else { return .nan }
    sort()
    var (seen, lower) = (0, 0.0)
    for entry in entries where isIncluded(Int(entry.line)) {
      if seen == (count - 1) / 2 { lower = entry.price }
      if seen == count / 2 { return (lower + entry.price) / 2 }
      seen += 1
    }
    preconditionFailure("fewer lines than counted")
  }

  private mutating func sort() {
    guard sorted < entries.count else { return }
    sortTail()
    if sorted > 0, entries[sorted].price < entries[sorted - 1].price { merge() }
    sorted = entries.count
  }

  private mutating func sortTail() {
    guard entries.count - sorted <= 24 else { return entries[sorted...].sort { $0.price < $1.price } }
    // Insertion: most customers have few lines between two snapshots.
    for index in sorted + 1..<max(entries.count, sorted + 1) {
      let entry = entries[index]
      var place = index
      while place > sorted, entries[place - 1].price > entry.price {
        entries[place] = entries[place - 1]
        place -= 1
      }
      entries[place] = entry
    }
  }

  private mutating func merge() {
    merged.removeAll(keepingCapacity: true)
    var (left, right) = (0, sorted)
    while left < sorted && right < entries.count {
      let takesRight = entries[right].price < entries[left].price
      merged.append(entries[takesRight ? right : left])
      if takesRight { right += 1 } else { left += 1 }
    }
    merged.append(contentsOf: entries[left..<sorted])
    merged.append(contentsOf: entries[right...])
    swap(&merged, &entries)
  }
}
