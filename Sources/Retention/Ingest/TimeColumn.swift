import CivilTime
import Foundation
import Numerics
import Settings
import Tables
import Text

/// Reads the time column: ISO dates at once, day-first or month-first ones when the whole input has shown which it is,
/// and numbers in text when the whole column of their file has shown how they count.
struct TimeColumn {
  /// The store's time zone, for times that carry an offset; nil keeps times as written.
  let zone: TimeZone?
  /// nil to find out.
  let order: DateOrder?
  /// nil to find out.
  let format: DateFormat?
  /// The order of day and month in earlier lines, which decides where both orders fit.
  var knownOrder: DateOrder?
  /// Rows whose text is no ISO date, with codes into `texts`.
  private var pending: [(row: Int, code: Int32)] = []
  private var texts = StringDictionary()
  /// What the column of each file shows, the current one last.
  private var files: [FileTimes] = []
  /// What `resolve` found, or the settings state.
  private(set) var foundOrder: DateOrder?
  /// As `foundOrder`, if a date or a setting shows it; dates such as 5/5/2011 leave it open.
  private(set) var shownOrder: DateOrder?
  /// Whether some time carried an offset although no time zone is set.
  private(set) var ignoresOffsets = false

  /// Words that stand for a blank cell: what a column holds otherwise shows how its times are written.
  private let nullWords: NullWords
  /// Rows with such a word, and the last one.
  private(set) var nullRows = 0
  private(set) var nullWord = ""

  init(zone: TimeZone?, order: DateOrder?, format: DateFormat?, nullWords: NullWords) {
    self.nullWords = nullWords
    self.zone = zone
    self.order = order
    self.format = format
  }

  /// Goes on with another file, whose lines begin with row `firstRow`.
  ///
  /// - Parameter from1904: whether numbers of days count from 1904-01-01.
  mutating func begin(file: String, firstRow: Int, from1904: Bool) {
    files.append(FileTimes(path: file, firstRow: firstRow, from1904: from1904, format: format))
  }

  /// How times of numbers were read, a sentence each; complete after `resolve`.
  var numberReadings: [String] { FileTimes.readings(of: files, zone: zone) }

