package import Settings
package import Tables

/// How source files are read.
package struct IngestSettings: SettingsSection {
  package static let name = "ingest"
  package static let summary = "How source files are read."

  let sources = SourceColumns()
  /// Source column of each canonical one that the user named; the others are recognized by their headers.
  package internal(set) var mapping: [CanonicalColumn: String]

  /// What makes lines one order.
  package private(set) var orderIs: OrderDefinition

  @Setting(
    "ingest.order_is", default: .column,
    "What an order is: the lines with one order id, each row, or all lines of a customer on a day.")
  var statedOrders: OrderDefinition

  @Setting(
    "ingest.trust_mapping", default: false,
    "Whether to read files whose amounts contradict the mapping, such as an order total that is mapped as line_total.")
  package var trustMapping: Bool

  /// Name in the IANA database; nil where the source's times are the shop's own.
  @Setting(
    "ingest.timezone", default: nil,
    "The shop's time zone by its IANA name, into which times with an offset are converted; null keeps times as written."
  )
  package var timezone: String?

  @Setting(
    "ingest.sheet", default: .automatic,
    "The sheets of a workbook (XLSX) to read: a name, a list of names, or all; null takes the first visible one that looks like a table, and all others with its columns."
  )
  package var sheet: SheetChoice

  @Setting(
    "ingest.separator", default: .auto,
    "What separates the fields of a text file, blanks for any run of spaces and tabs; auto finds out and says what it found."
  )
  package var separator: AutoOr<CSVDialect.Separator>

  @Setting(
    "ingest.header", default: .auto,
    "Whether a text file begins with the names of its columns; false calls them column_1, column_2 and so on, and auto refuses a first line that looks like data."
  )
  package var header: AutoOr<TextOptions.Header>

  @Setting(
    "ingest.quote", default: .auto,
    "What quotes fields that hold the separator; auto finds out, and none takes quotes as they are.")
  package var quote: TextOptions.Quoting

  @Setting(
    "ingest.encoding", default: .auto,
    "The encoding of text files; auto finds out by the letters, and refuses a file of which it is not sure; a byte order mark always wins."
  )
  package var encoding: AutoOr<TextEncoding>

  @Setting(
    "ingest.decimal", default: .auto,
    "The decimal mark of numbers in text files; auto finds out, and refuses a file that could be read in two ways.")
  package var decimal: AutoOr<DecimalMark>

  @Setting(
    "ingest.thousands", default: .auto,
    "The mark between thousands in text files; auto takes any that is not the decimal mark.")
  package var thousands: AutoOr<ThousandsMark>

  @Setting(
    "ingest.date_order", default: .auto,
    "The order of day, month and year in dates; auto finds out, and refuses a file that could be read in two ways.")
  package var dateOrder: AutoOr<DateOrder>

  @Setting(
    "ingest.date_format", default: .auto,
    "How dates are written: as text, or as numbers that count days or units since 1970; auto takes numbers for dates where a whole column is plausible in one of these ways, and says so."
  )
  package var dateFormat: AutoOr<DateFormat>

  @Setting(
    "ingest.amount_scale", default: 1, in: .above(0, upTo: 1_000_000),
    "What prices and totals of the files are multiplied by, 0.01 where they are in cents; quantities stay as they are.")
  package var amountScale: Double

  @Setting(
    "ingest.null_words", default: IngestSettings.usualNullWords,
    "Words that stand for a blank cell in ids, dates and numbers, whatever their case.")
  package var nullWords: [String]

  @Setting(
    "ingest.blank_customers", default: [],
    "Customer ids that stand for no one, such as that of guests or of the counter; their lines have no customer.")
  package var blankCustomers: [String]

  @Setting(
    "ingest.keep_customers", default: [],
    "Customer ids that look like a placeholder and are customers all the same.")
  package var keepCustomers: [String]

  @Setting(
    "ingest.fold_case", default: .emails,
    "Which customer ids are compared in lower case: emails, those with an @; all; or none.")
  package var foldCase: CaseFolding

  @Setting(
    "ingest.join", default: [],
    """
    Files that complete the lines of the others by a key that is unique in them, such as orders.csv on order_id; for two \
    names, customers.csv on customer = id.
    """)
  package var join: [String]

  @Setting(
    "ingest.keep", default: [],
    """
    Lines stay only where all of these hold, each of the form COLUMN = value | value; * stands for any cell that is not \
    blank.
    """)
  package var keep: [String]

  @Setting(
    "ingest.drop", default: [],
    "Lines are left out where one of these holds, such as status = cancelled | refunded; the form is that of keep.")
  package var drop: [String]

  @Setting(
    "ingest.currency_column", default: nil, emptiness: .forbidden,
    "The column that states the currency of a line; null finds it, and none says that all amounts are in one currency.")
  package var currencyColumn: String?

  @Setting(
    "ingest.currency", default: nil, emptiness: .forbidden,
    "The only currency whose lines are used, where a column states several.")
  package var currency: String?

  @Setting(
    "ingest.exchange_rates", default: [],
    "What one unit of each currency is worth in that of the results, such as EUR = 1.08; amounts are converted.")
  package var exchangeRates: [String]

  @Setting(
    "ingest.refund_column", default: nil, emptiness: .forbidden,
    "A column of refunded amounts, of a line or repeated on the lines of its order; each becomes a return.")
  package var refundColumn: String?

  /// Which customer ids are compared in lower case.
  package enum CaseFolding: String, SettingChoice {
    case emails, all, none
  }

  /// Keys that say which lines and customers count, rather than how a file is read: they hold for all lines of a run,
  /// those that it took over too.
  package static let settingsOfAllLines = [
    "ingest.keep", "ingest.drop", "ingest.currency", "ingest.null_words", "ingest.blank_customers",
    "ingest.keep_customers", "ingest.fold_case",
  ]

  /// What databases, pandas and spreadsheets write for a blank cell, and shops for a customer without an account.
  static let usualNullWords = [
    "NULL", "(null)", "NaN", "None", "nil", "N/A", "<NA>", "NA", "#N/A", "\\N", "-", "--", "undefined", "unknown",
    "(blank)", "guest",
  ]

  package init() {
    mapping = sources.named
    orderIs = _statedOrders.wrappedValue
  }
}

