import CivilTime

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

/// Reads a time, or a date as its midnight. Blanks around it are ignored.
///
/// - ISO 8601 and its relatives: `2010-12-01 08:26:00`, `2010-12-01T08:26`, `2010/12/01`, `20101201`, `20101201T082600`,
///   `20101201082600`; fractions of a second (cut at microseconds); `Z`, `UTC`, `+01:00`, `+0100`, `+01`, `GMT+0100`.
///   These are read whatever `order` says.
/// - With a month's name, whatever `order` says: `1 Dec 2010`, `01-Dez-10 8:26`, `1. Dezember 2010`, `December 1, 2010`,
///   `Wed, 1 Dec 2010 08:26:00 GMT`, `2010-Dec-01`, `Wed Dec 01 2010 08:26:00 GMT+0000`, `Wed Dec 01 08:26:00 GMT 2010`.
/// - With a day-first or month-first `order`: `1/12/2010 8:26`, `01.12.10`, `12-1-2010 8:26 AM`. Two-digit years are
///   1970 to 2069.
///
/// Returns nil for anything else, and for days and times that do not exist.
public func parseTimestamp(_ bytes: TextBytes, order: DateOrder = .yearFirst) -> ParsedTimestamp? {
  let cursor = ByteCursor(trimming: bytes)
  return cursor.timestamp(order) ?? cursor.compactTimestamp ?? cursor.timestampWithYearLast
}

public func parseTimestamp(_ text: String, order: DateOrder = .yearFirst) -> ParsedTimestamp? {
  var text = text
  return text.withUTF8 { parseTimestamp($0, order: order) }
}

extension ByteCursor {
  /// The date first, and the time behind it.
  fileprivate func timestamp(_ order: DateOrder) -> ParsedTimestamp? {
    var cursor = self
    guard let days = cursor.readDate(order) else { return nil }
    let midnight = Int64(days) * Microseconds.day
    if cursor.isAtEnd { return ParsedTimestamp(microseconds: midnight) }
    let isBasic = cursor.position - position == 8
    _ = cursor.skip(UInt8(ascii: ","))
    guard cursor.skip(UInt8(ascii: "T")) || cursor.skip(UInt8(ascii: "t")) || cursor.next?.isBlank == true else {
      return nil
    }
    cursor.skipBlanks()
    if cursor.skip(ignoringCase: "AT") { cursor.skipBlanks() }
    guard let time = cursor.readTimeOfDay(isBasic: isBasic) else { return nil }
    cursor.skipBlanks()
    let start = cursor.position
    let offset = cursor.readOffset()
    guard cursor.isAtEnd, offset != nil || cursor.position == start else { return nil }
    return ParsedTimestamp(microseconds: midnight + time, offsetMinutes: offset)
  }

  /// 12 or 14 digits and nothing else.
  fileprivate var compactTimestamp: ParsedTimestamp? {
    var cursor = self
    guard let (value, count) = cursor.digits(atMost: 15), cursor.isAtEnd, count == 12 || count == 14 else { return nil }
    return parseCompactTime(Double(value)).map { ParsedTimestamp(microseconds: $0) }
  }

  fileprivate var timestampWithYearLast: ParsedTimestamp? {
    guard next?.isLetter == true else { return nil }
    var cursor = self
    guard let (days, time, offset) = cursor.readYearLast() else { return nil }
    return ParsedTimestamp(microseconds: Int64(days) * Microseconds.day + time, offsetMinutes: offset)
  }
}
