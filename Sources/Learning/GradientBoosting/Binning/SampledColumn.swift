/// The numbers of a column among the sampled rows, as keys that sort like them.
///
/// A key is the float's bits with the sign turned so that unsigned order is numeric order; −0 is 0.
struct SampledColumn {
  private var keys: [UInt32] = []
  /// Weight of each key; nil where every row counts once.
  private var weights: [Double]?

  /// - Parameter rows: those to look at; nil for all.
  init(_ values: UnsafeBufferPointer<Float>, weights: [Double]?, rows: [Int32]?) {
    keys.reserveCapacity(rows?.count ?? values.count)
    if weights != nil { self.weights = [] }
    func take(_ row: Int) {
      guard !values[row].isNaN else { return }
      keys.append(Self.key(values[row]))
      if let weights { self.weights?.append(weights[row]) }
    }
    if let rows { for row in rows { take(Int(row)) } } else { for row in values.indices { take(row) } }
  }

  /// Distinct numbers in ascending order with the weight of each, summed in the order of the rows.
  func distinctValues() -> [WeightedValue] {
    if let weights {
      let order = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
      return merged(order.lazy.map { (keys[$0], weights[$0]) })
    }
    return merged(radixSorted(keys).lazy.map { ($0, 1) })
  }

  private func merged(_ sorted: some Sequence<(key: UInt32, weight: Double)>) -> [WeightedValue] {
    var distinct: [WeightedValue] = []
    var last: UInt32?
    for pair in sorted {
      if pair.key == last {
        distinct[distinct.count - 1].weight += pair.weight
      } else {
        distinct.append(WeightedValue(value: Self.value(pair.key), weight: pair.weight))
        last = pair.key
      }
    }
    return distinct
  }

  private static func key(_ value: Float) -> UInt32 {
    let bits = (min(max(value, -.greatestFiniteMagnitude), .greatestFiniteMagnitude) + 0).bitPattern
    return bits >> 31 == 1 ? ~bits : bits | 1 << 31
  }

  private static func value(_ key: UInt32) -> Float {
    Float(bitPattern: key >> 31 == 1 ? key & ~(1 << 31) : ~key)
  }
}

/// Ascending, by three passes over 11 bits from the lowest.
private func radixSorted(_ keys: [UInt32]) -> [UInt32] {
  guard keys.count > 256 else { return keys.sorted() }
  var source = keys
  var target = [UInt32](repeating: 0, count: keys.count)
  for shift in [UInt32(0), 11, 22] {
    var starts = [Int](repeating: 0, count: 2048)
    for key in source { starts[Int(key >> shift & 2047)] += 1 }
    var before = 0
    for digit in 0..<2048 { (starts[digit], before) = (before, before + starts[digit]) }
    for key in source {
      let digit = Int(key >> shift & 2047)
      target[starts[digit]] = key
      starts[digit] += 1
    }
    swap(&source, &target)
  }
  return source
}
