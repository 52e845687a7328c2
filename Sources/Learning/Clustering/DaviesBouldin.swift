package import Numerics

/// Davies–Bouldin index (1979): mean over clusters of the worst (Sᵢ + Sⱼ) / ‖cᵢ − cⱼ‖, S the mean distance of a
/// cluster's points to its mean c. Lower is better.
///
/// - Parameters:
///   - points: rows × features.
///   - labels: cluster of each row, in 0..<clusters; clusters without points are left out.
/// - Throws: `Cancelled`.
/// - Returns: nil unless two clusters have points; infinity where two means coincide.
package func daviesBouldin(
  _ points: Matrix<Float>, labels: [Int32], clusters: Int, context: ExecutionContext
) throws -> Double? {
  precondition(labels.count == points.rows, "one label per point")
  let sums = try clusterMoments(points, labels, clusters, context)
  let present = (0..<clusters).filter { sums.counts[$0] > 0 }
  guard present.count >= 2 else { return nil }
  let means = present.map { cluster in
    (0..<points.columns).map { sums.sums[cluster * points.columns + $0] / Double(sums.counts[cluster]) }
  }
  let place = Dictionary(uniqueKeysWithValues: present.enumerated().map { ($1, $0) })
  let meanOfLabel = (0..<clusters).map { place[$0].map { means[$0] } ?? [] }
  let distances = try meanDistances(points, labels, meanOfLabel, sums.counts, context)
  let worst = present.indices.map { i in
    present.indices.lazy.filter { $0 != i }.map { j in
      let gap = zip(means[i], means[j]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
      return gap > 0 ? (distances[present[i]] + distances[present[j]]) / gap : .infinity
    }.max() ?? 0
  }
  return worst.reduce(0, +) / Double(worst.count)
}

private func clusterMoments(
  _ points: Matrix<Float>, _ labels: [Int32], _ clusters: Int, _ context: ExecutionContext
) throws(Cancelled) -> ClusterSums {
  let empty = ClusterSums(clusters: clusters, features: points.columns)
  return try context.reduce(of: points.rows, into: empty) { rows in
    var sums = empty
    points.elements.withUnsafeBufferPointer { elements in
      for row in rows { sums.move(row, of: elements, rows: points.rows, from: -1, to: labels[row]) }
    }
    return sums
  }
}

/// Mean distance of each cluster's points to its mean.
private func meanDistances(
  _ points: Matrix<Float>, _ labels: [Int32], _ means: [[Double]], _ counts: [Int], _ context: ExecutionContext
) throws(Cancelled) -> [Double] {
  let zero = ElementwiseSum<Double>(count: means.count)
  let sums = try context.reduce(of: points.rows, into: zero) { rows in
    var sums = zero
    points.elements.withUnsafeBufferPointer { elements in
      for row in rows {
        var square = 0.0
        for (feature, mean) in means[Int(labels[row])].enumerated() {
          let difference = Double(elements[feature * points.rows + row]) - mean
          square += difference * difference
        }
        sums.values[Int(labels[row])] += square.squareRoot()
      }
    }
    return sums
  }
  return zip(sums.values, counts).map { $1 > 0 ? $0 / Double($1) : 0 }
}
