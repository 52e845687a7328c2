package import Settings
package import Tables

/// How source files are read.
package struct IngestSettings: SettingsSection {
  package static let name = "ingest"
  package static let summary = "How source files are read."

  let sources = SourceColumns()
  /// Source column of each canonical one that the user named; the others are recognized by their headers.
  package internal(set) var mapping: [CanonicalColumn: String]

  /// Name in the IANA database; nil where the source's times are the shop's own.
  @Setting(
    "ingest.timezone", default: nil,
    "The shop's time zone by its IANA name, into which times with an offset are converted; null keeps times as written."
  )
  package var timezone: String?

  @Setting(
    "ingest.sheet", default: nil, emptiness: .forbidden,
    "The sheet of a workbook (XLSX) to read; null takes the first one whose first row looks like a header.")
  package var sheet: String?

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
    "The encoding of text files; auto takes text that is not UTF-8 for windows-1252, and a byte order mark always wins."
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

  package init() { mapping = sources.named }
}

extension IngestSettings {
  /// The same with other source columns.
  package func mapped(_ mapping: [CanonicalColumn: String]) -> IngestSettings {
    var settings = self
    settings.mapping = mapping
    return settings
  }

  /// What is known of a text file before it is opened.
  package var textOptions: TextOptions {
    TextOptions(separator: separator.stated, quoting: quote, encoding: encoding.stated, header: header.stated)
  }
}

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
