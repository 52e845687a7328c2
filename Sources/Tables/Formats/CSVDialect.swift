/// How a text file separates and quotes its fields.
public struct CSVDialect: Sendable, Hashable, CustomStringConvertible {
  public var delimiter: UInt8
  /// nil where quotes are bytes like any other.
  public var quote: UInt8?

  public init(delimiter: UInt8 = UInt8(ascii: ","), quote: UInt8? = UInt8(ascii: "\"")) {
    self.delimiter = delimiter
    self.quote = quote
  }

  public static let comma = CSVDialect()
  public static let semicolon = CSVDialect(delimiter: UInt8(ascii: ";"))
  public static let tab = CSVDialect(delimiter: UInt8(ascii: "\t"))
  public static let pipe = CSVDialect(delimiter: UInt8(ascii: "|"))

  public var description: String {
    let separation =
      switch delimiter {
      case UInt8(ascii: ","): "separated by commas"
      case UInt8(ascii: ";"): "separated by semicolons"
      case UInt8(ascii: "\t"): "separated by tabs"
      case UInt8(ascii: "|"): "separated by pipes"
      default: "separated by '\(Character(UnicodeScalar(delimiter)))'"
      }
    switch quote {
    case UInt8(ascii: "\"")?: return separation
    case let quote?: return "\(separation), quoted with \(Character(UnicodeScalar(quote)))"
    case nil: return "\(separation), without quotes"
    }
  }
}
