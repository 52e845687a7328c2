package import Foundation
import Text

/// An instant in UTC to the millisecond, written as ISO 8601: `2026-11-21T08:30:00.125Z`.
package struct Timestamp: Sendable, Hashable, Comparable {
  /// Milliseconds since 1970-01-01T00:00:00Z.
  package let milliseconds: Int64

  package init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// Rounds to the nearest millisecond.
  package init(_ date: Date) {
    milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded())
  }

  /// The current time by the system's clock.
  package static var now: Timestamp { Timestamp(Date()) }

  package var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }

  package static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }
}

extension Timestamp: CustomStringConvertible, Codable {
  // Foundation truncates fractional seconds instead of rounding, so its text does not parse back to an equal value.
  private static let format = Date.ISO8601FormatStyle()

  package var description: String {
    let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
    let (whole, fraction) = rest < 0 ? (seconds - 1, rest + 1000) : (seconds, rest)
    let text = Date(timeIntervalSince1970: Double(whole)).formatted(Self.format)
    return text.dropLast() + "." + String(fraction).leftPadded(to: 3, with: "0") + "Z"
  }

  /// Parses exactly what `description` produces; nil for anything else.
  package init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].count == 4, let fraction = Int64(parts[1].dropLast()),
      let date = try? Self.format.parse(parts[0] + "Z")
    else { return nil }
    self.init(milliseconds: Int64(date.timeIntervalSince1970) * 1000 + fraction)
    if description != text { return nil }
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let timestamp = Timestamp(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is not a time in UTC")
    }
    self = timestamp
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
