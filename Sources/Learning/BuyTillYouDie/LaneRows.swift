import Numerics

/// Distinct values, ascending, with the weight of the rows that have them.
///
/// - Parameter rows: ascending by `value`.
@inline(__always)
func weightedCounts<Row>(
  _ rows: [Row], of value: (Row) -> Int, weight: (Row) -> Double
) -> [(count: Double, weight: Double)] {
  var counts: [(count: Double, weight: Double)] = []
  for row in rows {
    let count = Double(value(row))
    if counts.last?.count == count {
      counts[counts.count - 1].weight += weight(row)
    } else {
      counts.append((count, weight(row)))
    }
  }
  return counts
}

/// Rows side by side, as many as there are lanes.
///
/// - Parameters:
///   - rows: not empty unless there is no block.
///   - empty: a block whose lanes are to be set.
///   - set: sets a lane. The last row fills the last block up, with no weight: nothing there is out of the ordinary.
@inline(__always)
func laneBlocks<Row, Block>(
  of rows: [Row], empty: Block, weight: (Row) -> Double,
  _ set: (_ block: inout Block, _ lane: Int, _ row: Row, _ weight: Double) -> Void
) -> [Block] {
  let width = Lanes.scalarCount
  return (0..<(rows.count + width - 1) / width).map { index in
    var block = empty
    for lane in 0..<width {
      let place = index * width + lane
      let row = rows[min(place, rows.count - 1)]
      set(&block, lane, row, place < rows.count ? weight(row) : 0)
    }
    return block
  }
}
