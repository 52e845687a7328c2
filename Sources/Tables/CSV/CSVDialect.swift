/// How a text file separates and quotes its fields.
public struct CSVDialect: Sendable, Hashable, CustomStringConvertible {
  public var delimiter: UInt8
  public var quote: UInt8

  public init(delimiter: UInt8 = UInt8(ascii: ","), quote: UInt8 = UInt8(ascii: "\"")) {
    self.delimiter = delimiter
    self.quote = quote
  }

  public static let comma = CSVDialect()
  public static let semicolon = CSVDialect(delimiter: UInt8(ascii: ";"))
  public static let tab = CSVDialect(delimiter: UInt8(ascii: "\t"))
  public static let pipe = CSVDialect(delimiter: UInt8(ascii: "|"))

  public var description: String {
    switch delimiter {
    case UInt8(ascii: ","): "separated by commas"
    case UInt8(ascii: ";"): "separated by semicolons"
    case UInt8(ascii: "\t"): "separated by tabs"
    case UInt8(ascii: "|"): "separated by pipes"
    default: "separated by '\(Character(UnicodeScalar(delimiter)))'"
    }
  }
}

extension CSVDialect {
  /// The separator that occurs most often outside quotes in the header line; the comma where there is none, and for
  /// ties the first of comma, semicolon, tab and pipe.
  static func detect(header: some Sequence<UInt8>) -> CSVDialect {
    let candidates = [comma, semicolon, tab, pipe]
    var counts = [Int](repeating: 0, count: candidates.count)
    var isQuoted = false
    for byte in header {
      if byte == comma.quote { isQuoted.toggle() }
      if isQuoted { continue }
      if let index = candidates.firstIndex(where: { $0.delimiter == byte }) { counts[index] += 1 }
    }
    let most = counts.max() ?? 0
    return candidates[counts.firstIndex(of: most) ?? 0]
  }
}
