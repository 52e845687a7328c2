import Numerics

/// What Lloyd's algorithm remembers of the points between passes, for passes over only those that may change.
///
/// A point's *gap* is how much nearer its centroid is than the second nearest. Centroids that move by at most m₁ and m₂
/// can use up m₁ + m₂ of it, so a point keeps its cluster while the *drift*, the sum of these over the passes, is below
/// what it was when the gap was measured plus the gap (Hamerly 2010, with one bound instead of two and updated never).
struct AssignmentMemory {
  /// Cluster of each point; −1 before the first pass.
  let labels: UnsafeMutablePointer<Int32>
  /// The drift at which each point must be looked at again.
  let limits: UnsafeMutablePointer<Float>
  /// The least limit of each group.
  let groupLimits: UnsafeMutablePointer<Float>
}

extension KMeansKernel {
  /// Assigns those groups of `rows` whose limit the drift has reached.
  ///
  /// - Parameters:
  ///   - points: in; column-major.
  ///   - memory: in and out.
  ///   - sums: in and out; each point that changes its cluster is moved from one sum to the other.
  /// - Returns: points that changed their cluster.
  func reassign(
    _ rows: Range<Int>, of points: UnsafeBufferPointer<Float>, memory: AssignmentMemory, drift: Float,
    sums: inout ClusterSums
  ) -> Int {
    switch features {
    case 1: reassign(FeatureCount<1>.self, rows, points, memory, drift, &sums)
    case 2: reassign(FeatureCount<2>.self, rows, points, memory, drift, &sums)
    case 3: reassign(FeatureCount<3>.self, rows, points, memory, drift, &sums)
    case 4: reassign(FeatureCount<4>.self, rows, points, memory, drift, &sums)
    case 5: reassign(FeatureCount<5>.self, rows, points, memory, drift, &sums)
    case 6: reassign(FeatureCount<6>.self, rows, points, memory, drift, &sums)
    case 7: reassign(FeatureCount<7>.self, rows, points, memory, drift, &sums)
    case 8: reassign(FeatureCount<8>.self, rows, points, memory, drift, &sums)
    default: reassign(FeatureCount<0>.self, rows, points, memory, drift, &sums)
    }
  }

  @inline(__always)
  private func reassign<let fixed: Int>(
    _ count: FeatureCount<fixed>.Type, _ rows: Range<Int>, _ points: UnsafeBufferPointer<Float>,
    _ memory: AssignmentMemory, _ drift: Float, _ sums: inout ClusterSums
  ) -> Int {
    var changes = 0
    let (clusters, rounding) = (clusters, rounding)
    forEachGroup(rows, of: points) { group, first, size, centroids in
      guard !(memory.groupLimits[first / PointLanes.scalarCount] > drift) else { return }
      let found = count.nearest(group, centroids, clusters: clusters, features: features)
      let gaps = Self.gaps(found, rounding)
      memory.store(drift + gaps, first, size)
      changes += memory.relabel(found.cluster, first, size, points, &sums)
    }
    return changes
  }

  /// Relative error of a distance, several times over: what a gap must leave for the comparison in `Float` to come out
  /// the same as in a pass over all points.
  var rounding: Float { Float(features + 8) * 0x1p-22 }

  /// By how much second distances exceed first ones for certain; 0 where that is not certain.
  @inline(__always)
  private static func gaps(_ found: NearestLanes, _ rounding: Float) -> PointLanes {
    let gaps = found.second.squareRoot() * (1 - rounding) - found.least.squareRoot() * (1 + rounding)
    // Distances too great for a `Float` give NaN.
    return PointLanes().replacing(with: gaps, where: gaps .> 0)
  }
}

extension AssignmentMemory {
  @inline(__always)
  fileprivate func store(_ limits: PointLanes, _ first: Int, _ size: Int) {
    // Rounded down: a limit that is too low only costs time.
    let lowered = limits * (1 - 0x1p-22)
    groupLimits[first / PointLanes.scalarCount] = leastLane(lowered)
    if size == PointLanes.scalarCount {
      UnsafeMutableRawPointer(self.limits + first).storeBytes(of: lowered, as: PointLanes.self)
    } else {
      for lane in 0..<size { self.limits[first + lane] = lowered[lane] }
    }
  }

  @inline(__always)
  fileprivate func relabel(
    _ found: SIMD16<Int32>, _ first: Int, _ size: Int, _ points: UnsafeBufferPointer<Float>, _ sums: inout ClusterSums
  ) -> Int {
    if size == PointLanes.scalarCount {
      let current = UnsafeRawPointer(labels + first).loadUnaligned(as: SIMD16<Int32>.self)
      if all(current .== found) { return 0 }
    }
    var changes = 0
    let stride = points.count / sums.features
    for lane in 0..<size where labels[first + lane] != found[lane] {
      sums.move(first + lane, of: points, rows: stride, from: labels[first + lane], to: found[lane])
      labels[first + lane] = found[lane]
      changes += 1
    }
    return changes
  }
}
