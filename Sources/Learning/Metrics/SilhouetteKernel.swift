import Numerics

/// Distances between all pairs of points, added up by cell.
///
/// Points are laid out cell by cell, each cell padded to whole lanes, so that one point's distances to a cell are an
/// unbroken run of vector loads.
struct SilhouetteKernel {
  private let features: Int
  /// Feature by feature, `stride` values each.
  private var coordinates: [Float]
  private let stride: Int
  private let sizes: [Int]
  /// Place of each cell's first point.
  private let starts: [Int]

  /// - Parameter members: rows of `points` for each cell.
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
      for (cell, rows) in members.enumerated() {
        for (place, row) in rows.enumerated() {
          coordinates[feature * stride + starts[cell] + place] = points[row, feature]
        }
      }
    }
  }
}

extension SilhouetteKernel {
  /// Silhouettes of the sample's points, cell by cell: one for each labeling.
  func values(
    _ cells: SilhouetteCells, _ sample: [[Int]], _ context: ExecutionContext
  ) throws(Cancelled) -> [[Double]] {
    let places = sizes.enumerated().flatMap { cell, size in
      (0..<size).map { (cell: cell, place: starts[cell] + $0) }
    }
    context.progress.expect(places.count, unit: "rows")
    return try context.mapChunks(of: places.count, chunkSize: 128) { range in
      defer { context.progress.advance(by: range.count) }
      var sums = [Double](repeating: 0, count: sizes.count)
      return places[range].map { point in
        addDistances(from: point.place, into: &sums)
        return cells.silhouettes(of: point.cell, sums, sample: sizes)
      }
    }.flatMap { $0 }
  }

  /// Sums of the distances from the point at `place` to the points of each cell.
  private func addDistances(from place: Int, into sums: inout [Double]) {
    coordinates.withUnsafeBufferPointer { coordinates in
      let point = (0..<features).map { coordinates[$0 * stride + place] }
      point.withUnsafeBufferPointer { point in
        switch features {
        case 2: addDistances(FeatureCount<2>.self, coordinates.baseAddress!, point.baseAddress!, &sums)
        case 3: addDistances(FeatureCount<3>.self, coordinates.baseAddress!, point.baseAddress!, &sums)
        case 5: addDistances(FeatureCount<5>.self, coordinates.baseAddress!, point.baseAddress!, &sums)
        case 7: addDistances(FeatureCount<7>.self, coordinates.baseAddress!, point.baseAddress!, &sums)
        default: addDistances(FeatureCount<0>.self, coordinates.baseAddress!, point.baseAddress!, &sums)
        }
      }
    }
  }

  @inline(__always)
  private func addDistances<let fixed: Int>(
    _ count: FeatureCount<fixed>.Type, _ coordinates: UnsafePointer<Float>, _ point: UnsafePointer<Float>,
    _ sums: inout [Double]
  ) {
    let lanes = PointLanes.scalarCount
    for (cell, size) in sizes.enumerated() {
      var sum = SIMD8<Double>()
      var left = size
      var base = coordinates + starts[cell]
      while left > 0 {
        // A short run in single precision, then on in double: its rounding is that of sixteen additions.
        var run = PointLanes()
        let groups = min(16, left / lanes)
        for _ in 0..<groups {
          run += count.squaredDistance(PointGroup(base: base, stride: stride), point, features).squareRoot()
          base += lanes
        }
        left -= groups * lanes
        if left > 0, left < lanes {
          let distance = count.squaredDistance(PointGroup(base: base, stride: stride), point, features).squareRoot()
          run += PointLanes().replacing(with: distance, where: Self.laneNumbers .< Int32(truncatingIfNeeded: left))
          left = 0
        }
        sum += SIMD8<Double>(run.lowHalf) + SIMD8<Double>(run.highHalf)
      }
      sums[cell] = sum.sum()
    }
  }

  private static let laneNumbers = SIMD16<Int32>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
}

extension SilhouetteCells {
  /// A point's (b − a) / max(a, b) under each labeling; 0 in a cluster of one point, and for a point on all its
  /// neighbours.
  ///
  /// - Parameters:
  ///   - own: the point's cell.
  ///   - sums: of its distances to the sampled points of each cell.
  ///   - sample: sampled points of each cell.
  fileprivate func silhouettes(of own: Int, _ sums: [Double], sample: [Int]) -> [Double] {
    labelings.indices.map { labeling in
      let (clusters, sizes) = (clusterOfCell[labeling], clusterSizes[labeling])
      var totals = [Double](repeating: 0, count: sizes.count)
      for cell in sums.indices {
        // Of its own cell a point is not its own neighbour.
        let (all, drawn) = (members[cell].count, sample[cell])
        let weight = cell == own ? Double(all - 1) / Double(max(1, drawn - 1)) : Double(all) / Double(drawn)
        totals[clusters[cell]] += weight * sums[cell]
      }
      return silhouette(of: clusters[own], totals, sizes)
    }
  }

  private func silhouette(of cluster: Int, _ totals: [Double], _ sizes: [Int]) -> Double {
    guard sizes[cluster] > 1 else { return 0 }
    let inside = totals[cluster] / Double(sizes[cluster] - 1)
    var outside = Double.infinity
    for other in sizes.indices where other != cluster && sizes[other] > 0 {
      outside = min(outside, totals[other] / Double(sizes[other]))
    }
    let larger = max(inside, outside)
    return larger > 0 && larger < .infinity ? (outside - inside) / larger : 0
  }
}
