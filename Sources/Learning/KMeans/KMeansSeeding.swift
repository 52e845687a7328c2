import Numerics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// k-means++ (Arthur & Vassilvitskii 2007), greedy: each centroid is the best of 2 + ⌊ln k⌋ points drawn with a
/// probability proportional to their squared distance from the centroids so far.
struct KMeansSeeding {
  let points: Matrix<Float>
  let context: ExecutionContext
  private var generator: PhiloxGenerator
  /// Squared distance of each point to its nearest centroid so far.
  private var distances: [Float]
  /// Sum of `distances` of each chunk.
  private var chunkSums: [Double] = []

  init(_ points: Matrix<Float>, seed: UInt64, stream: UInt64, context: ExecutionContext) {
    self.points = points
    self.context = context
    generator = PhiloxGenerator(seed: seed, stream: stream)
    distances = [Float](repeating: .infinity, count: points.rows)
  }
}

extension KMeansSeeding {
  /// Rows of `clusters` points that all differ.
  ///
  /// - Throws: `Cancelled`, or `KMeansError.fewerDistinctPoints`.
  mutating func run(clusters: Int) throws -> [Int] {
    let candidates = 2 + Int(log(Double(clusters)))
    var chosen = [generator.index(below: points.rows)]
    try approach(chosen[0])
    while chosen.count < clusters {
      guard chunkSums.contains(where: { $0 > 0 }) else {
        throw KMeansError.fewerDistinctPoints(distinct: chosen.count, clusters: clusters)
      }
      let drawn = (0..<candidates).map { _ in draw() }
      let potentials = try potentials(of: drawn)
      let best = potentials.indices.min { (potentials[$0], $0) < (potentials[$1], $1) }!
      chosen.append(drawn[best])
      try approach(drawn[best])
    }
    return chosen
  }

  /// A row, with a probability proportional to its distance.
  private mutating func draw() -> Int {
    var target = generator.uniform() * chunkSums.reduce(0, +)
    var last = 0
    for (chunk, sum) in chunkSums.enumerated() where sum > 0 {
      let rows = chunk * KMeansKernel.rowsPerChunk..<min((chunk + 1) * KMeansKernel.rowsPerChunk, points.rows)
      last = rows.last { distances[$0] > 0 } ?? last
      if target >= sum {
        target -= sum
        continue
      }
      for row in rows where distances[row] > 0 {
        target -= Double(distances[row])
        if target < 0 { return row }
      }
      return last
    }
    // Rounding left a remainder: the last row that may be drawn.
    return last
  }

  /// Sum of the distances that would be left after each candidate, in one pass.
  private func potentials(of candidates: [Int]) throws(Cancelled) -> [Double] {
    let centers = candidates.map { row in (0..<points.columns).map { points[row, $0] } }
    let none = ElementwiseSum<Double>(count: candidates.count)
    return try context.reduce(of: points.rows, chunkSize: KMeansKernel.rowsPerChunk, into: none) { rows in
      ElementwiseSum(
        centers.map { center in
          var sum = 0.0
          forEachLanes(rows, near: center) { _, count, least in sum += laneSum(least, count) }
          return sum
        })
    }.values
  }

  /// Makes `row` a centroid.
  private mutating func approach(_ row: Int) throws(Cancelled) {
    let center = (0..<points.columns).map { points[row, $0] }
    // The distances that the pass reads and those it writes are two arrays.
    let before = self
    chunkSums = try distances.withUnsafeMutableBufferPointer { distances throws(Cancelled) in
      nonisolated(unsafe) let distances = distances
      return try context.mapChunks(of: points.rows, chunkSize: KMeansKernel.rowsPerChunk) { rows in
        var sum = 0.0
        before.forEachLanes(rows, near: center) { first, count, least in
          for lane in 0..<count { distances[first + lane] = least[lane] }
          sum += laneSum(least, count)
        }
        return sum
      }
    }
  }

  /// Calls `body` with the first row, the number of rows, and the distances as they are with one more centroid.
  @inline(__always)
  private func forEachLanes(
    _ rows: Range<Int>, near center: [Float], _ body: (Int, Int, PointLanes) -> Void
  ) {
    points.elements.withUnsafeBufferPointer { elements in
      distances.withUnsafeBufferPointer { distances in
        for first in stride(from: rows.lowerBound, to: rows.upperBound, by: PointLanes.scalarCount) {
          let count = min(PointLanes.scalarCount, rows.upperBound - first)
          var distance = PointLanes()
          for feature in 0..<points.columns {
            let difference = loadLanes(elements, feature * points.rows + first, count) - center[feature]
            distance.addProduct(difference, difference)
          }
          let before = loadLanes(distances, first, count)
          body(first, count, distance.replacing(with: before, where: before .< distance))
        }
      }
    }
  }
}
