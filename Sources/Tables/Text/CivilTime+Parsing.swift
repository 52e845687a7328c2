extension CivilTime {
  /// Reads a time, or a date as its midnight. Blanks around it are ignored.
  ///
  /// - ISO 8601 and its relatives: `2010-12-01 08:26:00`, `2010-12-01T08:26`, `2010/12/01`, `20101201`; fractions of a
  ///   second (cut at microseconds); `Z`, `UTC`, `+01:00`, `+0100`, `+01`. These are read whatever `order` says.
  /// - With a month's name, whatever `order` says: `1 Dec 2010`, `01-Dez-10 8:26`, `1. Dezember 2010`, `December 1, 2010`,
  ///   `Wed, 1 Dec 2010 08:26:00 GMT`, `2010-Dec-01`.
  /// - With a day-first or month-first `order`: `1/12/2010 8:26`, `01.12.10`, `12-1-2010 8:26 AM`. Two-digit years are
  ///   1970 to 2069.
  ///
  /// Returns nil for anything else, and for days and times that do not exist.
  public static func parseTimestamp(_ bytes: TextBytes, order: DateOrder = .yearFirst) -> ParsedTimestamp? {
    var cursor = ByteCursor(trimming: bytes)
    guard let days = parseDate(&cursor, order: order) else { return nil }
    let midnight = Int64(days) * microsecondsPerDay
    if cursor.isAtEnd { return ParsedTimestamp(microseconds: midnight) }
    _ = cursor.skip(UInt8(ascii: ","))
    guard cursor.skip(UInt8(ascii: "T")) || cursor.skip(UInt8(ascii: "t")) || cursor.next?.isBlank == true else {
      return nil
    }
    cursor.skipBlanks()
    guard let time = parseTimeOfDay(&cursor) else { return nil }
    cursor.skipBlanks()
    let start = cursor.position
    let offset = parseOffset(&cursor)
    guard cursor.isAtEnd, offset != nil || cursor.position == start else { return nil }
    return ParsedTimestamp(microseconds: midnight + time, offsetMinutes: offset)
  }

  public static func parseTimestamp(_ text: String, order: DateOrder = .yearFirst) -> ParsedTimestamp? {
    var text = text
    return text.withUTF8 { parseTimestamp($0, order: order) }
  }

  private static func parseDate(_ cursor: inout ByteCursor, order: DateOrder) -> Int32? {
    guard let first = cursor.digits(atMost: 8) else { return parseNamedDate(&cursor) }
    if first.count == 8 {
      return checkedDays(year: first.value / 10_000, month: first.value / 100 % 100, day: first.value % 100)
    }
    guard let separator = cursor.next, separator.isBlank || isDateSeparator(separator) else { return nil }
    cursor.advance()
    if cursor.next?.isDigit == false { return parseNamedMonth(&cursor, after: first) }
    guard !separator.isBlank, let second = cursor.digits(atMost: 2), cursor.skip(separator),
      let third = cursor.digits(atMost: 4)
    else {
      return nil
    }
    if first.count == 4 {
      return third.count <= 2 ? checkedDays(year: first.value, month: second.value, day: third.value) : nil
    }
    guard first.count <= 2, third.count == 2 || third.count == 4 else { return nil }
    let year = year(third)
    switch order {
    case .yearFirst: return nil
    case .dayFirst: return checkedDays(year: year, month: second.value, day: first.value)
    case .monthFirst: return checkedDays(year: year, month: first.value, day: second.value)
    }
  }

  private typealias Digits = (value: Int, count: Int)

  private static func year(_ digits: Digits) -> Int {
    digits.count == 4 ? digits.value : digits.value + (digits.value < 70 ? 2000 : 1900)
  }

  /// What follows `1 ` or `2010-`: a month's name, and the part of the date that is missing.
  private static func parseNamedMonth(_ cursor: inout ByteCursor, after first: Digits) -> Int32? {
    guard let month = parseMonthName(&cursor), let last = cursor.digits(atMost: 4) else { return nil }
    if first.count == 4 {
      return last.count <= 2 ? checkedDays(year: first.value, month: month, day: last.value) : nil
    }
    guard first.count <= 2, last.count == 2 || last.count == 4 else { return nil }
    return checkedDays(year: year(last), month: month, day: first.value)
  }

  /// `December 1, 2010`, and a date behind a day of the week that has a month's name or begins with the year.
  private static func parseNamedDate(_ cursor: inout ByteCursor) -> Int32? {
    var ahead = cursor
    guard let month = parseMonthName(&ahead) else {
      guard cursor.word() != nil, cursor.skip(UInt8(ascii: ",")) || cursor.next?.isBlank == true else { return nil }
      cursor.skipBlanks()
      return cursor.next?.isDigit == true ? parseDate(&cursor, order: .yearFirst) : nil
    }
    cursor = ahead
    guard let day = cursor.digits(atMost: 2) else { return nil }
    _ = cursor.skip(UInt8(ascii: ","))
    cursor.skipBlanks()
    guard let last = cursor.digits(atMost: 4), last.count == 4 else { return nil }
    return checkedDays(year: last.value, month: month, day: day.value)
  }

  /// With the points, dashes and blanks around it.
  private static func parseMonthName(_ cursor: inout ByteCursor) -> Int? {
    cursor.skipBlanks()
    guard let name = cursor.word(), let month = month(named: name) else { return nil }
    _ = cursor.skip(UInt8(ascii: "."))
    _ = cursor.skip(UInt8(ascii: "-")) || cursor.skip(UInt8(ascii: "/"))
    cursor.skipBlanks()
    return month
  }

  private static func isDateSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".")
  }

  private static func checkedDays(year: Int, month: Int, day: Int) -> Int32? {
    guard year > 0, (1...12).contains(month), day >= 1, day <= dayCount(ofMonth: month, year: year) else { return nil }
    return days(year: year, month: month, day: day)
  }

  /// Microseconds since midnight.
  private static func parseTimeOfDay(_ cursor: inout ByteCursor) -> Int64? {
    guard var hour = cursor.digits(atMost: 2)?.value, cursor.skip(UInt8(ascii: ":")),
      let minute = cursor.digits(atMost: 2), minute.count == 2, minute.value < 60
    else { return nil }
    var second = 0
    var fraction = 0
    if cursor.skip(UInt8(ascii: ":")) {
      guard let seconds = cursor.digits(atMost: 2), seconds.count == 2, seconds.value < 60 else { return nil }
      second = seconds.value
      if cursor.skip(UInt8(ascii: ".")) || cursor.skip(UInt8(ascii: ",")) {
        guard let microseconds = parseFraction(&cursor) else { return nil }
        fraction = microseconds
      }
    }
    guard let clock = parseHalfOfDay(&cursor, hour: hour) else { return nil }
    hour = clock
    return Int64(((hour * 60 + minute.value) * 60 + second) * 1_000_000 + fraction)
  }

  /// Microseconds; digits beyond the sixth are dropped.
  private static func parseFraction(_ cursor: inout ByteCursor) -> Int? {
    guard var (value, count) = cursor.digits(atMost: 6) else { return nil }
    while count < 6 {
      value *= 10
      count += 1
    }
    while cursor.digits(atMost: 18) != nil {}
    return value
  }

  /// The hour of a 24-hour clock, after `AM` or `PM` if there is one; nil for an hour that does not exist.
  private static func parseHalfOfDay(_ cursor: inout ByteCursor, hour: Int) -> Int? {
    var ahead = cursor
    ahead.skipBlanks()
    let isMorning = ahead.skip(ignoringCase: "AM")
    guard isMorning || ahead.skip(ignoringCase: "PM") else { return hour < 24 ? hour : nil }
    cursor = ahead
    guard (1...12).contains(hour) else { return nil }
    return hour % 12 + (isMorning ? 0 : 12)
  }

  /// Minutes ahead of UTC; nil where there is no offset or a wrong one.
  private static func parseOffset(_ cursor: inout ByteCursor) -> Int? {
    if cursor.skip(ignoringCase: "UTC") || cursor.skip(ignoringCase: "GMT") || cursor.skip(ignoringCase: "Z") {
      return 0
    }
    let isBehind = cursor.next == UInt8(ascii: "-")
    guard cursor.skip(UInt8(ascii: "+")) || cursor.skip(UInt8(ascii: "-")) else { return nil }
    guard let hours = cursor.digits(atMost: 2), hours.count == 2, hours.value < 24 else { return nil }
    var minutes = 0
    if cursor.skip(UInt8(ascii: ":")) || !cursor.isAtEnd {
      guard let rest = cursor.digits(atMost: 2), rest.count == 2, rest.value < 60 else { return nil }
      minutes = rest.value
    }
    return (hours.value * 60 + minutes) * (isBehind ? -1 : 1)
  }
}
