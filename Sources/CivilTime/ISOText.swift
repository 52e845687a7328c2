/// A timestamp as `2011-09-01 00:00:00`, followed by up to six decimals if the seconds have a fraction.
///
/// - Parameter timestamp: microseconds since 1970-01-01 00:00.
package func timestampString(_ timestamp: Int64) -> String {
  var bytes: [UInt8] = []
  bytes.append(timestamp: timestamp)
  return String(decoding: bytes, as: UTF8.self)
}

/// A date as `2011-09-01`.
///
/// - Parameter days: days since 1970-01-01.
package func dateString(_ days: Int32) -> String {
  var bytes: [UInt8] = []
  bytes.append(date: days)
  return String(decoding: bytes, as: UTF8.self)
}

extension [UInt8] {
  /// Appends what `timestampString` returns, without making a string.
  package mutating func append(timestamp: Int64) {
    append(date: Microseconds.day(of: timestamp))
    let time = Int(Microseconds.sinceMidnight(of: timestamp))
    let (seconds, fraction) = time.quotientAndRemainder(dividingBy: Int(Microseconds.second))
    append(UInt8(ascii: " "))
    append(twoDigits: seconds / 3600)
    append(UInt8(ascii: ":"))
    append(twoDigits: seconds / 60 % 60)
    append(UInt8(ascii: ":"))
    append(twoDigits: seconds % 60)
    if fraction > 0 { append(fraction: fraction) }
  }

  /// Appends what `dateString` returns, without making a string.
  package mutating func append(date days: Int32) {
    let date = CivilDate(daysSince1970: days)
    if date.year < 0 { append(UInt8(ascii: "-")) }
    append(year: abs(date.year))
    append(UInt8(ascii: "-"))
    append(twoDigits: date.month)
    append(UInt8(ascii: "-"))
    append(twoDigits: date.day)
  }

  private mutating func append(twoDigits value: Int) {
    append(UInt8(ascii: "0") + UInt8(value / 10))
    append(UInt8(ascii: "0") + UInt8(value % 10))
  }

  /// Appends at least four digits.
  private mutating func append(year: Int) {
    let (centuries, rest) = year.quotientAndRemainder(dividingBy: 100)
    if centuries >= 100 { append(contentsOf: String(centuries).utf8) } else { append(twoDigits: centuries) }
    append(twoDigits: rest)
  }

  /// - Parameter fraction: microseconds, 1 to 999,999; trailing zeros are left out.
  private mutating func append(fraction: Int) {
    append(UInt8(ascii: "."))
    var (rest, place) = (fraction, 100_000)
    while rest > 0 {
      append(UInt8(ascii: "0") + UInt8(rest / place))
      (rest, place) = (rest % place, place / 10)
    }
  }
}
