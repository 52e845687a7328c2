import Numerics

/// Lloyd's algorithm without lanes, chunks or running sums: what the fast one is compared with.
struct PlainKMeans {
  private(set) var centroids: [[Double]]
  private(set) var labels: [Int]
  private(set) var inertia = 0.0

  init(_ points: Matrix<Float>, from start: Matrix<Float>, passes: Int = 1000) {
    let rows = (0..<points.rows).map { row in (0..<points.columns).map { Double(points[row, $0]) } }
    centroids = (0..<start.rows).map { row in (0..<start.columns).map { Double(start[row, $0]) } }
    labels = [Int](repeating: -1, count: rows.count)
    for _ in 0..<passes {
      let nearest = rows.map { row in
        let distances = centroids.map { PlainKMeans.squaredDistance($0, row) }
        return distances.firstIndex(of: distances.min()!)!
      }
      inertia = zip(rows, nearest).reduce(0) { $0 + PlainKMeans.squaredDistance($1.0, centroids[$1.1]) }
      if nearest == labels { break }
      labels = nearest
      for cluster in centroids.indices {
        let members = rows.indices.filter { labels[$0] == cluster }
        centroids[cluster] = (0..<points.columns).map { feature in
          members.reduce(0) { $0 + rows[$1][feature] } / Double(members.count)
        }
      }
    }
  }

  static func squaredDistance(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }
}

/// Round clouds of points about given centers.
struct Clouds {
  let points: Matrix<Float>
  /// Cloud of each point.
  let origin: [Int32]

  init(centers: [[Double]], rows: Int, spread: Double, seed: UInt64) {
    let random = Philox(seed: seed)
    origin = (0..<rows).map { Int32($0 % centers.count) }
    points = Matrix(
      columns: centers[0].indices.map { feature in
        (0..<rows).map { row in
          let noise = normalQuantile(random.uniform(stream: UInt64(feature), counter: UInt64(row)) * 0.999 + 0.0005)
          return Float(centers[row % centers.count][feature] + spread * noise)
        }
      })
  }
}
