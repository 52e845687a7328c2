extension Philox {
  /// Partitions counters by whether their `uniform` is below `probability`, eight at a time.
  ///
  /// - Returns: those below, and the others; ascending.
  public func partition(
    _ counters: Range<Int>, stream: UInt64, below probability: Double
  ) -> (below: [Int32], others: [Int32]) {
    // x · 2⁻⁵³ < p is x < ⌈p · 2⁵³⌉ for whole x.
    let threshold = UInt64((min(max(0, probability), 1) * 0x1p53).rounded(.up))
    var others: [Int32] = []
    let below = [Int32](unsafeUninitializedCapacity: counters.count + Self.lanes) { below, belowCount in
      others = [Int32](unsafeUninitializedCapacity: counters.count + Self.lanes) { others, othersCount in
        var (drawn, left) = (0, 0)
        var first = counters.lowerBound
        while first < counters.upperBound {
          let isOther = isOther(first, stream: stream, threshold: threshold)
          for lane in 0..<min(Self.lanes, counters.upperBound - first) {
            // Both are written, and one of them stays.
            let other = Int(truncatingIfNeeded: isOther[lane])
            below[drawn] = Int32(truncatingIfNeeded: first &+ lane)
            others[left] = Int32(truncatingIfNeeded: first &+ lane)
            drawn &+= 1 &- other
            left &+= other
          }
          first += Self.lanes
        }
        belowCount = drawn
        othersCount = left
      }
    }
    return (below, others)
  }

  private static let lanes = 8

  /// 1 for each of eight counters whose number is not below the threshold, else 0.
  @inline(__always)
  private func isOther(_ first: Int, stream: UInt64, threshold: UInt64) -> SIMD8<UInt64> {
    let counters = SIMD8<UInt64>(repeating: UInt64(first)) &+ SIMD8(0, 1, 2, 3, 4, 5, 6, 7)
    let numbers = bits(stream: stream, counters: counters) &>> SIMD8(repeating: 11)
    // Below 2⁵³ each: the difference borrows into the highest bit where the number is below.
    return ((numbers &- SIMD8(repeating: threshold)) &>> SIMD8(repeating: 63)) ^ SIMD8(repeating: 1)
  }

  /// `bits` of eight counters: a lane each, 32 bits of state in 64.
  @inline(__always)
  private func bits(stream: UInt64, counters: SIMD8<UInt64>) -> SIMD8<UInt64> {
    let (mask, half) = (SIMD8<UInt64>(repeating: 0xFFFF_FFFF), SIMD8<UInt64>(repeating: 32))
    var state0 = counters & mask
    var state1 = counters &>> half
    var state2 = SIMD8<UInt64>(repeating: stream & 0xFFFF_FFFF)
    var state3 = SIMD8<UInt64>(repeating: stream >> 32)
    var (key0, key1) = (key[0], key[1])
    for _ in 0..<10 {
      let low = state0 &* SIMD8(repeating: 0xD251_1F53)
      let high = state2 &* SIMD8(repeating: 0xCD9E_8D57)
      state0 = (high &>> half) ^ state1 ^ SIMD8(repeating: UInt64(key0))
      state1 = high & mask
      state2 = (low &>> half) ^ state3 ^ SIMD8(repeating: UInt64(key1))
      state3 = low & mask
      key0 = key0 &+ 0x9E37_79B9
      key1 = key1 &+ 0xBB67_AE85
    }
    return state0 | state1 &<< half
  }
}
