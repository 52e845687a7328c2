/// Counter-based random numbers: Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as
/// 1, 2, 3").
///
/// A number is a pure function of (seed, stream, counter), so any thread can draw the numbers of any row, and the answer
/// does not depend on who draws first.
public struct Philox: Sendable {
  let key: SIMD2<UInt32>

  public init(seed: UInt64) {
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
  }

  /// 128 random bits for one (stream, counter).
  public func block(stream: UInt64, counter: UInt64) -> SIMD4<UInt32> {
    var state = SIMD4(
      UInt32(truncatingIfNeeded: counter), UInt32(truncatingIfNeeded: counter >> 32),
      UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32))
    var key = key
    for _ in 0..<10 {
      let low = UInt64(0xD251_1F53) * UInt64(state[0])
      let high = UInt64(0xCD9E_8D57) * UInt64(state[2])
      state = SIMD4(
        UInt32(truncatingIfNeeded: high >> 32) ^ state[1] ^ key[0], UInt32(truncatingIfNeeded: high),
        UInt32(truncatingIfNeeded: low >> 32) ^ state[3] ^ key[1], UInt32(truncatingIfNeeded: low))
      key = key &+ SIMD2(0x9E37_79B9, 0xBB67_AE85)
    }
    return state
  }

  /// 64 random bits.
  public func bits(stream: UInt64, counter: UInt64) -> UInt64 {
    let block = block(stream: stream, counter: counter)
    return UInt64(block[0]) | UInt64(block[1]) << 32
  }

  /// Uniform in [0, 1), with 53 random bits.
  public func uniform(stream: UInt64, counter: UInt64) -> Double {
    Double(bits(stream: stream, counter: counter) >> 11) * 0x1p-53
  }
}

/// The numbers of one Philox stream, one after the other.
public struct PhiloxGenerator: RandomNumberGenerator, Sendable {
  private let philox: Philox
  private let stream: UInt64
  private var counter: UInt64 = 0
  private var spare: UInt64?

  public init(seed: UInt64, stream: UInt64 = 0) {
    philox = Philox(seed: seed)
    self.stream = stream
  }

  public mutating func next() -> UInt64 {
    if let value = spare {
      spare = nil
      return value
    }
    let block = philox.block(stream: stream, counter: counter)
    counter += 1
    spare = UInt64(block[2]) | UInt64(block[3]) << 32
    return UInt64(block[0]) | UInt64(block[1]) << 32
  }

  /// Uniform in [0, 1).
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// Uniform in 0..<bound, without bias (Lemire 2019).
  public mutating func index(below bound: Int) -> Int {
    precondition(bound > 0)
    return Int(next(upperBound: UInt64(bound)))
  }
}
