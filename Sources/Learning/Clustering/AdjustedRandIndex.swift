/// Adjusted Rand index (Hubert & Arabie 1985) of two clusterings of the same points: 1 where they agree but for names,
/// about 0 where they agree as much as by chance.
///
/// - Parameters:
///   - first: cluster of each point, at least 0.
///   - second: the same for the other clustering.
package func adjustedRandIndex(_ first: [Int32], _ second: [Int32]) -> Double {
  precondition(first.count == second.count, "two clusterings of the same points")
  let (rows, columns) = (Int(first.max() ?? -1) + 1, Int(second.max() ?? -1) + 1)
  var table = [Int](repeating: 0, count: rows * columns)
  for (a, b) in zip(first, second) { table[Int(a) * columns + Int(b)] += 1 }
  let rowSums = (0..<rows).map { row in table[row * columns..<(row + 1) * columns].reduce(0, +) }
  let columnSums = (0..<columns).map { column in (0..<rows).reduce(0) { $0 + table[$1 * columns + column] } }
  let together = pairs(table)
  let (inFirst, inSecond) = (pairs(rowSums), pairs(columnSums))
  let expected = first.count > 1 ? inFirst * inSecond / pairs([first.count]) : 0
  let most = (inFirst + inSecond) / 2
  // Both are one cluster, or all points apart: then they agree.
  return most == expected ? 1 : (together - expected) / (most - expected)
}

/// Number of pairs within the groups.
private func pairs(_ counts: [Int]) -> Double {
  counts.reduce(0) { $0 + Double($1) * Double($1 - 1) / 2 }
}
