/// Dates and times of the Gregorian calendar, as days and microseconds since 1970-01-01 00:00.
public enum CivilTime {
  public static let microsecondsPerDay: Int64 = 86_400_000_000
}

/// A time as it was written.
public struct ParsedTimestamp: Sendable, Hashable {
  /// Microseconds since 1970-01-01 00:00 of the clock that the text shows, whatever its offset.
  public var microseconds: Int64
  /// Minutes that this clock is ahead of UTC; nil where the text does not say.
  public var offsetMinutes: Int?

  public init(microseconds: Int64, offsetMinutes: Int? = nil) {
    self.microseconds = microseconds
    self.offsetMinutes = offsetMinutes
  }
}

/// A day of the calendar.
public struct CivilDate: Sendable, Hashable {
  public var year: Int
  /// 1 to 12.
  public var month: Int
  /// 1 to 31.
  public var day: Int

  public init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }
}

extension CivilTime {
  /// Days since 1970-01-01 of a day of the proleptic Gregorian calendar.
  ///
  /// Years are counted from March, so that the leap day is the last; an era is 400 years, 146,097 days.
  public static func days(year: Int, month: Int, day: Int) -> Int32 {
    let marchYear = month > 2 ? year : year - 1
    let era = floorDivide(marchYear, 400)
    let yearOfEra = marchYear - era * 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int32(era * 146_097 + dayOfEra - 719_468)
  }

  /// The calendar's day of `days` since 1970-01-01.
  public static func civil(fromDays days: Int32) -> CivilDate {
    let shifted = Int(days) + 719_468
    let era = floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return CivilDate(
      year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
      day: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// The day on which `microseconds` falls, in days since 1970-01-01.
  public static func day(ofMicroseconds microseconds: Int64) -> Int32 {
    Int32(floorDivide(Int(microseconds), Int(microsecondsPerDay)))
  }

  /// 0 for Monday to 6 for Sunday (ISO 8601, less one).
  public static func weekday(ofDays days: Int32) -> Int {
    let shifted = Int(days) + 3
    return shifted - floorDivide(shifted, 7) * 7
  }

  public static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// 28 to 31.
  public static func dayCount(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  static func floorDivide(_ dividend: Int, _ divisor: Int) -> Int {
    let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
