/// `2011-09-01 00:00:00`, with a fraction of up to six digits where there is one.
///
/// - Parameter microseconds: since 1970-01-01 00:00.
public func timestampString(_ microseconds: Int64) -> String {
  var bytes: [UInt8] = []
  bytes.append(timestamp: microseconds)
  return String(decoding: bytes, as: UTF8.self)
}

/// `2011-09-01`.
///
/// - Parameter days: since 1970-01-01.
public func dateString(_ days: Int32) -> String {
  var bytes: [UInt8] = []
  bytes.append(date: days)
  return String(decoding: bytes, as: UTF8.self)
}

extension [UInt8] {
  mutating func append(timestamp microseconds: Int64) {
    let day = CivilTime.day(ofMicroseconds: microseconds)
    let remainder = Int(microseconds % CivilTime.microsecondsPerDay)
    let sinceMidnight = remainder < 0 ? remainder + Int(CivilTime.microsecondsPerDay) : remainder
    append(date: day)
    append(UInt8(ascii: " "))
    append(digits: sinceMidnight / 3_600_000_000, width: 2)
    append(UInt8(ascii: ":"))
    append(digits: sinceMidnight / 60_000_000 % 60, width: 2)
    append(UInt8(ascii: ":"))
    append(digits: sinceMidnight / 1_000_000 % 60, width: 2)
    var fraction = sinceMidnight % 1_000_000
    guard fraction > 0 else { return }
    var width = 6
    while fraction % 10 == 0 {
      fraction /= 10
      width -= 1
    }
    append(UInt8(ascii: "."))
    append(digits: fraction, width: width)
  }

  mutating func append(date days: Int32) {
    let date = CivilTime.civil(fromDays: days)
    if date.year < 0 { append(UInt8(ascii: "-")) }
    append(digits: abs(date.year), width: 4)
    append(UInt8(ascii: "-"))
    append(digits: date.month, width: 2)
    append(UInt8(ascii: "-"))
    append(digits: date.day, width: 2)
  }

  /// At least `width` digits, with leading zeros.
  mutating func append(digits value: Int, width: Int) {
    if value >= 10 || width > 1 { append(digits: value / 10, width: width - 1) }
    append(UInt8(ascii: "0") + UInt8(value % 10))
  }
}
