/// A number with fixed decimals, the same in every locale; `unknown` if it is not finite.
///
/// Equals what C's `%.*f` prints: the exact binary value rounded once, ties to even.
///
/// - Parameter places: number of decimals, 0 to 19.
package func decimal(_ value: Double, places: Int) -> String {
  precondition((0...19).contains(places), "10^places must fit 64 bits")
  guard value.isFinite else { return "unknown" }
  let sign = value.sign == .minus ? "-" : ""
  // The value is mantissa × 2^exponent.
  let exponent = max(Int(value.exponentBitPattern), 1) - 1075
  let mantissa = UInt128(value.significandBitPattern | (value.exponentBitPattern == 0 ? 0 : 1 << 52))
  if exponent >= 0 {
    let zeros = places == 0 ? "" : "." + String(repeating: "0", count: places)
    return sign + wholeDigits(mantissa, timesTwoTo: exponent) + zeros
  }
  var scale: UInt128 = 1
  for _ in 0..<places { scale *= 10 }
  // The product of 53 bits and at most 10^19 is below 2^117.
  let scaled = shiftedRight(mantissa * scale, by: -exponent)
  let (whole, fraction) = scaled.quotientAndRemainder(dividingBy: scale)
  return sign + String(whole) + (places == 0 ? "" : "." + String(fraction).leftPadded(to: places, with: "0"))
}

/// `value` / 2^`bits`, rounded to nearest, ties to even.
private func shiftedRight(_ value: UInt128, by bits: Int) -> UInt128 {
  guard bits < 128 else { return 0 }
  let quotient = value >> UInt128(bits)
  let remainder = value - quotient << UInt128(bits)
  let half = UInt128(1) << UInt128(bits - 1)
  return remainder > half || (remainder == half && quotient & 1 == 1) ? quotient + 1 : quotient
}

/// All digits of a whole number, which may be almost 2^1024.
private func wholeDigits(_ mantissa: UInt128, timesTwoTo exponent: Int) -> String {
  if exponent < 64 { return String(mantissa << UInt128(exponent)) }
  // Groups of nine digits, the lowest first.
  var groups: [UInt64] = []
  var rest = mantissa
  while rest > 0 {
    groups.append(UInt64(rest % 1_000_000_000))
    rest /= 1_000_000_000
  }
  for _ in 0..<exponent {
    var carry: UInt64 = 0
    for index in groups.indices {
      let doubled = groups[index] * 2 + carry
      (carry, groups[index]) = doubled.quotientAndRemainder(dividingBy: 1_000_000_000)
    }
    if carry > 0 { groups.append(carry) }
  }
  let lower = groups.dropLast().reversed().map { String($0).leftPadded(to: 9, with: "0") }
  return String(groups[groups.count - 1]) + lower.joined()
}
