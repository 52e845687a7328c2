import CivilTime
import Foundation
import Tables

/// What the times of one file show, and how its numbers count.
struct FileTimes {
  let path: String
  /// Its first row among all lines.
  let firstRow: Int
  var header = ""
  /// Whether some text was a date that needs no other to be read.
  var hasDates = false
  /// Some number that is no time.
  private(set) var firstUnreadable: Double?
  private let from1904: Bool
  private let format: DateFormat?
  private var way: NumberWay?
  private var example: (text: String, time: Int64)?

  // What is known of texts that are no ISO dates.
  private var counts: [TimeNotation: (rows: Int, first: String)] = [:]
  private var otherDates = 0
  private var otherRows = 0
  private var isDecided = false

  /// What numbers of a column are: counts, or the digits of dates.
  private enum NumberWay: Equatable {
    case counted(TimeNotation)
    /// 20230105, 20230105100000.
    case digits
  }

  init(path: String, firstRow: Int, from1904: Bool, format: DateFormat?) {
    self.path = path
    self.firstRow = firstRow
    self.from1904 = from1904
    self.format = format
    way = format?.notation.map { .counted($0) }
    isStated = way != nil
  }

  /// Whether the settings say how numbers count.
  let isStated: Bool
  /// Whether numbers were taken for times.
  var hasNumbers: Bool { example != nil }

  // MARK: - Numbers that are known to belong to the column

  /// Microseconds since 1970-01-01 00:00, and whether that is in UTC; nil for a number that is no time in the way of the
  /// settings, or of the numbers before it.
  mutating func time(of number: Double) -> (time: Int64, isUTC: Bool)? {
    guard let found = way ?? Self.way(of: number, format), let time = time(number, found),
      isStated || Self.way(of: number, format) == found
    else {
      if firstUnreadable == nil { firstUnreadable = number }
      return nil
    }
    way = found
    guard case .counted(let notation) = found else { return (time, false) }
    if example == nil { example = (CellNumber.text(number), time) }
    return (time, notation.isUTC)
  }

  private static func way(of number: Double, _ format: DateFormat?) -> NumberWay? {
    if parseCompactTime(number) != nil { return .digits }
    return format == nil ? TimeNotation(plausible: number).map { .counted($0) } : nil
  }

  private func time(_ number: Double, _ way: NumberWay) -> Int64? {
    switch way {
    case .counted(let notation): notation.microseconds(number, from1904: from1904)
    case .digits: parseCompactTime(number)
    }
  }

  // MARK: - Numbers in text

  /// Takes note of a text that is no ISO date.
  ///
  /// - Parameters:
  ///   - number: that it is, if it may be a time.
  ///   - isDate: whether it is a date in some order.
  mutating func count(_ number: Double?, isDate: Bool, _ text: () -> String) {
    guard let number, let notation = TimeNotation(plausible: number) else {
      otherRows += 1
      if isDate { otherDates += 1 }
      return
    }
    counts[notation, default: (0, text())].rows += 1
  }

  /// Takes the numbers for times where nearly all texts are, in one way, and no other text is a date.
  mutating func decide() {
    let numbers = counts.values.reduce(0) { $0 + $1.rows }
    guard !hasDates, otherDates == 0, let (notation, most) = counts.max(by: { $0.value.rows < $1.value.rows }),
      most.rows * 10 >= (numbers + otherRows) * 9, let time = notation.microseconds(of: most.first, from1904: from1904)
    else {
      otherRows += numbers
      return
    }
    way = .counted(notation)
    isDecided = true
    example = (most.first.trimmingCharacters(in: .whitespaces), time)
    otherRows += numbers - most.rows
  }

  /// Whether there are texts that are no ISO dates, and no numbers that are times.
  var hasOtherTexts: Bool { otherRows > 0 }

  /// The time of a number in text; nil where numbers of this file are no times, or not in its way.
  func taken(_ number: Double) -> (time: Int64, isUTC: Bool)? {
    guard isDecided, case .counted(let notation)? = way, TimeNotation(plausible: number) == notation,
      let time = notation.microseconds(number, from1904: from1904)
    else { return nil }
    return (time, notation.isUTC)
  }

  // MARK: - Telling

  /// How numbers were read, a sentence for files that are alike.
  static func readings(of files: [FileTimes], zone: TimeZone?) -> [String] {
    var groups: [(sentence: String, key: String, paths: [String])] = []
    for file in files {
      guard let (sentence, key) = file.reading(zone) else { continue }
      if let index = groups.firstIndex(where: { $0.key == key }) {
        groups[index].paths.append(file.path)
      } else {
        groups.append((sentence, key, [file.path]))
      }
    }
    return groups.map { group in
      let more = group.paths.count > 1 ? " and \(group.paths.count - 1) more" : ""
      return "\(group.paths[0])\(more): \(group.sentence)"
    }
  }

  private func reading(_ zone: TimeZone?) -> (sentence: String, key: String)? {
    guard case .counted(let notation)? = way, let example else { return nil }
    let column = header == CanonicalColumn.orderDatetime.rawValue ? header : "order_datetime ('\(header)')"
    let counting =
      switch notation {
      case .excelDays: from1904 ? "days since 1904-01-01" : "days since 1899-12-30, as spreadsheets count"
      case .unixSeconds: "seconds since 1970-01-01 00:00 UTC"
      case .unixMilliseconds: "milliseconds since 1970-01-01 00:00 UTC"
      case .unixMicroseconds: "microseconds since 1970-01-01 00:00 UTC"
      }
    let isDay = Microseconds.sinceMidnight(of: example.time) == 0
    let time = isDay ? dateString(Microseconds.day(of: example.time)) : timestampString(example.time)
    let advice = notation.isUTC && zone == nil ? "; set ingest.timezone to the shop's zone to have its clock" : ""
    return ("\(column) is read as \(counting): \(example.text) is \(time)\(advice)", column + counting)
  }
}

extension TimeNotation {
  fileprivate func microseconds(of text: String, from1904: Bool) -> Int64? {
    var text = text
    return text.withUTF8 { parseTimeNumber($0) }.flatMap { microseconds($0, from1904: from1904) }
  }
}

/// A number as text: 44931 and 44931.5.
enum CellNumber {
  static func text(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
  }
}
