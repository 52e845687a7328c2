import CivilTime

/// Dates as a spreadsheet stores them: days since an epoch, with the time of day as the fraction.
enum SerialDate: Sendable {
  /// 1 is 1900-01-01, and 60 is 1900-02-29, a day that never was (kept from Lotus 1-2-3).
  case from1900
  /// 0 is 1904-01-01.
  case from1904

  /// Microseconds since 1970-01-01 00:00, at the nearest millisecond: a double holds no more of a time of day, and
  /// `40513.35138888889` is 08:26:00. nil before the epoch and after 9999-12-31.
  func microseconds(_ serial: Double) -> Int64? {
    guard serial >= 0, serial < 2_958_466 else { return nil }
    let time = Int64((serial * Self.millisecondsPerDay).rounded()) * 1000
    switch self {
    case .from1900:
      // Days before the one that never was count from one day later.
      let epoch: Int64 = serial < 60 ? -25_568 : -25_569
      return time + epoch * Microseconds.day
    case .from1904:
      guard serial < 2_957_004 else { return nil }
      return time - 24_107 * Microseconds.day
    }
  }

  private static let millisecondsPerDay = Double(Microseconds.day / 1000)
}
