/// The value that would be at `rank` if all were sorted (Hoare 1961, "Algorithm 65: Find", with the middle of three
/// as pivot); reorders its argument. `RankSelection` is for more numbers than should be held in memory.
///
/// - Parameters:
///   - rank: from 0, below the number of values.
///   - values: without NaN.
public func orderStatistic(_ rank: Int, of values: inout [Double]) -> Double {
  precondition(values.indices.contains(rank), "a rank is below the number of values")
  return values.withUnsafeMutableBufferPointer { select(rank, $0) }
}

private func select(_ rank: Int, _ values: UnsafeMutableBufferPointer<Double>) -> Double {
  var (low, high) = (0, values.count - 1)
  while low < high {
    let (first, middle, last) = (values[low], values[(low + high) / 2], values[high])
    let pivot = max(min(first, middle), min(max(first, middle), last))
    var (left, right) = (low, high)
    while left <= right {
      while values[left] < pivot { left += 1 }
      while values[right] > pivot { right -= 1 }
      if left <= right {
        values.swapAt(left, right)
        left += 1
        right -= 1
      }
    }
    if rank <= right {
      high = right
    } else if rank >= left {
      low = left
    } else {
      return values[rank]
    }
  }
  return values[rank]
}
