import CivilTime
import Settings
package import Tables

/// Examines the first rows of a file, batch by batch, in bounded memory.
package struct FileProfiler {
  private let fields: [Field]
  private var samples: [ColumnSample]
  private var head: [[String?]] = []
  private var rows = 0
  private let limit: Int
  private let settings: IngestSettings

  /// Rows that are kept as they are.
  private static let headRows = 5
  /// Cells that are examined: fewer rows of a wide table.
  private static let cellLimit = 8_000_000

  /// - Parameters:
  ///   - rows: to examine, at most.
  ///   - settings: which say how dates are written, and which column holds them.
  package init(fields: [Field], rows: Int, settings: IngestSettings = IngestSettings()) {
    self.fields = fields
    self.settings = settings
    samples = fields.map { _ in ColumnSample() }
    limit = min(rows, max(100, Self.cellLimit / max(1, fields.count)))
  }

  /// Whether more rows are wanted.
  package var isFull: Bool { rows >= limit }
  /// Rows examined so far.
  package var rowCount: Int { rows }

  /// Examines the rows of a batch, as far as more are wanted.
  package mutating func add(_ batch: TableBatch) {
    let table = batch.prefix(limit - rows).table
    for index in table.columns.indices { samples[index].append(table.columns[index].values) }
    for row in 0..<min(table.rowCount, Self.headRows - min(head.count, Self.headRows)) {
      head.append(table.columns.map { $0.values.isNull(row) ? nil : ColumnCells.plainText($0.values, row) })
    }
    rows += table.rowCount
  }

  /// What was found.
  ///
  /// - Parameter isWhole: whether the file had no more rows.
  package func profile(isWhole: Bool) -> FileProfile {
    var readers = samples.map { SampleReader($0, settings.dateFormat.stated) }
    for position in numberDates(readers) { readers[position].takeNumbersForDates() }
    var evidence = NumberEvidence()
    for reader in readers where reader.isNumeric { reader.addEvidence(to: &evidence) }
    let columns = zip(fields, readers).map { field, reader in reader.profile(name: field.name, evidence.verdict) }
    return FileProfile(
      columns: columns, rows: rows, isWhole: isWhole, head: head, numbers: evidence.verdict, samples: samples)
  }
}

extension FileProfiler {
  /// Columns of numbers that `train` would read as dates if they are mapped so: those that are called or mapped so, else
  /// the only one, in a file without other dates, whose days are not beyond any order.
  private func numberDates(_ readers: [SampleReader]) -> [Int] {
    let candidates = readers.indices.filter { readers[$0].numberDates != nil }
    let named = candidates.filter { position in
      let mapped = settings.mapping[.orderDatetime].map { ColumnMapping.normalized($0) }
      return mapped == ColumnMapping.normalized(fields[position].name)
        || HeaderMatch(header: fields[position].name, column: .orderDatetime) != nil
    }
    if !named.isEmpty || readers.contains(where: \.isDate) { return named }
    // Ids may look like days or seconds, so that a date is told by more of them.
    let likely = candidates.filter { readers[$0].isLikelyNumberDate }
    return likely.count == 1 ? likely : []
  }
}

/// Finds out what the texts of one column are.
private struct SampleReader {
  let sample: ColumnSample
  /// The texts that decide what a column holds; the rest is assumed to be like them.
  private let looked: Range<Int32>
  private let weight: Int
  let isNumeric: Bool
  private let dateOrder: DateOrder?
  /// How most texts count as dates, if they are numbers and the settings allow it.
  let numberDates: NumberDates?
  private var takesNumbers = false

  private static let lookLimit = 5_000
  /// Share of the cells that must be of one kind; a column may hold some dirt.
  private static let majority = 0.9
  private static let formats = [
    NumberFormat(decimal: .point, thousands: [.comma, .space, .apostrophe]),
    NumberFormat(decimal: .comma, thousands: [.point, .space, .apostrophe]),
  ]

  /// Ways in which numbers are times.
  enum NumberDates: Equatable {
    case counted(TimeNotation)
    /// 12 or 14 digits, from the year to the minute or the second.
    case digits

    func time(_ bytes: TextBytes) -> Int64? {
      parseTimeNumber(bytes).flatMap { number in
        switch self {
        case .counted(let notation): notation.microseconds(number)
        case .digits: number < 1e8 ? nil : parseCompactTime(number)
        }
      }
    }

    /// Whether a number is a time in this way, and in no other.
    func fits(_ bytes: TextBytes) -> Bool {
      guard case .counted(let notation) = self else { return time(bytes) != nil }
      return parseTimeNumber(bytes).flatMap { TimeNotation(plausible: $0) } == notation
    }
  }

  /// Takes the numbers for dates.
  mutating func takeNumbersForDates() { takesNumbers = true }

  /// Whether most texts are dates.
  var isDate: Bool { dateOrder != nil || takesNumbers }

  /// Whether all days lie before 2040, and there are several.
  var isLikelyNumberDate: Bool {
    guard let numberDates, sample.texts.count > 1 else { return false }
    return looked.allSatisfy { code in
      sample.texts.withBytes(of: code) { numberDates.time($0).map { Microseconds.day(of: $0) < Self.likely } ?? true }
    }
  }

  private static let likely = CivilDate(year: 2040, month: 1, day: 1)!.daysSince1970

