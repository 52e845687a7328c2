extension SHA256.Digest: CustomStringConvertible, Codable {
  /// 64 lowercase hexadecimal digits.
  package var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  package var description: String { hex }

  /// Parses 64 hexadecimal digits of either case; nil for anything else.
  package init?(hex: String) {
    let nibbles = hex.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
    guard nibbles.count == 64, hex.utf8.count == 64 else { return nil }
    self.init(bytes: (0..<32).map { UInt8(nibbles[2 * $0] << 4 | nibbles[2 * $0 + 1]) })
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let digest = SHA256.Digest(hex: try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "a SHA-256 has 64 hexadecimal digits")
    }
    self = digest
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(hex)
  }
}
