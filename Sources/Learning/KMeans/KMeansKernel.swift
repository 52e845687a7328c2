import Numerics

/// Sixteen floats side by side: a group of sixteen points, one feature of each.
typealias PointLanes = SIMD16<Float>

/// The loop that K-Means spends its time in: nearest centroids of a group of sixteen points at a time.
///
/// Points are column-major, so sixteen neighbours of one feature are one load; a centroid's coordinate is broadcast.
/// Distances are sums of squared differences, never ‖x‖² − 2xc + ‖c‖², which loses all digits far from the origin.
struct KMeansKernel {
  let features: Int
  let clusters: Int
  /// Row-major: cluster by cluster.
  let centroids: [Float]

  init(_ centroids: Matrix<Float>) {
    (clusters, features) = (centroids.rows, centroids.columns)
    self.centroids = centroids.rowMajor
  }

  /// A multiple of the lanes.
  static let rowsPerChunk = 8192
}

/// A group of points in memory: sixteen floats of the first feature, and after `stride` floats those of the next.
struct PointGroup {
  let base: UnsafePointer<Float>
  let stride: Int

  @inline(__always)
  subscript(feature: Int) -> PointLanes {
    UnsafeRawPointer(base + feature * stride).loadUnaligned(as: PointLanes.self)
  }
}

/// What is found for each point of a group.
struct NearestLanes {
  /// Squared distances to the nearest and to the second nearest centroid.
  var least = PointLanes(repeating: .infinity)
  var second = PointLanes(repeating: .infinity)
  /// Number of the nearest centroid, the first of equals.
  var cluster = SIMD16<Int32>()
}

/// A number of features that the compiler knows, so that a group stays in registers; 0 stands for any number.
enum FeatureCount<let fixed: Int> {
  @inline(__always)
  static func nearest(
    _ group: PointGroup, _ centroids: UnsafePointer<Float>, clusters: Int, features: Int
  ) -> NearestLanes {
    var found = NearestLanes()
    for cluster in 0..<clusters {
      let distance = squaredDistance(group, centroids + cluster * features, features)
      let (nearer, nearerSecond) = (distance .< found.least, distance .< found.second)
      found.second.replace(with: distance, where: nearerSecond)
      found.second.replace(with: found.least, where: nearer)
      found.least.replace(with: distance, where: nearer)
      found.cluster.replace(with: Int32(truncatingIfNeeded: cluster), where: nearer)
    }
    return found
  }

  @inline(__always)
  static func squaredDistance(_ group: PointGroup, _ centroid: UnsafePointer<Float>, _ features: Int) -> PointLanes {
    var distance = PointLanes()
    for feature in 0..<(fixed > 0 ? fixed : features) {
      let difference = group[feature] - centroid[feature]
      distance.addProduct(difference, difference)
    }
    return distance
  }
}

extension KMeansKernel {
  /// Labels `rows` with their nearest centroids.
  ///
  /// - Parameters:
  ///   - points: in; column-major, finite.
  ///   - labels: out; of all points.
  /// - Returns: sum of the squared distances to the nearest centroids.
  func label(
    _ rows: Range<Int>, of points: UnsafeBufferPointer<Float>, labels: UnsafeMutablePointer<Int32>
  ) -> Double {
    switch features {
    case 1: label(FeatureCount<1>.self, rows, points, labels)
    case 2: label(FeatureCount<2>.self, rows, points, labels)
    case 3: label(FeatureCount<3>.self, rows, points, labels)
    case 4: label(FeatureCount<4>.self, rows, points, labels)
    case 5: label(FeatureCount<5>.self, rows, points, labels)
    case 6: label(FeatureCount<6>.self, rows, points, labels)
    case 7: label(FeatureCount<7>.self, rows, points, labels)
    case 8: label(FeatureCount<8>.self, rows, points, labels)
    default: label(FeatureCount<0>.self, rows, points, labels)
    }
  }

  @inline(__always)
  private func label<let fixed: Int>(
    _ count: FeatureCount<fixed>.Type, _ rows: Range<Int>, _ points: UnsafeBufferPointer<Float>,
    _ labels: UnsafeMutablePointer<Int32>
  ) -> Double {
    var inertia = SIMD8<Double>()
    let clusters = clusters
    forEachGroup(rows, of: points) { group, first, size, centroids in
      var found = count.nearest(group, centroids, clusters: clusters, features: features)
      if size == PointLanes.scalarCount {
        UnsafeMutableRawPointer(labels + first).storeBytes(of: found.cluster, as: SIMD16<Int32>.self)
      } else {
        for lane in 0..<size { labels[first + lane] = found.cluster[lane] }
        for lane in size..<PointLanes.scalarCount { found.least[lane] = 0 }
      }
      inertia += SIMD8<Double>(found.least.lowHalf) + SIMD8<Double>(found.least.highHalf)
    }
    return inertia.sum()
  }

  /// Calls `body` with each group of `rows`, its first row, and how many points it has; the last is filled up with
  /// points at the origin.
  @inline(__always)
  func forEachGroup(
    _ rows: Range<Int>, of points: UnsafeBufferPointer<Float>,
    _ body: (PointGroup, Int, Int, UnsafePointer<Float>) -> Void
  ) {
    let (lanes, stride) = (PointLanes.scalarCount, points.count / features)
    let base = points.baseAddress!
    centroids.withUnsafeBufferPointer { centroids in
      var first = rows.lowerBound
      while first + lanes <= rows.upperBound {
        body(PointGroup(base: base + first, stride: stride), first, lanes, centroids.baseAddress!)
        first += lanes
      }
      guard first < rows.upperBound else { return }
      withUnsafeTemporaryAllocation(of: Float.self, capacity: features * lanes) { scratch in
        scratch.initialize(repeating: 0)
        for feature in 0..<features {
          for row in first..<rows.upperBound { scratch[feature * lanes + row - first] = base[feature * stride + row] }
        }
        let group = PointGroup(base: UnsafePointer(scratch.baseAddress!), stride: lanes)
        body(group, first, rows.upperBound - first, centroids.baseAddress!)
      }
    }
  }
}

/// Sixteen values from `start` on; past `count` they are 0.
@inline(__always)
func loadLanes(_ values: UnsafeBufferPointer<Float>, _ start: Int, _ count: Int) -> PointLanes {
  if count == PointLanes.scalarCount {
    return UnsafeRawPointer(values.baseAddress! + start).loadUnaligned(as: PointLanes.self)
  }
  var lanes = PointLanes()
  for lane in 0..<count { lanes[lane] = values[start + lane] }
  return lanes
}

/// Sum of the first `count` lanes, in `Double`.
@inline(__always)
func laneSum(_ lanes: PointLanes, _ count: Int) -> Double {
  if count == PointLanes.scalarCount {
    let low = SIMD8<Double>(lanes.lowHalf)
    return (low + SIMD8<Double>(lanes.highHalf)).sum()
  }
  return (0..<count).reduce(0.0) { $0 + Double(lanes[$1]) }
}

/// The least lane, by halves: the library's `min` goes lane by lane.
@inline(__always)
func leastLane(_ lanes: PointLanes) -> Float {
  let eight = lanes.lowHalf.replacing(with: lanes.highHalf, where: lanes.highHalf .< lanes.lowHalf)
  let four = eight.lowHalf.replacing(with: eight.highHalf, where: eight.highHalf .< eight.lowHalf)
  let two = four.lowHalf.replacing(with: four.highHalf, where: four.highHalf .< four.lowHalf)
  return two.y < two.x ? two.y : two.x
}
