// Conversion of days and dates (Hinnant, "chrono-Compatible Low-Level Date Algorithms"): years start in March, so that
// the leap day is the last of its year, and are grouped into eras of 400 years, which all have 146,097 days.

private let daysPerEra = 146_097
/// Days from 0000-03-01 to 1970-01-01.
private let epoch = 719_468

extension CivilDate {
  /// The date that is `days` days after 1970-01-01; negative for earlier dates.
  public init(daysSince1970 days: Int32) {
    let shifted = Int(days) + epoch
    let era = floorDivide(shifted, daysPerEra)
    let dayOfEra = shifted - era * daysPerEra
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    self.init(
      existingYear: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
      day: dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }

  /// Days since 1970-01-01; negative for earlier dates.
  public var daysSince1970: Int32 {
    let marchYear = month > 2 ? year : year - 1
    let era = floorDivide(marchYear, 400)
    let yearOfEra = marchYear - era * 400
    let monthFromMarch = month > 2 ? month - 3 : month + 9
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int32(era * daysPerEra + dayOfEra - epoch)
  }

  /// 0 for Monday to 6 for Sunday: ISO 8601's number minus one.
  public static func weekday(ofDaysSince1970 days: Int32) -> Int {
    // 1970-01-01 was a Thursday.
    let remainder = (Int(days) + 3) % 7
    return remainder < 0 ? remainder + 7 : remainder
  }

  /// 0 for Monday to 6 for Sunday.
  public var weekday: Int { Self.weekday(ofDaysSince1970: daysSince1970) }

  /// The same day `months` months later (earlier if negative), or the last day of that month if it is shorter.
  public func adding(months: Int) -> CivilDate {
    let total = year * 12 + month - 1 + months
    let year = floorDivide(total, 12)
    let month = total - year * 12 + 1
    return CivilDate(existingYear: year, month: month, day: min(day, Self.dayCount(ofMonth: month, year: year)))
  }
}

private func floorDivide(_ dividend: Int, _ divisor: Int) -> Int {
  let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
  return remainder < 0 ? quotient - 1 : quotient
}
