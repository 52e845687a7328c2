import Foundation
import Settings
import Tables

/// Reads the time column: ISO dates at once, day-first or month-first ones when the whole input has shown which.
struct TimeColumn {
  /// The store's zone, for times that carry an offset; nil keeps them as they are written.
  let zone: TimeZone?
  /// nil to find out.
  let order: DateOrder?
  /// Texts that no ISO form reads, and where they stand.
  private var pending: [(row: Int, code: Int32)] = []
  private var texts = StringDictionary()
  private var header = ""
  /// What `resolve` found, or was told.
  private(set) var foundOrder: DateOrder?
  /// Whether some time carried an offset that no zone is set for.
  private(set) var ignoresOffsets = false

  init(zone: TimeZone?, order: DateOrder?) {
    self.zone = zone
    self.order = order
  }

  mutating func append(_ column: Column, start: Int, to lines: inout SourceLines) {
    header = column.name
    switch column.values {
    case .timestamp(let times):
      for row in 0..<times.count {
        let time = column.isUTC ? shopTime(fromUTC: times[row]) : times[row]
        lines.time.append(times.isNull(row) ? SourceLines.unknownTime : time)
      }
    case .date(let days):
      for row in 0..<days.count {
        lines.time.append(days.isNull(row) ? SourceLines.unknownTime : Int64(days[row]) * Microseconds.day)
      }
    case .string, .dictionary:
      appendText(column.values, start: start, to: &lines)
    default:
      for row in 0..<column.values.count {
        lines.time.append(SourceLines.unknownTime)
        if !column.values.isNull(row) {
          lines.unreadable.append(UnreadableCell(row: start + row, column: .orderDatetime, text: "a number"))
        }
      }
    }
  }

  private mutating func appendText(_ values: ColumnValues, start: Int, to lines: inout SourceLines) {
    let order = order ?? .yearFirst
    var late: [(row: Int, text: String)] = []
    var hasOffset = false
    ColumnCells.forEachText(
      of: values,
      read: { text in
        if ColumnCells.trimmed(text).isEmpty { return .blank }
        guard let stamp = CivilTime.parseTimestamp(text, order: order) else { return .unreadable }
        if stamp.offsetMinutes != nil { hasOffset = true }
        return .value(time(stamp))
      }
    ) { (row, cell: ColumnCells.Cell<Int64>, text) in
      switch cell {
      case .blank: lines.time.append(SourceLines.unknownTime)
      case .value(let time): lines.time.append(time)
      case .unreadable:
        lines.time.append(SourceLines.unknownTime)
        late.append((start + row, text()))
      }
    }
    if hasOffset, zone == nil { ignoresOffsets = true }
    for entry in late { pending.append((entry.row, texts.code(for: entry.text))) }
  }

  /// Reads what was left for later.
  ///
  /// - Throws: `IngestError` where the order of day and month cannot be known, or nothing is a date.
  mutating func resolve(_ lines: inout SourceLines) throws(IngestError) {
    foundOrder = order
    guard let first = pending.first else { return }
    let order = try resolvedOrder(lines, first)
    if order != .yearFirst { foundOrder = order }
    let parsed = (0..<texts.count).map { code in
      texts.withBytes(of: Int32(code)) { CivilTime.parseTimestamp($0, order: order) }
    }
    if zone == nil, parsed.contains(where: { $0?.offsetMinutes != nil }) { ignoresOffsets = true }
    for entry in pending {
      if let stamp = parsed[Int(entry.code)] {
        lines.time[entry.row] = time(stamp)
      } else {
        lines.unreadable.append(UnreadableCell(row: entry.row, column: .orderDatetime, text: texts[entry.code]))
      }
    }
    pending = []
  }

  private func resolvedOrder(_ lines: SourceLines, _ first: (row: Int, code: Int32)) throws(IngestError) -> DateOrder {
    if let order { return order }
    let file = lines.file(ofRow: first.row).path
    switch CivilTime.detectDateOrder(texts.asColumn()) {
    case .certain(let order): return order
    case .ambiguous(let example): throw .ambiguousDates(example: excerpt(example), file: file)
    case .unparsable(let example):
      // Some dates were read at once: the rest are dirt, and are rejected one by one.
      guard lines.time.contains(where: { $0 != SourceLines.unknownTime }) else {
        throw .noReadableDate(example: excerpt(example), header: header, file: file)
      }
      return .yearFirst
    }
  }

  /// The store's clock at a time that may carry an offset.
  private func time(_ stamp: ParsedTimestamp) -> Int64 {
    guard let offset = stamp.offsetMinutes, zone != nil else { return stamp.microseconds }
    return shopTime(fromUTC: stamp.microseconds - Int64(offset) * 60_000_000)
  }

  private func shopTime(fromUTC time: Int64) -> Int64 {
    guard let zone else { return time }
    let date = Date(timeIntervalSince1970: Double(time) / 1e6)
    return time + Int64(zone.secondsFromGMT(for: date)) * 1_000_000
  }
}

extension DateOrder {
  /// nil for `auto`.
  init?(_ order: IngestSettings.DateOrder) {
    switch order {
    case .auto: return nil
    case .yearFirst: self = .yearFirst
    case .dayFirst: self = .dayFirst
    case .monthFirst: self = .monthFirst
    }
  }
}
