/// Eight doubles side by side, the width of the element-wise kernels.
public typealias Lanes = SIMD8<Double>

/// e^x in each lane for x ≤ 0, with a relative error of a few 10⁻¹⁶; below −708 it stays at e^−708.
@inlinable @inline(__always)
public func expOfNonPositive(_ x: Lanes) -> Lanes {
  // By comparisons: the library's `clamped` is compiled lane by lane.
  let least = Lanes(repeating: -708)
  return expWithinRange(x.replacing(with: least, where: x .< least).replacing(with: 0, where: x .> 0))
}

/// e^x in each lane, with a relative error of a few 10⁻¹⁶; beyond ±708 it stays at e^±708.
@inlinable @inline(__always)
public func exponential(_ x: Lanes) -> Lanes {
  let (least, greatest) = (Lanes(repeating: -708), Lanes(repeating: 708))
  return expWithinRange(x.replacing(with: least, where: x .< least).replacing(with: greatest, where: x .> greatest))
}

/// e^x for |x| ≤ 708.
///
/// x = n·ln 2 + r with |r| ≤ ½·ln 2, then Taylor's polynomial to r¹³ (remainder below 4·10⁻¹⁸) and 2ⁿ through the bits.
@inlinable @inline(__always)
func expWithinRange(_ x: Lanes) -> Lanes {
  let n = (x * 1.4426950408889634).rounded(.toNearestOrEven)
  // ln 2 in two parts, the first with enough trailing zeros that n times it is exact.
  let r = x.addingProduct(n, Lanes(repeating: -0x1.62e42fee00000p-1))
    .addingProduct(n, Lanes(repeating: -0x1.a39ef35793c76p-33))
  var p = Lanes(repeating: 1 / 6_227_020_800)
  p = Lanes(repeating: 1 / 479_001_600).addingProduct(p, r)
  p = Lanes(repeating: 1 / 39_916_800).addingProduct(p, r)
  p = Lanes(repeating: 1 / 3_628_800).addingProduct(p, r)
  p = Lanes(repeating: 1 / 362_880).addingProduct(p, r)
  p = Lanes(repeating: 1 / 40_320).addingProduct(p, r)
  p = Lanes(repeating: 1 / 5_040).addingProduct(p, r)
  p = Lanes(repeating: 1 / 720).addingProduct(p, r)
  p = Lanes(repeating: 1 / 120).addingProduct(p, r)
  p = Lanes(repeating: 1 / 24).addingProduct(p, r)
  p = Lanes(repeating: 1 / 6).addingProduct(p, r)
  p = Lanes(repeating: 0.5).addingProduct(p, r)
  p = Lanes(repeating: 1).addingProduct(p, r)
  p = Lanes(repeating: 1).addingProduct(p, r)
  // Adding 1.5·2⁵² leaves n in the low bits of the sum; a shift then puts n + 1023 where the exponent is.
  let bits = unsafeBitCast(n + 0x1.8p52, to: SIMD8<Int64>.self)
  let exponent = (bits &+ SIMD8(repeating: 1023)) &<< SIMD8(repeating: 52)
  return p * unsafeBitCast(exponent, to: Lanes.self)
}

/// ln(1 + e) in each lane for e in 0...1, to a few 10⁻¹⁶ relative: 2·artanh(f / (2 + f)) with f small, after taking a
/// factor of 2 out of 1 + e where e > √2 − 1.
@inlinable @inline(__always)
public func log1pOfUnit(_ e: Lanes) -> Lanes {
  let halved = e .> Lanes(repeating: 0.41421356237309503)
  let f = e.replacing(with: (e - 1) * 0.5, where: halved)
  let small = logOfOnePlusSmall(f)
  return small.replacing(with: small + 0.6931471805599453, where: halved)
}

/// ln(1 + f) in each lane for f in √½ − 1 ... √2 − 1, as 2·artanh(f / (2 + f)).
@inlinable @inline(__always)
func logOfOnePlusSmall(_ f: Lanes) -> Lanes {
  let s = f / (f + 2)
  let square = s * s
  var p = Lanes(repeating: 1 / 23.0)
  p = Lanes(repeating: 1 / 21.0).addingProduct(p, square)
  p = Lanes(repeating: 1 / 19.0).addingProduct(p, square)
  p = Lanes(repeating: 1 / 17.0).addingProduct(p, square)
  p = Lanes(repeating: 1 / 15.0).addingProduct(p, square)
  p = Lanes(repeating: 1 / 13.0).addingProduct(p, square)
  p = Lanes(repeating: 1 / 11.0).addingProduct(p, square)
  p = Lanes(repeating: 1 / 9.0).addingProduct(p, square)
  p = Lanes(repeating: 1 / 7.0).addingProduct(p, square)
  p = Lanes(repeating: 1 / 5.0).addingProduct(p, square)
  p = Lanes(repeating: 1 / 3.0).addingProduct(p, square)
  p = Lanes(repeating: 1).addingProduct(p, square)
  return (s + s) * p
}

/// ln x in each lane, to a few 10⁻¹⁶ of max(|ln x|, ½·ln 2) and of |ln x| itself near 1; x is at least 2⁻¹⁰²² and finite.
///
/// x = m·2ⁿ with m from √½ to √2, both through the bits.
@inlinable @inline(__always)
public func logarithm(_ x: Lanes) -> Lanes {
  let rootOfHalf = SIMD8<UInt64>(repeating: (0.5).squareRoot().bitPattern)
  let bits = unsafeBitCast(x, to: SIMD8<UInt64>.self)
  // n + 1023, which is not negative.
  let exponent = (bits &- rootOfHalf &+ SIMD8(repeating: 1023 << 52)) &>> SIMD8(repeating: 52)
  let mantissa = bits &- ((exponent &- SIMD8(repeating: 1023)) &<< SIMD8(repeating: 52))
  // In the low bits of 2⁵² a whole number is a number.
  let n = unsafeBitCast(exponent | SIMD8(repeating: (0x1p52).bitPattern), to: Lanes.self) - (0x1p52 + 1023)
  let log = logOfOnePlusSmall(unsafeBitCast(mantissa, to: Lanes.self) - 1)
  return log.addingProduct(n, Lanes(repeating: 0x1.a39ef35793c76p-33))
    .addingProduct(n, Lanes(repeating: 0x1.62e42fee00000p-1))
}

/// ln(1 + x) in each lane for x ≥ 0 and finite, to a few 10⁻¹⁶ relative: with what 1 + x was rounded by added again.
@inlinable @inline(__always)
public func logOnePlus(_ x: Lanes) -> Lanes {
  let sum = 1 + x
  return logarithm(sum) + (x - (sum - 1)) / sum
}

/// 1 / (1 + e^−x) in each lane, through e^−|x|, which cannot overflow.
@inlinable @inline(__always)
public func sigmoid(_ x: Lanes) -> Lanes {
  let negative = x .< Lanes.zero
  let e = expOfNonPositive(x.replacing(with: -x, where: .!negative))
  let one = Lanes(repeating: 1)
  return one.replacing(with: e, where: negative) / (one + e)
}
