#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension StringDictionary {
  /// The rank of each code in the byte-wise order of the strings: sorting rows by rank sorts them by string, and does
  /// not depend on the order in which strings came.
  public func ranked() -> [Int32] {
    var ranks = [Int32](repeating: 0, count: count)
    for (rank, code) in sortedCodes().enumerated() { ranks[Int(code)] = Int32(rank) }
    return ranks
  }

  /// The codes in the byte-wise order of their strings.
  public func sortedCodes() -> [Int32] {
    arena.withUnsafeBufferPointer { arena in
      func text(_ code: Int32) -> TextBytes {
        TextBytes(rebasing: arena[Int(offsets[Int(code)])..<Int(offsets[Int(code) + 1])])
      }
      // The first eight bytes decide most comparisons.
      var keys = (0..<Int32(count)).map { (prefix: text($0).prefix8, code: $0) }
      keys.sort { left, right in
        left.prefix != right.prefix ? left.prefix < right.prefix : text(left.code).precedes(text(right.code))
      }
      return keys.map(\.code)
    }
  }
}

extension TextBytes {
  /// The first eight bytes as a number that sorts like them.
  fileprivate var prefix8: UInt64 {
    var value: UInt64 = 0
    for index in 0..<8 { value = value << 8 | (index < count ? UInt64(self[index]) : 0) }
    return value
  }

  /// Byte-wise order; a prefix comes first.
  fileprivate func precedes(_ other: TextBytes) -> Bool {
    let shared = Swift.min(count, other.count)
    let order = shared == 0 ? 0 : memcmp(baseAddress!, other.baseAddress!, shared)
    return order != 0 ? order < 0 : count < other.count
  }
}
