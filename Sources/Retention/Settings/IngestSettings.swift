public import Settings

/// How source files are read.
public struct IngestSettings: Sendable, Hashable {
  /// Source column of each canonical one that the user named; the others are recognised by their headers.
  public internal(set) var mapping: [Column: String]
  /// Name in the IANA database; nil where the source's times are the shop's own.
  public let timezone: String?
  /// Sheet of a workbook; nil for the first one that looks like a table.
  public let sheet: String?
  public let separator: Separator
  public let quote: Quote
  public let encoding: Encoding
  public let decimal: DecimalMark
  public let thousands: ThousandsMark
  public let dateOrder: DateOrder

  /// The same with other source columns.
  public func mapped(_ mapping: [Column: String]) -> IngestSettings {
    var settings = self
    settings.mapping = mapping
    return settings
  }

  public typealias Column = CanonicalColumn

  public enum Separator: String, SettingChoice {
    case auto, comma, semicolon, tab, pipe
  }

  public enum Quote: String, SettingChoice {
    case auto, double, single, none
  }

  public enum Encoding: String, SettingChoice {
    case auto
    case utf8 = "utf-8"
    case windows1252 = "windows-1252"
    case latin1 = "latin-1"
    case utf16 = "utf-16"
  }

  public enum ThousandsMark: String, SettingChoice {
    case auto, none, comma, point, space, apostrophe
  }

  public enum DecimalMark: String, SettingChoice {
    case auto, point, comma
  }

  public enum DateOrder: String, SettingChoice, Codable {
    case auto
    case yearFirst = "year_first"
    case dayFirst = "day_first"
    case monthFirst = "month_first"
  }
}
