public import Numerics

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
  public func ranked(context: ExecutionContext = .serial) throws(Cancelled) -> [Int32] {
    var ranks = [Int32](repeating: 0, count: count)
    for (rank, code) in try sortedCodes(context: context).enumerated() { ranks[Int(code)] = Int32(rank) }
    return ranks
  }

  /// The codes in the byte-wise order of their strings: runs are sorted side by side, then merged.
  ///
  /// Not by `ExecutionContext.sorted`, whose calls of a comparison cost as much as the comparison.
  public func sortedCodes(context: ExecutionContext = .serial) throws(Cancelled) -> [Int32] {
    try arena.withUnsafeBufferPointer { (arena) throws(Cancelled) in
      nonisolated(unsafe) let texts = ArenaTexts(arena: arena, offsets: offsets)
      var runs = try context.mapChunks(of: count, chunkSize: 1 << 15) { codes in
        codes.map { SortKey(prefix: texts[Int32($0)].prefix8, code: Int32($0)) }.sorted(by: texts.precedes)
      }
      while runs.count > 1 {
        let pairs = runs
        runs = try context.map((pairs.count + 1) / 2) { pair in
          2 * pair + 1 < pairs.count
            ? context.mergedRuns(pairs[2 * pair], pairs[2 * pair + 1], texts.precedes) : pairs[2 * pair]
        }
      }
      return runs.first?.map(\.code) ?? []
    }
  }
}

/// The first eight bytes decide most comparisons.
private struct SortKey: Sendable {
  let prefix: UInt64
  let code: Int32
}

private struct ArenaTexts {
  let arena: TextBytes
  let offsets: [Int32]

  subscript(code: Int32) -> TextBytes {
    TextBytes(rebasing: arena[Int(offsets[Int(code)])..<Int(offsets[Int(code) + 1])])
  }

  func precedes(_ left: SortKey, _ right: SortKey) -> Bool {
    left.prefix != right.prefix ? left.prefix < right.prefix : self[left.code].precedes(self[right.code])
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
