import Numerics

/// Sixteen floats side by side: sixteen points of one feature.
typealias PointLanes = SIMD16<Float>

/// The loop that K-Means spends its time in: nearest centroid of sixteen points at a time.
///
/// Points are column-major, so sixteen neighbours of one feature are one load; a centroid's coordinate is broadcast.
/// Distances are sums of squared differences, never ‖x‖² − 2xc + ‖c‖², which loses all digits far from the origin.
struct KMeansKernel {
  let points: Matrix<Float>
  /// Row-major: cluster by cluster.
  let centroids: [Float]
  let clusters: Int

  init(_ points: Matrix<Float>, _ centroids: Matrix<Float>) {
    self.points = points
    clusters = centroids.rows
    self.centroids = (0..<centroids.rows).flatMap { cluster in
      (0..<centroids.columns).map { centroids[cluster, $0] }
    }
  }

  /// Rows a chunk; a multiple of the lanes.
  static let chunkRows = 8192
}

/// What an assignment pass tells about some rows.
struct AssignmentSummary: Sendable {
  var inertia = 0.0
  var changes = 0
}

extension KMeansKernel {
  /// Assigns `rows` to their nearest centroids.
  ///
  /// - Parameters:
  ///   - labels: in and out; of all points.
  ///   - sums: in and out; where given, each point that changes its cluster is moved from one sum to the other.
  func assign(
    _ rows: Range<Int>, labels: UnsafeMutableBufferPointer<Int32>, sums: UnsafeMutablePointer<ClusterSums>?
  ) -> AssignmentSummary {
    var summary = AssignmentSummary()
    points.elements.withUnsafeBufferPointer { elements in
      centroids.withUnsafeBufferPointer { centroids in
        for first in stride(from: rows.lowerBound, to: rows.upperBound, by: PointLanes.scalarCount) {
          let count = min(PointLanes.scalarCount, rows.upperBound - first)
          assignLanes(first, count, elements, centroids, labels, sums, &summary)
        }
      }
    }
    return summary
  }

  @inline(__always)
  private func assignLanes(
    _ first: Int, _ count: Int, _ elements: UnsafeBufferPointer<Float>, _ centroids: UnsafeBufferPointer<Float>,
    _ labels: UnsafeMutableBufferPointer<Int32>, _ sums: UnsafeMutablePointer<ClusterSums>?,
    _ summary: inout AssignmentSummary
  ) {
    let features = points.columns
    var least = PointLanes(repeating: .infinity)
    var nearest = SIMD16<Int32>()
    for cluster in 0..<clusters {
      var distance = PointLanes()
      for feature in 0..<features {
        let difference =
          loadLanes(elements, feature * points.rows + first, count) - centroids[cluster * features + feature]
        distance.addProduct(difference, difference)
      }
      let nearer = distance .< least
      least = distance.replacing(with: least, where: .!nearer)
      nearest = nearest.replacing(with: Int32(truncatingIfNeeded: cluster), where: nearer)
    }
    summary.inertia += laneSum(least, count)
    let current = loadLanes(labels, first, count)
    if count == PointLanes.scalarCount, all(current .== nearest) { return }
    for lane in 0..<count where current[lane] != nearest[lane] {
      labels[first + lane] = nearest[lane]
      summary.changes += 1
      sums?.pointee.move(first + lane, of: elements, rows: points.rows, from: current[lane], to: nearest[lane])
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

@inline(__always)
private func loadLanes(_ values: UnsafeMutableBufferPointer<Int32>, _ start: Int, _ count: Int) -> SIMD16<Int32> {
  if count == PointLanes.scalarCount {
    return UnsafeRawPointer(values.baseAddress! + start).loadUnaligned(as: SIMD16<Int32>.self)
  }
  var lanes = SIMD16<Int32>()
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