  init(_ sample: ColumnSample, _ format: DateFormat?) {
    self.sample = sample
    let looked = 0..<Int32(min(sample.texts.count, Self.lookLimit))
    self.looked = looked
    let weight = looked.reduce(0) { $0 + sample.counts[Int($1)] }
    self.weight = weight
    func isMost(_ fits: (TextBytes) -> Bool) -> Bool {
      let fitting = looked.reduce(0) { total, code in
        total + (sample.texts.withBytes(of: code, fits) ? sample.counts[Int(code)] : 0)
      }
      return weight > 0 && Double(fitting) >= Self.majority * Double(weight)
    }
    isNumeric = Self.formats.contains { format in isMost { parseNumber($0, format: format) != nil } }
    dateOrder = DateOrder.allCases.first { order in
      isMost { bytes in
        guard let stamp = parseTimestamp(bytes, order: order) else { return false }
        // Eight digits may be something else, and more of them are looked at beside the other columns.
        if bytes.count > 8, bytes.allSatisfy({ (48...57).contains($0) }) { return false }
        return (Self.earliest..<Self.latest).contains(Microseconds.day(of: stamp.microseconds))
      }
    }
    numberDates = dateOrder == nil ? Self.numberDates(format, isMost) : nil
  }

  /// - Parameter isMost: whether most of the texts fit.
  private static func numberDates(
    _ format: DateFormat?, _ isMost: ((TextBytes) -> Bool) -> Bool
  ) -> NumberDates? {
    if let stated = format?.notation {
      let way = NumberDates.counted(stated)
      return isMost { way.time($0) != nil } ? way : nil
    }
    let ways = format == .text ? [.digits] : TimeNotation.allCases.map { NumberDates.counted($0) } + [.digits]
    return ways.first { way in isMost(way.fits) }
  }

  private static let earliest = CivilDate(year: 1970, month: 1, day: 1)!.daysSince1970
  private static let latest = CivilDate(year: 2100, month: 1, day: 1)!.daysSince1970

  func addEvidence(to evidence: inout NumberEvidence) {
    for code in looked { sample.texts.withBytes(of: code) { evidence.add($0) } }
  }

  func profile(name: String, _ numbers: NumberEvidence.Verdict) -> ColumnProfile {
    let format = Self.formats[numbers == .comma ? 1 : 0]
    let content = content(format)
    return ColumnProfile(
      name: name, content: content, blanks: sample.codes.count { $0 == -1 }, distinct: sample.texts.count,
      isDistinctBounded: sample.isBounded, range: range(content, format), examples: examples)
  }

  private func content(_ format: NumberFormat) -> ColumnProfile.Content {
    if weight == 0 { return .empty }
    if isDate { return .date }
    if isNumeric {
      var isWhole = true
      var isCode = false
      for code in looked {
        sample.texts.withBytes(of: code) { bytes in
          guard let value = parseNumber(bytes, format: format)?.value else { return }
          isWhole = isWhole && value == value.rounded()
          let isPadded = bytes.count > 1 && bytes[0] == UInt8(ascii: "0") && bytes.allSatisfy { (48...57).contains($0) }
          isCode = isCode || isPadded || bytes.count > 15 && abs(value) > 1e15
        }
      }
      return isCode || hasCodes(format) ? .code : isWhole ? .integer : .number
    }
    let short = looked.reduce(0) { total, code in
      let isShort = sample.texts.withBytes(of: code) { $0.count <= 40 && !$0.contains(UInt8(ascii: " ")) }
      return total + (isShort ? sample.counts[Int(code)] : 0)
    }
    return Double(short) >= Self.majority * Double(weight) ? .code : .text
  }

  /// Whether more than a few of the texts that are no number look like codes: short, without blanks, with a digit.
  private func hasCodes(_ format: NumberFormat) -> Bool {
    let codes = looked.reduce(0) { total, code in
      let isCode = sample.texts.withBytes(of: code) { bytes in
        bytes.count <= 40 && !bytes.contains(UInt8(ascii: " ")) && bytes.contains { (48...57).contains($0) }
          && parseNumber(bytes, format: format) == nil
      }
      return total + (isCode ? sample.counts[Int(code)] : 0)
    }
    return codes * 200 > weight
  }

  private func range(_ content: ColumnProfile.Content, _ format: NumberFormat) -> ColumnProfile.ClosedTexts? {
    let value: (TextBytes) -> Double?
    switch content {
    case .integer, .number: value = { parseNumber($0, format: format)?.value }
    case .date:
      let order = dateOrder ?? .yearFirst
      let numbers = takesNumbers ? numberDates : nil
      value = { text in
        (numbers?.time(text) ?? parseTimestamp(text, order: order)?.microseconds).map { Double($0) }
      }
    case .empty, .code, .text: return nil
    }
    var low: (value: Double, code: Int32)?
    var high: (value: Double, code: Int32)?
    for code in 0..<Int32(sample.texts.count) {
      guard let value = sample.texts.withBytes(of: code, value) else { continue }
      if value < low?.value ?? .infinity { low = (value, code) }
      if value > high?.value ?? -.infinity { high = (value, code) }
    }
    guard let low, let high else { return nil }
    return ColumnProfile.ClosedTexts(low: sample.texts[low.code], high: sample.texts[high.code])
  }

  private var examples: [String] {
    let frequent = sample.counts.indices.sorted { (-sample.counts[$0], $0) < (-sample.counts[$1], $1) }.prefix(3)
    return frequent.map { sample.texts[Int32($0)] }
  }
}
