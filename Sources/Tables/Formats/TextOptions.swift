/// What is known of a text file before it is opened; the rest is detected.
public struct TextOptions: Sendable, Hashable {
  /// Nil to detect it.
  public var separator: CSVDialect.Separator?
  /// How fields that hold the separator are quoted.
  public var quoting: Quoting
  /// Nil to detect it.
  public var encoding: TextEncoding?
  /// Nil to take the first record for a header, and to refuse one that looks like data.
  public var header: Header?

  /// Whether the first record names the columns; the raw values are those of settings.
  public enum Header: String, Sendable, Hashable, CaseIterable {
    case present = "true"
    case absent = "false"
  }

  /// What fields that hold the separator are quoted with; the raw values are those of settings.
  public enum Quoting: String, Sendable, Hashable, CaseIterable {
    /// Is detected.
    case auto
    /// `"`
    case double
    /// `'`
    case single
    /// Quotes are bytes like any other.
    case none
  }

  public init(
    separator: CSVDialect.Separator? = nil, quoting: Quoting = .auto, encoding: TextEncoding? = nil,
    header: Header? = nil
  ) {
    self.separator = separator
    self.quoting = quoting
    self.encoding = encoding
    self.header = header
  }
}
