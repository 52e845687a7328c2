import CivilTime
package import Retention
import Tables

/// Encodes one JSON object per file, for `inspect --json`.
extension FileInspection: Encodable {
  enum CodingKeys: String, CodingKey {
    case path
    case readAs = "read_as"
    case warnings, notes
    case rows = "rows_looked_at"
    case isWholeFile = "is_whole_file"
    case columns, mapping, missing, settings, suggestions, money
    case isCustomerTable = "is_customer_table"
    case firstRows = "first_rows"
    case train
  }

  private struct Suggestion: Encodable {
    let column: String
    let header: String
    let reason: String
    let isRecognized: Bool

    enum CodingKeys: String, CodingKey {
      case column, header, reason
      case isRecognized = "is_recognised"
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(path, forKey: .path)
    try container.encode(readAs, forKey: .readAs)
    try container.encode(warnings, forKey: .warnings)
    try container.encode(notes + suggestion.notes, forKey: .notes)
    try container.encode(profile.rows, forKey: .rows)
    try container.encode(profile.isWhole, forKey: .isWholeFile)
    try container.encode(profile.columns.map { EncodedColumn($0, rows: profile.rows) }, forKey: .columns)
    try container.encode(MappingDocument(self), forKey: .mapping)
    try container.encode(suggestion.missing.map(\.rawValue), forKey: .missing)
    try container.encode(settings, forKey: .settings)
    try container.encode(
      suggestion.choices.map {
        Suggestion(
          column: $0.column.rawValue, header: $0.header, reason: $0.reason.words, isRecognized: $0.reason == .known)
      }, forKey: .suggestions)
    try container.encode(suggestion.money.map { EncodedMoney($0, suggested: suggestion.money[0]) }, forKey: .money)
    try container.encode(suggestion.customers != nil, forKey: .isCustomerTable)
    try container.encode(profile.head, forKey: .firstRows)
    try container.encode(preview, forKey: .train)
  }
}

private struct EncodedMoney: Encodable {
  let amount: String
  let headers: [String]
  let total: Double
  let isSuggested: Bool

  init(_ reading: MoneyReading, suggested: MoneyReading) {
    amount = reading.shape.rawValue
    headers = reading.headers
    total = (reading.total * 1e6).rounded() / 1e6
    isSuggested = reading == suggested
  }

  enum CodingKeys: String, CodingKey {
    case amount, headers, total
    case isSuggested = "is_suggested"
  }
}

private struct EncodedColumn: Encodable {
  let name: String
  let content: String
  let blanks: Int
  let blankShare: Double
  let distinct: Int
  let isDistinctExact: Bool
  @Nullable var lowest: String?
  @Nullable var highest: String?
  let examples: [String]

  init(_ column: ColumnProfile, rows: Int) {
    name = column.name
    content = column.content.rawValue
    blanks = column.blanks
    blankShare = rows > 0 ? Double(column.blanks) / Double(rows) : 0
    distinct = column.distinct
    isDistinctExact = !column.isDistinctBounded
    examples = column.examples
    lowest = column.range?.low
    highest = column.range?.high
  }

  enum CodingKeys: String, CodingKey {
    case name, content, blanks
    case blankShare = "blank_share"
    case distinct
    case isDistinctExact = "is_distinct_exact"
    case lowest, highest, examples
  }
}

/// The content of a mapping file: source column by canonical column, what an order is where no column says so, and the
/// files that complete the lines.
struct MappingDocument: Encodable, Equatable {
  private let columns: [String: String]
  private let joins: [String]

  init(_ file: FileInspection) {
    let suggestion = file.suggestion
    var columns = Dictionary(suggestion.choices.map { ($0.column.rawValue, $0.header) }) { $1 }
    if suggestion.orderIs != .column { columns["order_is"] = suggestion.orderIs.rawValue }
    self.columns = columns
    joins = file.joins.map(\.text)
  }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for (column, header) in columns { try container.encode(header, forKey: Key(column)) }
    if !joins.isEmpty { try container.encode(joins, forKey: Key("join")) }
  }
}

extension TrainingPreview: Encodable {
  enum CodingKeys: String, CodingKey {
    case readsAsIs = "reads_as_is"
    case obstacle
    case usesSuggestion = "with_suggested_mapping"
    case failedChecks = "failed_checks"
    case rows
    case usableRows = "usable_rows"
    case customers, orders
    case firstDay = "first_day"
    case lastDay = "last_day"
    case removed
  }

  private struct Check: Encodable {
    let check: String
    let severity: String
    let detail: String
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(obstacle == nil, forKey: .readsAsIs)
    try container.encode(obstacle, forKey: .obstacle)
    try container.encode(usesSuggestion, forKey: .usesSuggestion)
    try container.encode(
      (errors + warnings).map {
        Check(check: $0.check.rawValue, severity: $0.severity.rawValue, detail: $0.detail)
      }, forKey: .failedChecks)
    guard let lines else { return }
    try container.encode(lines.read, forKey: .rows)
    try container.encode(lines.kept, forKey: .usableRows)
    try container.encode(lines.customers, forKey: .customers)
    try container.encode(lines.orders, forKey: .orders)
    try container.encode(lines.days.map { dateString($0.first) }, forKey: .firstDay)
    try container.encode(lines.days.map { dateString($0.last) }, forKey: .lastDay)
    try container.encode(Dictionary(lines.removed.map { ($0.reason.name, $0.rows) }) { $1 }, forKey: .removed)
  }
}

extension MappingSuggestion.Reason {
  /// The reason as a sentence fragment.
  package var words: String {
    switch self {
    case .known: "recognised by its name"
    case .word(_, let language): "\(language) for it"
    case .similar(let word, let language): "like '\(word)', \(language) for it"
    case .content(let words): words
    }
  }
}
