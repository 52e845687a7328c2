import CivilTime

extension ByteCursor {
  /// Microseconds since midnight.
  mutating func readTimeOfDay() -> Int64? {
    guard let hour = digits(atMost: 2)?.value, skip(UInt8(ascii: ":")), let minute = digits(atMost: 2),
      minute.count == 2, minute.value < 60
    else { return nil }
    var second = 0
    var fraction = 0
    if skip(UInt8(ascii: ":")) {
      guard let seconds = digits(atMost: 2), seconds.count == 2, seconds.value < 60 else { return nil }
      second = seconds.value
      if skip(UInt8(ascii: ".")) || skip(UInt8(ascii: ",")) {
        guard let microseconds = readFraction() else { return nil }
        fraction = microseconds
      }
    }
    guard let hour = readHalfOfDay(hour) else { return nil }
    return Int64(hour) * Microseconds.hour + Int64(minute.value) * Microseconds.minute
      + Int64(second) * Microseconds.second + Int64(fraction)
  }

  /// Microseconds; digits beyond the sixth are dropped.
  private mutating func readFraction() -> Int? {
    guard var (value, count) = digits(atMost: 6) else { return nil }
    while count < 6 {
      value *= 10
      count += 1
    }
    while digits(atMost: 18) != nil {}
    return value
  }

  /// The hour of a 24-hour clock, after `AM` or `PM` if there is one; nil for an hour that does not exist.
  private mutating func readHalfOfDay(_ hour: Int) -> Int? {
    var ahead = self
    ahead.skipBlanks()
    let isMorning = ahead.skip(ignoringCase: "AM")
    guard isMorning || ahead.skip(ignoringCase: "PM") else { return hour < 24 ? hour : nil }
    self = ahead
    guard (1...12).contains(hour) else { return nil }
    return hour % 12 + (isMorning ? 0 : 12)
  }

  /// Minutes ahead of UTC; nil where there is no offset or a wrong one.
  mutating func readOffset() -> Int? {
    if skip(ignoringCase: "UTC") || skip(ignoringCase: "GMT") || skip(ignoringCase: "Z") { return 0 }
    let isBehind = next == UInt8(ascii: "-")
    guard skip(UInt8(ascii: "+")) || skip(UInt8(ascii: "-")) else { return nil }
    guard let hours = digits(atMost: 2), hours.count == 2, hours.value < 24 else { return nil }
    var minutes = 0
    if skip(UInt8(ascii: ":")) || !isAtEnd {
      guard let rest = digits(atMost: 2), rest.count == 2, rest.value < 60 else { return nil }
      minutes = rest.value
    }
    return (hours.value * 60 + minutes) * (isBehind ? -1 : 1)
  }
}
