import Numerics

/// Distances between all pairs of points, added up by cluster.
///
/// Points are laid out cluster by cluster, each cluster padded to whole lanes, so that one point's distances to a
/// cluster are an unbroken run of vector loads.
struct SilhouetteKernel {
  private let features: Int
  /// Feature by feature, `stride` values each; padding repeats a cluster's first point.
  private var coordinates: [Float]
  private let stride: Int
  private let sizes: [Int]
  /// Place of each cluster's first point.
  private let starts: [Int]

  /// - Parameter members: rows of `points` for each cluster.
  init(_ points: Matrix<Float>, _ members: [[Int]]) {
    let lanes = PointLanes.scalarCount
    features = points.columns
    sizes = members.map(\.count)
    var starts: [Int] = []
    var places = 0
    for size in sizes {
      starts.append(places)
      places += (size + lanes - 1) / lanes * lanes
    }
    self.starts = starts
    stride = places
    coordinates = [Float](repeating: 0, count: places * features)
    for feature in 0..<features {
      for (cluster, rows) in members.enumerated() {
        for place in 0..<(rows.count + lanes - 1) / lanes * lanes {
          let row = place < rows.count ? rows[place] : rows[0]
          coordinates[feature * stride + starts[cluster] + place] = points[row, feature]
        }
      }
    }
  }
}

extension SilhouetteKernel {
  /// Silhouettes of all points, cluster by cluster.
  func silhouettes(parallelism: Parallelism) -> [Double] {
    let places = zip(starts, sizes).enumerated().flatMap { cluster, run in
      (run.0..<run.0 + run.1).map { (cluster: cluster, place: $0) }
    }
    return parallelism.mapChunks(of: places.count, chunkSize: 128) { range in
      var means = [Double](repeating: 0, count: sizes.count)
      return places[range].map { point in
        addDistances(from: point.place, into: &means)
        return silhouette(of: point.cluster, means)
      }
    }.flatMap { $0 }
  }

  /// Sums of the distances from the point at `place` to the points of each cluster.
  private func addDistances(from place: Int, into sums: inout [Double]) {
    coordinates.withUnsafeBufferPointer { coordinates in
      for (cluster, size) in sizes.enumerated() {
        let whole = size / PointLanes.scalarCount * PointLanes.scalarCount
        var sum = SIMD8<Double>()
        for first in Swift.stride(from: 0, to: whole, by: PointLanes.scalarCount) {
          let distance = distances(coordinates, from: place, to: starts[cluster] + first)
          sum += SIMD8<Double>(distance.lowHalf) + SIMD8<Double>(distance.highHalf)
        }
        sums[cluster] = sum.sum()
        guard whole < size else { continue }
        let distance = distances(coordinates, from: place, to: starts[cluster] + whole)
        for lane in 0..<size - whole { sums[cluster] += Double(distance[lane]) }
      }
    }
  }

  /// Distances from one point to sixteen neighbours in memory.
  @inline(__always)
  private func distances(_ coordinates: UnsafeBufferPointer<Float>, from place: Int, to first: Int) -> PointLanes {
    var square = PointLanes()
    for feature in 0..<features {
      let row = coordinates.baseAddress! + feature * stride
      let difference = UnsafeRawPointer(row + first).loadUnaligned(as: PointLanes.self) - row[place]
      square.addProduct(difference, difference)
    }
    return square.squareRoot()
  }

  /// (b − a) / max(a, b); 0 for a cluster of one point, and for a point on all its neighbours.
  private func silhouette(of cluster: Int, _ sums: [Double]) -> Double {
    guard sizes[cluster] > 1 else { return 0 }
    let inside = sums[cluster] / Double(sizes[cluster] - 1)
    var outside = Double.infinity
    for other in sizes.indices where other != cluster && sizes[other] > 0 {
      outside = min(outside, sums[other] / Double(sizes[other]))
    }
    let larger = max(inside, outside)
    return larger > 0 ? (outside - inside) / larger : 0
  }
}
