import CivilTime
import Numerics

/// When a shop's customers buy: how busy each day is, and each hour of a day.
///
/// A history is drawn on an activity clock, on which customers buy at an even pace, and is then mapped to days. A busy
/// day takes up more of that clock than a quiet one, and a day without trade takes up nothing.
struct TradingCalendar: Sendable {
  /// Days from 1970-01-01 to the first day of trade.
  let firstDay: Int
  /// Number of days of trade.
  let days: Int
  /// For each pattern, the activity before each day, `days` + 1 values. A day has about 1 on average over the year.
  private let activity: [[Double]]
  private let hours = AliasTable(weights: Self.hourWeights)
}

extension TradingCalendar {
  /// How activity varies over the year and the week.
  enum Pattern: Int, CaseIterable {
    /// Rises from September to a peak in November; quiet Saturdays.
    case retail
    /// October to December, and little else.
    case holiday
    /// Even over the year, on weekdays only.
    case trade
  }

  init(from start: CivilDate, to end: CivilDate) {
    let first = start.daysSince1970
    let count = end.daysSince1970 - first
    firstDay = Int(first)
    days = Int(count)
    activity = Pattern.allCases.map { pattern in
      var sum = 0.0
      return [0]
        + (0..<count).map { offset in
          sum += pattern.activity(on: CivilDate(daysSince1970: first + offset))
          return sum
        }
    }
  }

  /// The reading of a pattern's clock at the end of trade.
  func end(of pattern: Pattern) -> Double {
    activity[pattern.rawValue][days]
  }

  /// The day of trade, from 0, on which a pattern's clock reads `clock`; nil after the end.
  func day(at clock: Double, of pattern: Pattern) -> Int? {
    let before = activity[pattern.rawValue]
    guard clock < before[days] else { return nil }
    return max(0, before.partitioningIndex { $0 > clock } - 1)
  }

  /// Draws a minute of the day within opening hours.
  func minute(_ random: inout PhiloxGenerator) -> Int {
    hours.draw(&random) * 60 + random.index(below: 60)
  }

  /// The time of a minute of a day of trade, in microseconds since 1970-01-01.
  func microseconds(day: Int, minute: Int) -> Int64 {
    Int64(firstDay + day) * Microseconds.day + Int64(minute) * Microseconds.minute
  }

  /// Open from 7:00 to 21:00, busiest around noon.
  private static let hourWeights: [Double] =
    [0, 0, 0, 0, 0, 0, 0, 1, 6, 14, 22, 23, 30, 26, 22, 20, 12, 7, 4, 3, 1, 0, 0, 0]
}

extension TradingCalendar.Pattern {
  /// Activity on one day; its mean over a year is about 1.
  func activity(on date: CivilDate) -> Double {
    let month = monthWeights[date.month - 1] / (monthWeights.reduce(0, +) / 12)
    let weekday = weekdayWeights[date.weekday] / (weekdayWeights.reduce(0, +) / 7)
    return month * weekday * holidayFactor(date)
  }

  private var monthWeights: [Double] {
    switch self {
    case .retail: [0.75, 0.78, 0.95, 0.90, 1.05, 1.00, 0.95, 0.92, 1.20, 1.35, 1.75, 1.25]
    case .holiday: [0.15, 0.10, 0.10, 0.15, 0.15, 0.15, 0.15, 0.25, 0.90, 2.60, 4.60, 3.40]
    case .trade: [0.90, 0.95, 1.00, 1.00, 1.00, 1.00, 0.95, 0.90, 1.10, 1.15, 1.15, 0.80]
    }
  }

  /// Monday to Sunday.
  private var weekdayWeights: [Double] {
    self == .trade ? [1, 1.1, 1.1, 1.1, 0.8, 0, 0] : [1, 1.05, 1.15, 1.3, 0.95, 0.3, 0.75]
  }

  private func holidayFactor(_ date: CivilDate) -> Double {
    switch (date.month, date.day) {
    case (12, 25), (12, 26), (1, 1): 0
    case (12, 19...24): 0.6
    case (12, 27...31): 0.3
    default: 1
    }
  }
}
