/// What is known of a text file before it is opened; the rest is found out.
public struct TextOptions: Sendable, Hashable {
  /// nil to find it out.
  public var delimiter: UInt8?
  public var quoting: Quoting
  /// nil to find it out.
  public var encoding: TextEncoding?

  public enum Quoting: Sendable, Hashable {
    case detect
    case mark(UInt8)
    case none
  }

  public init(delimiter: UInt8? = nil, quoting: Quoting = .detect, encoding: TextEncoding? = nil) {
    self.delimiter = delimiter
    self.quoting = quoting
    self.encoding = encoding
  }

  /// All of a dialect is known.
  public init(_ dialect: CSVDialect, encoding: TextEncoding? = nil) {
    self.init(delimiter: dialect.delimiter, quoting: dialect.quote.map { .mark($0) } ?? .none, encoding: encoding)
  }
}
