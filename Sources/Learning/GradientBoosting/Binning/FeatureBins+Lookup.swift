import Numerics

extension FeatureBins {
  /// A missing value that training never saw is read as 0, as LightGBM does.
  package func bin(of value: Float) -> UInt8 {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1) { bin in
      withUnsafePointer(to: value) { fillBins($0, count: 1, into: bin.baseAddress!) }
      return bin[0]
    }
  }

  /// Writes the bins of `count` values, one byte each.
  func fillBins(_ values: UnsafePointer<Float>, count: Int, into output: UnsafeMutablePointer<UInt8>) {
    if let categories {
      for row in 0..<count { (output + row).initialize(to: categoryBin(values[row], categories)) }
      return
    }
    let missing = UInt8(hasMissing ? numericBins : edges.count { $0 < 0 })
    withSearchTree { tree, levels in
      switch levels {
      case 8: search(tree, levels: 8, values, count, missing, output)
      default: search(tree, levels: levels, values, count, missing, output)
      }
    }
  }

  private func categoryBin(_ value: Float, _ categories: [Int]) -> UInt8 {
    guard value > -1 && value < 65_536 else { return UInt8(categories.count) }
    let wanted = Int(value)
    let place = categories.partitioningIndex { $0 >= wanted }
    return UInt8(place < categories.count && categories[place] == wanted ? place : categories.count)
  }

  /// Keys of the edges, filled up with that of +infinity to 2^levels − 1, so that a search has the same steps for every
  /// value.
  private func withSearchTree(_ body: (_ tree: UnsafePointer<Int32>, _ levels: Int) -> Void) {
    var levels = 0
    while 1 << levels <= edges.count { levels += 1 }
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: 1 << levels) { tree in
      tree.initialize(repeating: key(.infinity))
      for (place, edge) in edges.enumerated() { tree[place] = key(edge) }
      body(tree.baseAddress!, levels)
    }
  }
}

/// A whole number that sorts like the float; both zeros have one.
@inline(__always)
private func key(_ value: Float) -> Int32 {
  let bits = Int32(bitPattern: (value + 0).bitPattern)
  return bits ^ (bits >> 31 & .max)
}

/// Counts the edges below each value by halving. Signs in place of comparisons: a branch would be mispredicted half of
/// the time, and without one the searches of neighbors overlap.
@inline(__always)
private func search(
  _ tree: UnsafePointer<Int32>, levels: Int, _ values: UnsafePointer<Float>, _ count: Int, _ missing: UInt8,
  _ output: UnsafeMutablePointer<UInt8>
) {
  for row in 0..<count {
    let wanted = Int(key(values[row]))
    var place = 0
    var step = 1 << levels
    for _ in 0..<levels {
      step >>= 1
      place &+= step & ((Int(tree[place &+ step &- 1]) &- wanted) >> 63)
    }
    (output + row).initialize(to: values[row].isNaN ? missing : UInt8(truncatingIfNeeded: place))
  }
}
