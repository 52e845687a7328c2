extension CSVDialect {
  private static let doubleQuote = UInt8(ascii: "\"")
  private static let singleQuote = UInt8(ascii: "'")

  /// Finds the separator and the quote that cut a sample of records into equally many fields.
  ///
  /// Of several that do, one that is not followed by a blank in the header (as punctuation is) wins, then the one that
  /// makes most fields, then the first of comma, semicolon, tab and pipe. Where none does, the one that most records
  /// agree on wins; where that leaves whole lines as one field, and runs of blanks cut all records into equally many,
  /// three at least, these separate. The quote is `"` unless `'` clearly is: every field that begins with it ends with it, and either a
  /// column is quoted throughout or the records only then have equally many fields.
  ///
  /// - Parameters:
  ///   - sample: the first bytes of the text.
  ///   - isWhole: whether the text ends there; else its last record may be cut off, and is left out.
  ///   - options: what is known already.
  /// - Returns: the dialect, and how many records that are not blank are above the header.
  static func detect(
    _ sample: TextBytes, isWhole: Bool, options: TextOptions
  ) -> (dialect: CSVDialect, titles: Int) {
    let stated = StatedSeparator(sample)
    let sample = TextBytes(rebasing: sample[(stated?.length ?? 0)...])
    let known = (options.separator?.byte ?? stated?.delimiter).map { [$0] }
    let delimiters = known ?? Separator.allCases.filter { $0 != .blanks }.map(\.byte)
    var found = candidate(of: delimiters, sample, isWhole, options.quoting)
    if known == nil, found.shape.isUndecided {
      let blanks = candidate(of: [Separator.blanks.byte], sample, isWhole, options.quoting)
      if blanks.shape.isTable(insteadOf: found.shape) { found = blanks }
    }
    return (found.dialect, found.shape.titles + (stated == nil ? 0 : 1))
  }

  private static func candidate(
    of delimiters: [UInt8], _ sample: TextBytes, _ isWhole: Bool, _ quoting: TextOptions.Quoting
  ) -> Candidate {
    switch quoting {
    case .none: return best(of: delimiters, quote: nil, sample, isWhole)
    case .double: return best(of: delimiters, quote: doubleQuote, sample, isWhole)
    case .single: return best(of: delimiters, quote: singleQuote, sample, isWhole)
    case .auto: break
    }
    let usual = best(of: delimiters, quote: doubleQuote, sample, isWhole)
    guard usual.shape.quotedFields == 0, sample.prefix(sampleSize).contains(singleQuote) else { return usual }
    let other = best(of: delimiters, quote: singleQuote, sample, isWhole)
    let isNeeded = other.shape.isEven && !usual.shape.isEven
    let isClear = other.shape.quotedFields > 1 && (isNeeded || other.shape.hasQuotedColumn)
    return isClear && !other.shape.hasOpenQuote ? other : usual
  }

  private typealias Candidate = (dialect: CSVDialect, shape: SampleShape)

  private static func best(
    of delimiters: [UInt8], quote: UInt8?, _ sample: TextBytes, _ isWhole: Bool
  ) -> Candidate {
    let candidates = delimiters.map { delimiter -> Candidate in
      let dialect = CSVDialect(delimiter: delimiter, quote: quote)
      return (dialect, SampleShape(sample, dialect, isWhole: isWhole))
    }
    var best = candidates[0]
    for candidate in candidates.dropFirst() where candidate.shape.isBetter(than: best.shape) { best = candidate }
    return best
  }
}

/// The line `sep=;`, which states the separator for spreadsheet programs.
private struct StatedSeparator {
  let delimiter: UInt8
  /// Bytes of the line.
  let length: Int

  init?(_ text: TextBytes) {
    let mark = Array("sep=".utf8)
    guard text.count > mark.count, zip(text, mark).allSatisfy({ $0 | 0x20 == $1 || $0 == $1 }) else { return nil }
    delimiter = text[mark.count]
    let end = mark.count + 1
    guard delimiter.isLineEnd == false, end == text.count || text[end].isLineEnd else { return nil }
    length = end
  }
}

/// Bytes that are looked at, and more where they hold less than two records.
private let sampleSize = 1 << 16

