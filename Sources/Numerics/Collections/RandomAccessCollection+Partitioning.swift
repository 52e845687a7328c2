extension RandomAccessCollection {
  /// The first index whose element belongs to the second part of a collection that is in two parts, by bisection;
  /// `endIndex` where the second part is empty.
  ///
  /// - Parameter belongsInSecondPart: false for every element of the first part, true for every one of the second.
  @inlinable package func partitioningIndex(where belongsInSecondPart: (Element) -> Bool) -> Index {
    var low = startIndex
    var length = count
    while length > 0 {
      let half = length / 2
      let middle = index(low, offsetBy: half)
      if belongsInSecondPart(self[middle]) {
        length = half
      } else {
        low = index(after: middle)
        length -= half + 1
      }
    }
    return low
  }
}
