import CivilTime

extension ByteCursor {
  /// Microseconds since midnight.
  ///
  /// - Parameter isBasic: whether there need not be colons: `184400`, as ISO 8601 writes times behind `20230102`.
  mutating func readTimeOfDay(isBasic: Bool = false) -> Int64? {
    guard let hour = digits(atMost: 2)?.value else { return nil }
    let hasColon = skip(UInt8(ascii: ":"))
    guard hasColon || isBasic, let minute = digits(atMost: 2), minute.count == 2, minute.value < 60 else { return nil }
    var second = 0
    var fraction = 0
    if skip(UInt8(ascii: ":")) || !hasColon && next?.isDigit == true {
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

  /// The hour of a 24-hour clock, after `AM`, `PM` or `p. m.` if there is one; nil for an hour that does not exist.
  private mutating func readHalfOfDay(_ hour: Int) -> Int? {
    var ahead = self
    ahead.skipBlanks()
    let isMorning = ahead.skipHalfOfDay("A")
    guard isMorning || ahead.skipHalfOfDay("P") else { return hour < 24 ? hour : nil }
    self = ahead
    guard (1...12).contains(hour) else { return nil }
    return hour % 12 + (isMorning ? 0 : 12)
  }

  private mutating func skipHalfOfDay(_ letter: StaticString) -> Bool {
    var ahead = self
    guard ahead.skip(ignoringCase: letter) else { return false }
    if ahead.skip(UInt8(ascii: ".")) { ahead.skipBlanks() }
    guard ahead.skip(ignoringCase: "M") else { return false }
    _ = ahead.skip(UInt8(ascii: "."))
    self = ahead
    return true
  }

  /// Minutes ahead of UTC, of `Z`, `UTC`, `+01:00`, `GMT+0100`; nil where there is no offset or a wrong one. A name
  /// behind a number, as in `+0000 UTC` or `GMT+0100 (Central European Standard Time)`, is passed over.
  mutating func readOffset() -> Int? {
    let isNamed = skip(ignoringCase: "UTC") || skip(ignoringCase: "GMT")
    if !isNamed, skip(ignoringCase: "Z") { return 0 }
    let isBehind = next == UInt8(ascii: "-")
    guard skip(UInt8(ascii: "+")) || skip(UInt8(ascii: "-")) else { return isNamed ? 0 : nil }
    guard let hours = digits(atMost: 2), isNamed || hours.count == 2, hours.value < 24 else { return nil }
    var minutes = 0
    if skip(UInt8(ascii: ":")) || next?.isDigit == true {
      guard let rest = digits(atMost: 2), rest.count == 2, rest.value < 60 else { return nil }
      minutes = rest.value
    }
    skipZoneName()
    return (hours.value * 60 + minutes) * (isBehind ? -1 : 1)
  }

  private mutating func skipZoneName() {
    var ahead = self
    guard ahead.next?.isBlank == true else { return }
    ahead.skipBlanks()
    if ahead.skip(UInt8(ascii: "(")) {
      while let byte = ahead.next, byte != UInt8(ascii: ")") { ahead.advance() }
      guard ahead.skip(UInt8(ascii: ")")) else { return }
    } else {
      guard let name = ahead.word(), name.utf8.count <= 5 else { return }
    }
    self = ahead
  }
}
