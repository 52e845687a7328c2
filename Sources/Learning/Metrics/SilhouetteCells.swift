import Numerics

/// Points cut into cells by several clusterings at once.
struct SilhouetteCells {
  private(set) var labelings: [Labeling]
  /// Rows of each cell, ascending.
  private(set) var members: [[Int]]
  /// Labeling by labeling: the cluster that holds each cell.
  private(set) var clusterOfCell: [[Int]]
  /// Labeling by labeling: points in each cluster.
  private(set) var clusterSizes: [[Int]]
}

extension SilhouetteCells {
  /// Points a cell must have on average for clusterings to share distances: fewer would be mostly padding.
  static let leastMeanSize = 32

  /// Joins clusterings in their order as long as they cut the points into at most `cellLimit` cells.
  static func groups(
    of labelings: [Labeling], cellLimit: Int, _ context: ExecutionContext
  ) throws(Cancelled) -> [SilhouetteCells] {
    var groups: [SilhouetteCells] = []
    for labeling in labelings {
      try context.checkCancellation()
      let cells = SilhouetteCells(labeling)
      if let last = groups.last, case let joined = last.joined(with: cells), joined.members.count <= cellLimit {
        groups[groups.count - 1] = joined
      } else {
        groups.append(cells)
      }
    }
    return groups
  }

  private init(_ labeling: Labeling) {
    var rows = [[Int]](repeating: [], count: labeling.clusters)
    for (row, label) in labeling.labels.enumerated() { rows[Int(label)].append(row) }
    let present = rows.indices.filter { !rows[$0].isEmpty }
    self.init(
      labelings: [labeling], members: present.map { rows[$0] }, clusterOfCell: [present],
      clusterSizes: [rows.map(\.count)])
  }

  /// The cells of both, where `other` has one labeling.
  private func joined(with other: SilhouetteCells) -> SilhouetteCells {
    let labels = other.labelings[0].labels
    var (members, clusterOfCell) = ([[Int]](), [[Int]](repeating: [], count: labelings.count + 1))
    for (cell, rows) in self.members.enumerated() {
      var parts = [[Int]](repeating: [], count: other.labelings[0].clusters)
      for row in rows { parts[Int(labels[row])].append(row) }
      for (cluster, part) in parts.enumerated() where !part.isEmpty {
        members.append(part)
        for labeling in labelings.indices { clusterOfCell[labeling].append(self.clusterOfCell[labeling][cell]) }
        clusterOfCell[labelings.count].append(cluster)
      }
    }
    return SilhouetteCells(
      labelings: labelings + other.labelings, members: members, clusterOfCell: clusterOfCell,
      clusterSizes: clusterSizes + other.clusterSizes)
  }
}

extension SilhouetteCells {
  /// All rows of each cell where there are at most `limit`; else each cell's share of about `limit` of them, without
  /// replacement, in their order. A cell gives at least two and its part of 50 for each of its clusters.
  func sample(limit: Int, seed: UInt64, _ context: ExecutionContext) throws(Cancelled) -> [[Int]] {
    let total = members.reduce(0) { $0 + $1.count }
    guard total > limit else { return members }
    return try context.map(members.count) { cell in
      let rows = members[cell]
      var wanted = max(2, limit * rows.count / total)
      for (clusters, sizes) in zip(clusterOfCell, clusterSizes) {
        let size = sizes[clusters[cell]]
        wanted = max(wanted, (50 * rows.count + size - 1) / size)
      }
      wanted = min(wanted, rows.count)
      var generator = PhiloxGenerator(seed: seed, stream: UInt64(cell))
      // Selection sampling (Knuth, algorithm S).
      return rows.enumerated().filter { position, _ in
        guard generator.index(below: rows.count - position) < wanted else { return false }
        wanted -= 1
        return true
      }.map(\.element)
    }
  }

  /// Points of a cell for each one in the sample.
  func weight(of cell: Int, in sample: [[Int]]) -> Double {
    Double(members[cell].count) / Double(sample[cell].count)
  }
}
