/// SplitMix64 (Steele, Lea & Flood 2014), so that tests draw the same cases on every machine.
package struct SplitMix: RandomNumberGenerator, Sendable {
  package var state: UInt64

  package init(state: UInt64) { self.state = state }

  /// The next 64 bits.
  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// A number in 0..<`limit`, nearly uniform for small limits.
  package mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
}
