import CivilTime
import Foundation
import Numerics
import Settings
import Tables
import Text

/// Reads the time column: ISO dates at once, day-first or month-first ones when the whole input has shown which it is.
struct TimeColumn {
  /// The store's time zone, for times that carry an offset; nil keeps times as written.
  let zone: TimeZone?
  /// nil to find out.
  let order: DateOrder?
  /// The order of day and month in earlier lines, which decides where both orders fit.
  var knownOrder: DateOrder?
  /// Rows whose text is no ISO date, with codes into `texts`.
  private var pending: [(row: Int, code: Int32)] = []
  private var texts = StringDictionary()
  private var header = ""
  /// What `resolve` found, or the settings state.
  private(set) var foundOrder: DateOrder?
  /// As `foundOrder`, if a date or a setting shows it; dates such as 5/5/2011 leave it open.
  private(set) var shownOrder: DateOrder?
  /// Whether some time carried an offset although no time zone is set.
  private(set) var ignoresOffsets = false

  init(zone: TimeZone?, order: DateOrder?) {
    self.zone = zone
    self.order = order
  }

  mutating func append(
    _ column: Column, start: Int, to target: inout SpillableColumn<Int64>, _ unreadable: inout [UnreadableCell]
  ) {
    header = column.name
    switch column.values {
    case .timestamp(let times):
      var clock = ZoneClock(zone: column.isUTC ? zone : nil)
      times.withValues { values in
        target.append(values.count) { target in
          for row in values.indices {
            target[row] = times.isNull(row) ? SourceLines.unknownTime : clock.shopTime(fromUTC: values[row])
          }
        }
      }
    case .date(let days):
      for row in 0..<days.count {
        target.append(days.isNull(row) ? SourceLines.unknownTime : Int64(days[row]) * Microseconds.day)
      }
    case .string, .dictionary:
      appendText(column.values, start: start, to: &target)
    default:
      for row in 0..<column.values.count {
        target.append(SourceLines.unknownTime)
        if !column.values.isNull(row) {
          unreadable.append(UnreadableCell(row: start + row, column: .orderDatetime, text: "a number"))
        }
      }
    }
  }

  private mutating func appendText(_ values: ColumnValues, start: Int, to target: inout SpillableColumn<Int64>) {
    let order = order ?? .yearFirst
    var late: [(row: Int, text: String)] = []
    var hasOffset = false
    ColumnCells.forEachText(
      of: values,
      read: { text in
        if ColumnCells.trimmed(text).isEmpty { return .blank }
        guard let stamp = parseTimestamp(text, order: order) else { return .unreadable }
        if stamp.offsetMinutes != nil { hasOffset = true }
        return .value(time(stamp))
      }
    ) { (row, cell: ColumnCells.Cell<Int64>, text) in
      switch cell {
      case .blank: target.append(SourceLines.unknownTime)
      case .value(let time): target.append(time)
      case .unreadable:
        target.append(SourceLines.unknownTime)
        late.append((start + row, text()))
      }
    }
    if hasOffset, zone == nil { ignoresOffsets = true }
    for entry in late { pending.append((entry.row, texts.code(for: entry.text))) }
  }

  /// Reads the dates that were left for later.
  ///
  /// - Throws: `IngestError` where the order of day and month cannot be known, or nothing is a date; `Cancelled`.
  mutating func resolve(_ lines: inout SourceLines, _ context: ExecutionContext) throws {
    (foundOrder, shownOrder) = (order, order)
    guard let first = pending.first else { return }
    let (order, isShown) = try resolvedOrder(lines, first, context)
    if order != .yearFirst {
      foundOrder = order
      if isShown { shownOrder = order }
    }
    let texts = texts
    let parsed = Array(
      try context.mapChunks(of: texts.count) { codes in
        codes.map { code in texts.withBytes(of: Int32(code)) { parseTimestamp($0, order: order) } }
      }.joined())
    if zone == nil, parsed.contains(where: { $0?.offsetMinutes != nil }) { ignoresOffsets = true }
    try place(parsed, in: &lines, context)
    pending = []
  }

  /// - Parameter parsed: by code.
  private func place(
    _ parsed: [ParsedTimestamp?], in lines: inout SourceLines, _ context: ExecutionContext
  ) throws(Cancelled) {
    var unreadable: [UnreadableCell] = []
    context.progress.expect(pending.count, unit: SourceLines.progressUnit)
    try lines.time.withMutableValues { (times) throws(Cancelled) in
      try context.forEachBlock(of: pending.count) { entries in
        for entry in pending[entries] {
          if let stamp = parsed[Int(entry.code)] {
            times[entry.row] = time(stamp)
          } else {
            unreadable.append(UnreadableCell(row: entry.row, column: .orderDatetime, text: texts[entry.code]))
          }
        }
        context.progress.advance(by: entries.count)
      }
    }
    lines.unreadable += unreadable
  }

  private func resolvedOrder(
    _ lines: SourceLines, _ first: (row: Int, code: Int32), _ context: ExecutionContext
  ) throws -> (order: DateOrder, isShown: Bool) {
    if let order { return (order, true) }
    let file = lines.file(ofRow: first.row).path
    switch try detectDateOrder(texts.asColumn(), known: knownOrder, context: context) {
    case .certain(let order): return (order, true)
    case .open: return (.dayFirst, false)
    case .ambiguous(let example):
      if let knownOrder { throw IngestError.otherDateOrder(example: excerpt(example), file: file, earlier: knownOrder) }
      throw IngestError.ambiguousDates(example: excerpt(example), file: file)
    case .unparsable(let example):
      // Some dates were readable at once: the rest is dirt, and rejected cell by cell.
      guard lines.time.contains(where: { $0 != SourceLines.unknownTime }) else {
        throw IngestError.noReadableDate(example: excerpt(example), header: header, file: file)
      }
      return (.yearFirst, false)
    }
  }

  /// The time on the store's clock.
  private func time(_ stamp: ParsedTimestamp) -> Int64 {
    guard let offset = stamp.offsetMinutes, zone != nil else { return stamp.microseconds }
    return shopTime(fromUTC: stamp.microseconds - Int64(offset) * Microseconds.minute)
  }

  private func shopTime(fromUTC time: Int64) -> Int64 {
    var clock = ZoneClock(zone: zone)
    return clock.shopTime(fromUTC: time)
  }
}

/// Converts times to a time zone; looks the offset up once per quarter of an hour, since zones change it only there.
private struct ZoneClock {
  /// nil leaves times as they are.
  let zone: TimeZone?
  private var quarter: Int64 = .min
  private var offset: Int64 = 0
  private static let length: Int64 = 15 * Microseconds.minute

  init(zone: TimeZone?) { self.zone = zone }

  mutating func shopTime(fromUTC time: Int64) -> Int64 {
    guard let zone else { return time }
    let quarter = time >= 0 ? time / Self.length : (time + 1) / Self.length - 1
    if quarter != self.quarter {
      self.quarter = quarter
      offset = Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(time) / 1e6))) * Microseconds.second
    }
    return time &+ offset
  }
}
