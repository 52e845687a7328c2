package import Foundation
package import Hashing

/// The id of a run, from when it started (UTC) and what it read: `20261121T083000Z-1f3a9c`.
package struct RunID: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let description: String

  /// - Parameters:
  ///   - started: used to the second.
  ///   - configHash: determines, with `inputHashes`, the six hexadecimal digits.
  package init(started: Date, configHash: SHA256.Digest, inputHashes: [SHA256.Digest]) {
    let content = SHA256.digest(of: ([configHash] + inputHashes).flatMap(\.bytes))
    description = started.formatted(Self.format) + "-" + content.hex.prefix(6)
  }

  /// Parses an id; nil for text of any other form.
  package init?(_ text: String) {
    let form = Array("00000000T000000Z-xxxxxx".utf8)
    guard text.utf8.count == form.count, zip(text.utf8, form).allSatisfy(Self.fits) else { return nil }
    description = text
  }

  private static let format = Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted)

  private static func fits(_ byte: UInt8, form: UInt8) -> Bool {
    let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    switch form {
    case UInt8(ascii: "0"): return isDigit
    case UInt8(ascii: "x"): return isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    default: return byte == form
    }
  }

  /// Orders by start time, with which the text begins.
  package static func < (left: RunID, right: RunID) -> Bool { left.description < right.description }
}

extension RunID: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let id = RunID(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is not a run id")
    }
    self = id
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
