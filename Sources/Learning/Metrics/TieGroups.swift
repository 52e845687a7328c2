import Numerics

/// Rows in the order of their scores, in groups of equal scores: what every rank statistic here starts from.
struct TieGroups: Sendable {
  /// Rows by ascending score; equal scores by row.
  let order: [Int32]
  /// Where each group starts in `order`, and the number of rows at the end.
  let starts: [Int]
}

extension TieGroups {
  /// - Parameter scores: without NaN.
  init(_ scores: [Double]) {
    let order = ascendingOrder(of: scores)
    var starts: [Int] = []
    for (position, row) in order.enumerated()
    where position == 0 || scores[Int(row)] != scores[Int(order[position - 1])] { starts.append(position) }
    self.order = order
    self.starts = starts + [order.count]
  }

  var count: Int { starts.count - 1 }

  /// Rows of group `index`, from the lowest score up.
  subscript(index: Int) -> ArraySlice<Int32> { order[starts[index]..<starts[index + 1]] }
}

/// Ranks from 1; equal values share the mean of theirs.
package func midRanks(_ values: [Double]) -> [Double] {
  let groups = TieGroups(values)
  var ranks = [Double](repeating: 0, count: values.count)
  for index in 0..<groups.count {
    let rank = Double(groups.starts[index] + groups.starts[index + 1] + 1) / 2
    for row in groups[index] { ranks[Int(row)] = rank }
  }
  return ranks
}
