import CivilTime

/// How a number stands for a time; the raw values are those of settings.
public enum TimeNotation: String, Sendable, Hashable, CaseIterable {
  /// Days since 1899-12-30, as spreadsheets count, with the time of day as the fraction: 44931.5 is 2023-01-05 12:00.
  case excelDays = "excel_days"
  /// Since 1970-01-01 00:00 UTC.
  case unixSeconds = "unix_seconds"
  case unixMilliseconds = "unix_milliseconds"
  case unixMicroseconds = "unix_microseconds"
}

extension TimeNotation {
  /// Whether the times are those of UTC, and not of the shop's clock.
  public var isUTC: Bool { self != .excelDays }

  /// The notation in which `number` is a time from 1980 to 2099, of which there is one at most; nil where there is none,
  /// and for the digits of a date and an hour (2023010218), which seconds of 2034 look like.
  public init?(plausible number: Double) {
    guard let notation = Self.allCases.first(where: { $0.plausible.contains(number) }) else { return nil }
    if notation == .unixSeconds, number == number.rounded(), compactTime(Int64(number) * 10_000) != nil {
      return nil
    }
    self = notation
  }

  /// The ranges of two notations do not meet.
  private var plausible: Range<Double> {
    switch self {
    case .excelDays: 29_221..<73_051
    case .unixSeconds: Self.plausibleSeconds
    case .unixMilliseconds: Self.plausibleSeconds.lowerBound * 1e3..<Self.plausibleSeconds.upperBound * 1e3
    case .unixMicroseconds: Self.plausibleSeconds.lowerBound * 1e6..<Self.plausibleSeconds.upperBound * 1e6
    }
  }

  private static let plausibleSeconds: Range<Double> = 315_532_800..<4_102_444_800

  /// Microseconds since 1970-01-01 00:00; nil outside the years 1 to 9999.
  ///
  /// - Parameter from1904: whether the days are counted as workbooks of old Macintosh programs do.
  public func microseconds(_ number: Double, from1904: Bool = false) -> Int64? {
    let unit: Double
    switch self {
    case .excelDays: return (from1904 ? SerialDate.from1904 : .from1900).microseconds(number)
    case .unixSeconds: unit = 1e6
    case .unixMilliseconds: unit = 1e3
    case .unixMicroseconds: unit = 1
    }
    let time = (number * unit).rounded()
    guard time >= -62_135_596_800e6, time < 253_402_300_800e6 else { return nil }
    return Int64(time)
  }
}

/// Reads digits with at most one decimal mark among them, without a sign, an exponent or thousands; nil for other text.
public func parseTimeNumber(_ bytes: TextBytes) -> Double? {
  var cursor = ByteCursor(trimming: bytes)
  guard cursor.digits(atMost: 18) != nil else { return nil }
  let hasFraction = cursor.skip(UInt8(ascii: ".")) || cursor.skip(UInt8(ascii: ","))
  if hasFraction, cursor.digits(atMost: 18) == nil { return nil }
  guard cursor.isAtEnd else { return nil }
  let isComma = bytes.contains(UInt8(ascii: ","))
  return parseNumber(bytes, decimal: isComma ? UInt8(ascii: ",") : UInt8(ascii: "."))
}

/// The time whose digits a number shows: 20230102, 202301021844 or 20230102184400; nil for other numbers, and for years
/// before 1900 and after 2100.
///
/// - Returns: microseconds since 1970-01-01 00:00.
public func parseCompactTime(_ number: Double) -> Int64? {
  guard number == number.rounded(), number >= 1e7, number < 1e14 else { return nil }
  let whole = Int64(number)
  return switch whole {
  case 10_000_000..<100_000_000: compactTime(whole * 1_000_000)
  case 100_000_000_000..<1_000_000_000_000: compactTime(whole * 100)
  case 10_000_000_000_000..<100_000_000_000_000: compactTime(whole)
  default: nil
  }
}

/// - Parameter number: of 14 digits, from the year to the seconds.
func compactTime(_ number: Int64) -> Int64? {
  let year = Int(number / 10_000_000_000)
  guard (1900...2100).contains(year),
    let date = CivilDate(
      year: year, month: Int(number / 100_000_000 % 100), day: Int(number / 1_000_000 % 100))
  else { return nil }
  let (hour, minute, second) = (number / 10_000 % 100, number / 100 % 100, number % 100)
  guard hour < 24, minute < 60, second < 60 else { return nil }
  return Int64(date.daysSince1970) * Microseconds.day + hour * Microseconds.hour + minute * Microseconds.minute
    + second * Microseconds.second
}