/// What records look like when they are cut with one dialect.
private struct SampleShape {
  /// Records above the header that are not blank.
  private(set) var titles = 0
  private var headerFields = 0
  /// A name of the header is blank, or all digits and marks.
  private var hasOddName = false
  private var records = 0
  /// Records with as many fields as the header.
  private var agreeing = 0
  /// Whether some name of the header begins with a blank, as after punctuation.
  private var hasBlankInHeader = false
  private(set) var quotedFields = 0
  /// A field that begins with a quote and does not end with one.
  private(set) var hasOpenQuote = false
  /// By position: whether all fields below the header were quoted so far.
  private var isQuotedColumn: [Bool] = []

  /// By position: whether a field below the header had a letter.
  private var hasLetters: [Bool] = []

  /// Records are not cut, or not alike, or into two fields, of which the first holds blanks: so may a decimal comma cut
  /// them.
  var isUndecided: Bool { headerFields < 2 || headerFields == 2 && hasBlankWithin || !agreesMostly }
  private var hasBlankWithin = false
  private var agreesMostly: Bool { agreeing * 2 > records }

  /// Whether blanks cut records into a table where another separator does not, or cuts numbers in two.
  func isTable(insteadOf other: SampleShape) -> Bool {
    guard isEven, headerFields > 2, records > 1 else { return false }
    return other.headerFields < 2 || !other.agreesMostly || !hasLetters.contains(true)
  }

  /// All records have as many fields as the first, more than one.
  var isEven: Bool { headerFields > 1 && agreeing == records }
  /// The first record is the header, and most are like it: there is no need to look for titles.
  private var isMostlyEven: Bool { titles == 0 && headerFields > 1 && agreesMostly }
  /// Two quoted fields below the header at least, and none in the column without quotes.
  var hasQuotedColumn: Bool { records > 2 && isQuotedColumn.contains(true) }

  func isBetter(than other: SampleShape) -> Bool {
    if (headerFields > 1) != (other.headerFields > 1) { return headerFields > 1 }
    if isMostlyEven != other.isMostlyEven { return isMostlyEven }
    if isEven != other.isEven { return isEven }
    if !isEven, agreeing * other.records != other.agreeing * records {
      return agreeing * other.records > other.agreeing * records
    }
    if hasBlankInHeader != other.hasBlankInHeader { return !hasBlankInHeader }
    return headerFields > other.headerFields
  }

  /// Titles of an export have one field: above what looks like a header, they are not part of it.
  init(_ sample: TextBytes, _ dialect: CSVDialect, isWhole: Bool) {
    self.init(sample, dialect, isWhole: isWhole, skipsTitles: true)
    let looksLikeHeader = headerFields > 2 && !hasOddName && isSecondLikeHeader
    if titles > 0 && !looksLikeHeader { self.init(sample, dialect, isWhole: isWhole, skipsTitles: false) }
  }

  private init(_ sample: TextBytes, _ dialect: CSVDialect, isWhole: Bool, skipsTitles: Bool) {
    var cutter = FieldCutter(sample, dialect)
    var fields: [FieldCutter.Field] = []
    while records < 2 || cutter.position < sampleSize {
      guard cutter.next(&fields), isWhole || cutter.position < sample.count else { break }
      let filled = fields.count { !$0.isBlank }
      if fields.count == 1 && filled == 0 { continue }
      if skipsTitles && records == 0 && filled < 2 && titles < Self.mostTitles {
        titles += 1
      } else {
        add(fields)
      }
    }
  }

  private static let mostTitles = 20
  /// The record below the header has as many fields, or there is none.
  private var isSecondLikeHeader = true

  private mutating func add(_ fields: [FieldCutter.Field]) {
    if records == 0 {
      headerFields = fields.count
      hasOddName = fields.contains { !$0.hasLetter }
      hasBlankInHeader = fields.dropFirst().contains(where: \.beginsWithBlank)
      isQuotedColumn = [Bool](repeating: true, count: fields.count)
      hasLetters = [Bool](repeating: false, count: fields.count)
    } else {
      for (position, field) in fields.enumerated() where position < headerFields && field.hasLetter {
        hasLetters[position] = true
      }
      if fields.first?.hasInnerBlank == true { hasBlankWithin = true }
      for (position, field) in fields.enumerated() where position < headerFields && field.quoting == .none {
        isQuotedColumn[position] = false
      }
    }
    if records == 1 { isSecondLikeHeader = fields.count == headerFields }
    records += 1
    if fields.count == headerFields { agreeing += 1 }
    quotedFields += fields.count { $0.quoting == .closed }
    hasOpenQuote = hasOpenQuote || fields.contains { $0.quoting == .open }
  }
}

extension UInt8 {
  fileprivate var isLineEnd: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }
}