  mutating func append(
    _ column: Column, start: Int, to target: inout SpillableColumn<Int64>, _ unreadable: inout [UnreadableCell]
  ) {
    files[files.count - 1].header = column.name
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
    case .int64(let numbers): append(numbers, column.values, start: start, to: &target, &unreadable) { Double($0) }
    case .int32(let numbers): append(numbers, column.values, start: start, to: &target, &unreadable) { Double($0) }
    case .double(let numbers): append(numbers, column.values, start: start, to: &target, &unreadable) { $0 }
    case .float(let numbers): append(numbers, column.values, start: start, to: &target, &unreadable) { Double($0) }
    case .bool:
      for row in 0..<column.values.count {
        target.append(SourceLines.unknownTime)
        if !column.values.isNull(row) {
          unreadable.append(UnreadableCell(row: start + row, column: .orderDatetime, text: "a truth value"))
        }
      }
    }
  }

  /// Numbers that a spreadsheet or a database stores as such. The first one that can be read shows how they count, and
  /// others are unreadable.
  private mutating func append<Number: BitwiseCopyable & Sendable>(
    _ column: Primitive<Number>, _ values: ColumnValues, start: Int, to target: inout SpillableColumn<Int64>,
    _ unreadable: inout [UnreadableCell], _ convert: (Number) -> Double
  ) {
    var file = files[files.count - 1]
    var clock = ZoneClock(zone: zone)
    column.withValues { numbers in
      target.append(numbers.count) { target in
        for row in numbers.indices {
          target[row] = SourceLines.unknownTime
          if column.isNull(row) { continue }
          let number = convert(numbers[row])
          if number.isNaN { continue }
          if let (time, isUTC) = file.time(of: number) {
            target[row] = isUTC ? clock.shopTime(fromUTC: time) : time
          } else {
            unreadable.append(
              UnreadableCell(row: start + row, column: .orderDatetime, text: ColumnCells.plainText(values, row)))
          }
        }
      }
    }
    files[files.count - 1] = file
  }

  /// What a distinct text is.
  private enum TimeText {
    case time(Int64)
    /// To be read when all lines are known; a code into `texts`.
    case later(Int32)
  }

  private mutating func appendText(_ values: ColumnValues, start: Int, to target: inout SpillableColumn<Int64>) {
    let order = order ?? .yearFirst
    var file = files[files.count - 1]
    var (texts, pending) = (StringDictionary(), [(row: Int, code: Int32)]())
    swap(&texts, &self.texts)
    swap(&pending, &self.pending)
    var hasOffset = false
    var (nullWord, nullRows) = (self.nullWord, self.nullRows)
    ColumnCells.forEachText(
      of: values,
      read: { text in
        let own = ColumnCells.trimmed(text)
        if own.isEmpty { return .blank }
        if nullWords.contains(own) {
          nullWord = String(decoding: own, as: UTF8.self)
          return .unreadable
        }
        if file.isStated, let number = parseTimeNumber(text), let (time, isUTC) = file.time(of: number) {
          return .value(.time(isUTC ? shopTime(fromUTC: time) : time))
        }
        guard let stamp = parseTimestamp(text, order: order) else { return .value(.later(texts.code(for: text))) }
        if stamp.offsetMinutes != nil { hasOffset = true }
        file.hasDates = true
        return .value(.time(time(stamp)))
      }
    ) { (row, cell: ColumnCells.Cell<TimeText>, _) in
      switch cell {
      case .value(.time(let time)): target.append(time)
      case .value(.later(let code)):
        target.append(SourceLines.unknownTime)
        pending.append((start + row, code))
      case .unreadable:
        target.append(SourceLines.unknownTime)
        nullRows += 1
      case .blank: target.append(SourceLines.unknownTime)
      }
    }
    (self.nullWord, self.nullRows) = (nullWord, nullRows)
    if hasOffset, zone == nil { ignoresOffsets = true }
    files[files.count - 1] = file
    swap(&texts, &self.texts)
    swap(&pending, &self.pending)
  }

  /// Reads the dates that were left for later.
  ///
  /// - Throws: `IngestError` where the order of day and month cannot be known, or nothing is a date; `Cancelled`.
  mutating func resolve(_ lines: inout SourceLines, _ context: ExecutionContext) throws {
    (foundOrder, shownOrder) = (order, order)
    guard !pending.isEmpty else { return try requireDates(lines) }
    let numbers = try numbers(context)
    let first = try takeNumbers(numbers, context)
    let (order, isShown) = try first.map { try resolvedOrder(lines, $0, context) } ?? (.yearFirst, false)
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
    try place(parsed, numbers, in: &lines, context)
    pending = []
  }

  /// - Throws: `noReadableDate` where a column of numbers holds no date.
  private func requireDates(_ lines: SourceLines) throws {
    guard let file = files.first(where: { $0.firstUnreadable != nil }), let number = file.firstUnreadable,
      !lines.time.contains(where: { $0 != SourceLines.unknownTime })
    else { return }
    throw IngestError.noReadableDate(
      example: CellNumber.text(number), header: file.header, file: file.path)
  }

  /// By code of a text: the number that it is, if that may be a time; empty where no text is.
  private func numbers(_ context: ExecutionContext) throws(Cancelled) -> [Double?] {
    guard format == nil else { return [] }
    let texts = texts
    let numbers = Array(
      try context.mapChunks(of: texts.count) { codes in
        codes.map { code in
          texts.withBytes(of: Int32(code)) { text -> Double? in
            guard let number = parseTimeNumber(text), TimeNotation(plausible: number) != nil else { return nil }
            return number
          }
        }
      }.joined())
    return numbers.contains { $0 != nil } ? numbers : []
  }

  /// Decides for each file whether its numbers are times.
  ///
  /// - Returns: the first of the other texts; nil where there is none.
  private mutating func takeNumbers(
    _ numbers: [Double?], _ context: ExecutionContext
  ) throws(Cancelled) -> (row: Int, code: Int32)? {
    guard !numbers.isEmpty else { return pending.first }
    let texts = texts
    let isDate = Array(
      try context.mapChunks(of: texts.count) { codes in
        codes.map { code in
          texts.withBytes(of: Int32(code)) { text in
            numbers[code] == nil
              && (parseTimestamp(text, order: .dayFirst) != nil || parseTimestamp(text, order: .monthFirst) != nil)
          }
        }
      }.joined())
    var file = files.count > 0 ? fileIndex(of: pending[0].row) : 0
    try context.forEachBlock(of: pending.count) { entries in
      for entry in pending[entries] {
        while file + 1 < files.count, files[file + 1].firstRow <= entry.row { file += 1 }
        files[file].count(numbers[Int(entry.code)], isDate: isDate[Int(entry.code)]) { texts[entry.code] }
      }
    }
    for index in files.indices { files[index].decide() }
    guard let other = files.firstIndex(where: \.hasOtherTexts) else { return nil }
    return pending.first { $0.row >= files[other].firstRow }
  }

  private func fileIndex(of row: Int) -> Int { max(0, files.partitioningIndex { $0.firstRow > row } - 1) }

  /// - Parameters:
  ///   - parsed: by code.
  ///   - numbers: by code, or empty.
  private func place(
    _ parsed: [ParsedTimestamp?], _ numbers: [Double?], in lines: inout SourceLines, _ context: ExecutionContext
  ) throws(Cancelled) {
    var unreadable: [UnreadableCell] = []
    var file = fileIndex(of: pending[0].row)
    var clock = ZoneClock(zone: zone)
    context.progress.expect(pending.count, unit: SourceLines.progressUnit)
    try lines.time.withMutableValues { (times) throws(Cancelled) in
      try context.forEachBlock(of: pending.count) { entries in
        for entry in pending[entries] {
          while file + 1 < files.count, files[file + 1].firstRow <= entry.row { file += 1 }
          if !numbers.isEmpty, let number = numbers[Int(entry.code)], let (time, isUTC) = files[file].taken(number) {
            times[entry.row] = isUTC ? clock.shopTime(fromUTC: time) : time
          } else if let stamp = parsed[Int(entry.code)] {
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
      guard files.contains(where: \.hasNumbers) || lines.time.contains(where: { $0 != SourceLines.unknownTime }) else {
        let header = files[fileIndex(of: first.row)].header
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