extension IngestSettings {
  /// Files that complete the lines.
  package var joinClauses: [JoinClause] { join.compactMap { JoinClause($0) } }
  /// Lines stay only where all of these hold.
  package var keepConditions: [ColumnCondition] { keep.compactMap { ColumnCondition($0) } }
  /// Lines are left out where one of these holds.
  package var dropConditions: [ColumnCondition] { drop.compactMap { ColumnCondition($0) } }

  /// The same with other source columns and another meaning of an order.
  package func mapped(_ mapping: [CanonicalColumn: String], orderIs: OrderDefinition) -> IngestSettings {
    var settings = self
    settings.mapping = mapping
    settings.orderIs = orderIs
    return settings
  }

  /// What is known of a text file before it is opened.
  package var textOptions: TextOptions {
    TextOptions(separator: separator.stated, quoting: quote, encoding: encoding.stated, header: header.stated)
  }
}

extension OrderDefinition: SettingChoice {}
/// How dates are written; the raw values are those of settings.
package enum DateFormat: String, SettingChoice {
  /// Dates in letters, marks or digits: `2023-01-05`, `5 Jan 2023`, `20230105`.
  case text
  case excelDays = "excel_days"
  case unixSeconds = "unix_seconds"
  case unixMilliseconds = "unix_milliseconds"
  case unixMicroseconds = "unix_microseconds"

  /// How numbers count; nil where they do not.
  var notation: TimeNotation? { TimeNotation(rawValue: rawValue) }
}

extension CSVDialect.Separator: SettingChoice {}
extension TextOptions.Header: SettingChoice {}
extension TextOptions.Quoting: SettingChoice {}
extension DecimalMark: SettingChoice {}
extension ThousandsMark: SettingChoice {}
extension DateOrder: SettingChoice {}

extension TextEncoding: SettingChoice {
  /// ASCII is only ever found.
  package static var choices: [TextEncoding] { allCases.filter { $0 != .ascii } }
}
