import Numerics

/// The points of a run of Lloyd's algorithm, and what it remembers of each.
///
/// Within a chunk they are sorted by how soon they must be looked at again, so that whole groups can be skipped. Sixteen
/// points as they come nearly always hold one that lies near a border between clusters. After sorting, these fill the
/// first groups of their chunk, and all others rest for many passes:
///
///     a chunk by rows     ▁▇▃▁▅▇▂▇ ▃▇▁▅▆▁▇▄ ▇▂▅▁▇▃▆▁     height: limit − drift
///     a chunk sorted      ▁▁▁▁▁▁▁▂ ▂▂▃▃▃▃▄▅ ▅▅▆▆▇▇▇▇
struct ArrangedPoints {
  let rows: Int
  let features: Int
  /// Column-major, as are the points that were given.
  private(set) var elements: [Float]
  private var memory: Memory

  /// What `AssignmentMemory` points to.
  fileprivate struct Memory {
    var labels: [Int32]
    var limits: [Float]
    var groupLimits: [Float]
  }

  init(_ points: Matrix<Float>) {
    (rows, features, elements) = (points.rows, points.columns, points.elements)
    let lanes = PointLanes.scalarCount
    memory = Memory(
      labels: [Int32](repeating: -1, count: rows), limits: [Float](repeating: -.infinity, count: rows),
      groupLimits: [Float](repeating: -.infinity, count: (rows + lanes - 1) / lanes))
  }

  /// Cluster of each point; −1 before the first pass.
  var labels: [Int32] { memory.labels }
}

extension ArrangedPoints.Memory {
  mutating func withPointers<Result>(_ body: (AssignmentMemory) throws(Cancelled) -> Result) throws(Cancelled) -> Result
  {
    try labels.withUnsafeMutableBufferPointer { labels throws(Cancelled) in
      try limits.withUnsafeMutableBufferPointer { limits throws(Cancelled) in
        try groupLimits.withUnsafeMutableBufferPointer { groupLimits throws(Cancelled) in
          try body(
            AssignmentMemory(
              labels: labels.baseAddress!, limits: limits.baseAddress!, groupLimits: groupLimits.baseAddress!))
        }
      }
    }
  }
}

extension ArrangedPoints {
  /// Summarizes chunks, each of which may change its own points and memory.
  mutating func reduce<Summary: Mergeable>(
    into initial: Summary, context: ExecutionContext,
    _ body: @Sendable (Range<Int>, UnsafeBufferPointer<Float>, AssignmentMemory) -> Summary
  ) throws(Cancelled) -> Summary {
    let rows = rows
    return try elements.withUnsafeBufferPointer { elements throws(Cancelled) in
      try memory.withPointers { memory throws(Cancelled) in
        nonisolated(unsafe) let (elements, memory) = (elements, memory)
        return try context.reduce(of: rows, chunkSize: KMeansKernel.rowsPerChunk, into: initial) {
          body($0, elements, memory)
        }
      }
    }
  }

  /// Puts a point into a cluster, whatever its distance, until the next pass.
  mutating func move(_ row: Int, to cluster: Int32, sums: inout ClusterSums) {
    elements.withUnsafeBufferPointer { sums.move(row, of: $0, rows: rows, from: memory.labels[row], to: cluster) }
    memory.labels[row] = cluster
    memory.limits[row] = -.infinity
    memory.groupLimits[row / PointLanes.scalarCount] = -.infinity
  }

  /// Sorts each chunk.
  ///
  /// - Parameter step: what a pass adds to the drift; only the speed depends on it.
  mutating func sort(drift: Float, step: Float, context: ExecutionContext) throws(Cancelled) {
    let (rows, features) = (rows, features)
    try elements.withUnsafeMutableBufferPointer { elements throws(Cancelled) in
      try memory.withPointers { memory throws(Cancelled) in
        nonisolated(unsafe) let (elements, memory) = (elements.baseAddress!, memory)
        try context.forEachChunk(of: rows, chunkSize: KMeansKernel.rowsPerChunk) { chunk in
          let order = restOrder(of: chunk, memory, drift: drift, step: step)
          withUnsafeTemporaryAllocation(of: Float.self, capacity: chunk.count) { scratch in
            for feature in 0..<features {
              permute(elements + feature * rows + chunk.lowerBound, order, scratch.baseAddress!)
            }
            permute(memory.limits + chunk.lowerBound, order, scratch.baseAddress!)
          }
          withUnsafeTemporaryAllocation(of: Int32.self, capacity: chunk.count) {
            permute(memory.labels + chunk.lowerBound, order, $0.baseAddress!)
          }
          memory.restoreGroupLimits(chunk)
        }
      }
    }
  }
}

/// Places of a chunk's points, those that must be looked at soonest first: a counting sort by the logarithm of the number
/// of steps that are left to each.
private func restOrder(
  of rows: Range<Int>, _ memory: AssignmentMemory, drift: Float, step: Float
) -> [UInt16] {
  let scale = step > 0 ? 1 / step : 1
  var starts = [Int](repeating: 0, count: 258)
  var order = [UInt16](repeating: 0, count: rows.count)
  let buckets = rows.map { UInt8(truncatingIfNeeded: bucket((memory.limits[$0] - drift) * scale)) }
  for bucket in buckets { starts[Int(bucket) + 1] += 1 }
  for bucket in 1..<starts.count { starts[bucket] += starts[bucket - 1] }
  for (place, bucket) in buckets.enumerated() {
    order[starts[Int(bucket)]] = UInt16(truncatingIfNeeded: place)
    starts[Int(bucket)] += 1
  }
  return order
}

/// Sixteen buckets to each doubling, from 1/2 on.
@inline(__always)
private func bucket(_ steps: Float) -> Int {
  guard steps > 0.5 else { return 0 }
  return min(255, (Int(steps.bitPattern) >> 19) - (126 << 4))
}

@inline(__always)
private func permute<Value: BitwiseCopyable>(
  _ values: UnsafeMutablePointer<Value>, _ order: [UInt16], _ scratch: UnsafeMutablePointer<Value>
) {
  scratch.update(from: values, count: order.count)
  for (place, source) in order.enumerated() { values[place] = scratch[Int(source)] }
}

extension AssignmentMemory {
  fileprivate func restoreGroupLimits(_ rows: Range<Int>) {
    let lanes = PointLanes.scalarCount
    for first in stride(from: rows.lowerBound, to: rows.upperBound, by: lanes) {
      var least = limits[first]
      for row in first..<min(first + lanes, rows.upperBound) { least = min(least, limits[row]) }
      groupLimits[first / lanes] = least
    }
  }
}
