import Numerics

/// Sums and counts of the points of each cluster, or changes of them.
struct ClusterSums: Mergeable {
  let features: Int
  /// Cluster by cluster.
  var sums: [Double]
  var counts: [Int]

  init(clusters: Int, features: Int) {
    self.features = features
    sums = [Double](repeating: 0, count: clusters * features)
    counts = [Int](repeating: 0, count: clusters)
  }
}

extension ClusterSums {
  /// Moves point `row` between clusters; −1 is no cluster.
  mutating func move(
    _ row: Int, of elements: UnsafeBufferPointer<Float>, rows: Int, from old: Int32, to new: Int32
  ) {
    let features = features
    sums.withUnsafeMutableBufferPointer { sums in
      let target = sums.baseAddress! + Int(new) * features
      if old >= 0 {
        let source = sums.baseAddress! + Int(old) * features
        for feature in 0..<features { source[feature] -= Double(elements[feature * rows + row]) }
      }
      for feature in 0..<features { target[feature] += Double(elements[feature * rows + row]) }
    }
    if old >= 0 { counts[Int(old)] -= 1 }
    counts[Int(new)] += 1
  }

  mutating func merge(_ other: ClusterSums) {
    for index in sums.indices { sums[index] += other.sums[index] }
    for index in counts.indices { counts[index] += other.counts[index] }
  }
}
