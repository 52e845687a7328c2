import CivilTime

extension ByteCursor {
  /// Reads a date as `parseTimestamp` takes it: its days since 1970-01-01; nil where there is none.
  mutating func readDate(_ order: DateOrder) -> Int32? {
    guard let first = digits(atMost: 8) else { return readNamedDate() }
    if first.count == 8 {
      return days(year: first.value / 10_000, month: first.value / 100 % 100, day: first.value % 100)
    }
    if first.count <= 2 {
      skipOrdinal()
      // `05JAN2023`
      if next?.isLetter == true { return readNamedMonth(after: first) }
    }
    guard let separator = next, separator.isBlank || Self.isDateSeparator(separator) else { return nil }
    advance()
    if next?.isDigit == false { return readNamedMonth(after: first) }
    guard !separator.isBlank, let second = digits(atMost: 2), skip(separator), let third = digits(atMost: 4) else {
      return nil
    }
    if first.count == 4 {
      return third.count <= 2 ? days(year: first.value, month: second.value, day: third.value) : nil
    }
    guard first.count <= 2, third.count == 2 || third.count == 4 else { return nil }
    let year = Self.year(third)
    switch order {
    case .yearFirst: return nil
    case .dayFirst: return days(year: year, month: second.value, day: first.value)
    case .monthFirst: return days(year: year, month: first.value, day: second.value)
    }
  }

  private typealias Digits = (value: Int, count: Int)

  private static func year(_ digits: Digits) -> Int {
    digits.count == 4 ? digits.value : digits.value + (digits.value < 70 ? 2000 : 1900)
  }

  /// What follows `1 ` or `2010-`: a month's name, and the part of the date that is missing.
  private mutating func readNamedMonth(after first: Digits) -> Int32? {
    guard let month = readMonthName(), let last = digits(atMost: 4) else { return nil }
    if first.count == 4 {
      return last.count <= 2 ? days(year: first.value, month: month, day: last.value) : nil
    }
    guard first.count <= 2, last.count == 2 || last.count == 4 else { return nil }
    return days(year: Self.year(last), month: month, day: first.value)
  }

  /// `December 1, 2010`, and a date behind a day of the week that has a month's name or begins with the year.
  private mutating func readNamedDate() -> Int32? {
    var ahead = self
    if let month = ahead.readMonthName(), let date = ahead.readDayAndYear(of: month) {
      self = ahead
      return date
    }
    // A day of the week may be a month elsewhere: `mar. 3 janv. 2023` is a Tuesday.
    guard skipDayOfWeek() else { return nil }
    if next?.isDigit == true { return readDate(.yearFirst) }
    guard let month = readMonthName() else { return nil }
    return readDayAndYear(of: month)
  }

  /// `2, 2023`, behind the name of the month.
  private mutating func readDayAndYear(of month: Int) -> Int32? {
    guard let day = digits(atMost: 2) else { return nil }
    skipOrdinal()
    _ = skip(UInt8(ascii: ",")) || skip(UInt8(ascii: "-")) || skip(UInt8(ascii: "/"))
    skipBlanks()
    guard let last = digits(atMost: 4), last.count == 4 else { return nil }
    return days(year: last.value, month: month, day: day.value)
  }

  /// `Mon Jan 02 18:44:00 GMT 2023`, as Unix and Java write times: the year comes last.
  mutating func readYearLast() -> (days: Int32, time: Int64, offset: Int?)? {
    guard skipDayOfWeek(), let month = readMonthName(), let day = digits(atMost: 2) else { return nil }
    skipBlanks()
    guard let time = readTimeOfDay() else { return nil }
    skipBlanks()
    let offset = readOffset()
    skipBlanks()
    guard let year = digits(atMost: 4), year.count == 4, isAtEnd,
      let date = days(year: year.value, month: month, day: day.value)
    else { return nil }
    return (date, time, offset)
  }

  /// A word, and what parts it from the date.
  private mutating func skipDayOfWeek() -> Bool {
    guard word() != nil else { return false }
    _ = skip(UInt8(ascii: "."))
    guard skip(UInt8(ascii: ",")) || next?.isBlank == true else { return false }
    skipBlanks()
    return true
  }

  /// The letters of `1st`, `2nd`, `3rd` and `4th`.
  private mutating func skipOrdinal() {
    _ = skip(ignoringCase: "ST") || skip(ignoringCase: "ND") || skip(ignoringCase: "RD") || skip(ignoringCase: "TH")
  }

  /// With the points, commas, dashes and blanks around it.
  private mutating func readMonthName() -> Int? {
    skipBlanks()
    guard let name = word(), let month = monthNumber(named: name) else { return nil }
    _ = skip(UInt8(ascii: "."))
    _ = skip(UInt8(ascii: "-")) || skip(UInt8(ascii: "/")) || skip(UInt8(ascii: ","))
    skipBlanks()
    return month
  }

  private static func isDateSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".")
  }

  private func days(year: Int, month: Int, day: Int) -> Int32? {
    year > 0 ? CivilDate(year: year, month: month, day: day)?.daysSince1970 : nil
  }
}
