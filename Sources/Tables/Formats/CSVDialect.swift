/// How a text file separates and quotes its fields.
public struct CSVDialect: Sendable, Hashable, CustomStringConvertible {
  /// The byte between two fields.
  public var delimiter: UInt8
  /// nil where quotes are bytes like any other.
  public var quote: UInt8?

  public init(delimiter: UInt8 = UInt8(ascii: ","), quote: UInt8? = UInt8(ascii: "\"")) {
    self.delimiter = delimiter
    self.quote = quote
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

    /// In ASCII.
    public var byte: UInt8 {
      switch self {
      case .comma: UInt8(ascii: ",")
      case .semicolon: UInt8(ascii: ";")
      case .tab: UInt8(ascii: "\t")
      case .pipe: UInt8(ascii: "|")
      }
    }
  }

  public var description: String {
    let separation =
      Separator.allCases.first { $0.byte == delimiter }.map { "separated by \($0.rawValue)s" }
      ?? "separated by '\(Character(UnicodeScalar(delimiter)))'"
    switch quote {
    case UInt8(ascii: "\"")?: return separation
    case let quote?: return "\(separation), quoted with \(Character(UnicodeScalar(quote)))"
    case nil: return "\(separation), without quotes"
    }
  }
}
