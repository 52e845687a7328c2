/// How a text file separates and quotes its fields.
public struct CSVDialect: Sendable, Hashable, CustomStringConvertible {
  /// The byte between two fields; a space where any run of spaces and tabs separates them.
  public var delimiter: UInt8
  /// nil where quotes are bytes like any other.
  public var quote: UInt8?
  /// Whether the first record names the columns; else they are `column_1`, `column_2`, …
  public var hasHeader: Bool

  public init(delimiter: UInt8 = UInt8(ascii: ","), quote: UInt8? = UInt8(ascii: "\""), hasHeader: Bool = true) {
    self.delimiter = delimiter
    self.quote = quote
    self.hasHeader = hasHeader
  }

  /// Quoted with `"`.
  public init(_ separator: Separator) { self.init(delimiter: separator.byte) }

  public static let comma = CSVDialect(.comma)
  public static let semicolon = CSVDialect(.semicolon)
  public static let tab = CSVDialect(.tab)
  public static let pipe = CSVDialect(.pipe)

  /// The usual separators, the most likely first; the raw values are those of settings.
  public enum Separator: String, Sendable, Hashable, CaseIterable {
    case comma, semicolon, tab, pipe
    /// Any run of spaces and tabs; those at the ends of a line separate nothing.
    case blanks

    /// In ASCII.
    public var byte: UInt8 {
      switch self {
      case .comma: UInt8(ascii: ",")
      case .semicolon: UInt8(ascii: ";")
      case .tab: UInt8(ascii: "\t")
      case .pipe: UInt8(ascii: "|")
      case .blanks: UInt8(ascii: " ")
      }
    }
  }

  /// Whether any run of blanks separates fields.
  var joinsBlanks: Bool { delimiter == Separator.blanks.byte }

  public var description: String {
    let separation =
      joinsBlanks
      ? "separated by blanks"
      : Separator.allCases.first { $0.byte == delimiter }.map { "separated by \($0.rawValue)s" }
        ?? "separated by '\(Character(UnicodeScalar(delimiter)))'"
    let header = hasHeader ? "" : ", without a header"
    switch quote {
    case UInt8(ascii: "\"")?: return separation + header
    case let quote?: return "\(separation), quoted with \(Character(UnicodeScalar(quote)))\(header)"
    case nil: return "\(separation), without quotes\(header)"
    }
  }
}
