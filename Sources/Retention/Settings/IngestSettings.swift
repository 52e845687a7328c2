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
    "ingest.sheet", default: .automatic,
    "The sheets of a workbook (XLSX) to read: a name, a list of names, or all; null takes the first visible one that looks like a table, and all others with its columns."
  )
  package var sheet: SheetChoice

  @Setting(
    "ingest.separator", default: .auto,
    "What separates the fields of a text file; auto finds out and says what it found.")
  package var separator: AutoOr<CSVDialect.Separator>

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
    TextOptions(separator: separator.stated, quoting: quote, encoding: encoding.stated)
  }
}

extension CSVDialect.Separator: SettingChoice {}
extension TextOptions.Quoting: SettingChoice {}
extension DecimalMark: SettingChoice {}
extension ThousandsMark: SettingChoice {}
extension DateOrder: SettingChoice {}

extension TextEncoding: SettingChoice {
  /// ASCII is only ever found.
  package static var choices: [TextEncoding] { allCases.filter { $0 != .ascii } }
}
