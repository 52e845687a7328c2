/// Bits that sort, as unsigned numbers, like the values; −0 counts as 0.
@inline(__always)
func sortableBits(_ value: Double) -> UInt64 {
  let bits = (value + 0).bitPattern
  return bits & 1 << 63 == 0 ? bits | 1 << 63 : ~bits
}

/// The number whose `sortableBits` these are.
func value(ofSortableBits bits: UInt64) -> Double {
  Double(bitPattern: bits & 1 << 63 != 0 ? bits & ~(1 << 63) : ~bits)
}
