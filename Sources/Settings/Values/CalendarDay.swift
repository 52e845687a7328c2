/// A day of the proleptic Gregorian calendar, written `2011-12-09`.
public struct CalendarDay: Sendable, Hashable {
  public let year: Int
  public let month: Int
  public let day: Int

  /// - Returns: nil where the calendar has no such day; years are 1 to 9999.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.length(of: month, in: year) else {
      return nil
    }
    self.year = year
    self.month = month
    self.day = day
  }

  /// - Parameter text: `yyyy-mm-dd`, nothing else.
  public init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.map(\.count) == [4, 2, 2], text.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || (48...57).contains($0) })
    else { return nil }
    let numbers = parts.compactMap { Int(String(decoding: $0, as: UTF8.self)) }
    self.init(year: numbers[0], month: numbers[1], day: numbers[2])
  }
}

extension CalendarDay: CustomStringConvertible, Comparable {
  public var description: String {
    padded(year, to: 4) + "-" + padded(month, to: 2) + "-" + padded(day, to: 2)
  }

  public static func < (left: Self, right: Self) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  private func padded(_ number: Int, to width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: width - text.count) + text
  }
}

extension CalendarDay {
  /// Days since 1970-01-01, by Hinnant's civil-from-days arithmetic (years begin in March, so leap days come last).
  public var daysSince1970: Int {
    let shifted = month <= 2 ? year - 1 : year
    let century = shifted / 400
    let yearOfCentury = shifted - century * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfCentury = yearOfCentury * 365 + yearOfCentury / 4 - yearOfCentury / 100 + dayOfYear
    return century * 146_097 + dayOfCentury - 719_468
  }

  private static func length(of month: Int, in year: Int) -> Int {
    let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
    return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }
}

extension CalendarDay: SettingValue {
  public static func decode(_ node: YAMLNode, key: String, limits: ValueLimits) throws(SettingsError) -> Self {
    guard let day = CalendarDay(try node.string(key)) else {
      throw node.wrongType(key, expected: "a day that exists, as yyyy-mm-dd")
    }
    return day
  }

  public static func schema(_ limits: ValueLimits) -> [SettingLiteral.Field] {
    [.init("type", "string"), .init("format", "date")]
  }

  public var literal: SettingLiteral { .string(description) }
  public static var takesBareText: Bool { true }
  public static func allowed(_ limits: ValueLimits) -> String? { "yyyy-mm-dd" }
}
