import CivilTime
import Settings

/// What a value on the command line must look like.
package enum ValueKind: Sendable, Hashable {
  case text
  case path
  /// A whole number within a range.
  case integer(ClosedRange<Int>)
  /// A finite number within a range.
  case number(ClosedRange<Double>)
  /// An amount of memory: `512MB`
  case size
  /// A day that exists: `2011-09-01`
  case date
  /// One of these words.
  case choice([String])
  /// `section.key=value`
  case assignment
}

extension ValueKind {
  /// Nil if `text` is valid, otherwise what was expected; completes "must be …".
  func expectation(unmetBy text: String) -> String? {
    switch self {
    case .text: nil
    case .path: text.isEmpty ? "a path, not empty" : nil
    case .integer(let range): Int(text).map(range.contains) == true ? nil : Self.words(range)
    case .number(let range):
      Double(text).map { $0.isFinite && range.contains($0) } == true
        ? nil : "a number from \(range.lowerBound) to \(range.upperBound)"
    case .size: ByteSize(text) == nil ? "an amount of memory such as 512MB or 2GB" : nil
    case .date: CivilDate(text) != nil ? nil : "a day of the calendar, like 2011-09-01"
    case .choice(let choices): choices.contains(text) ? nil : "one of \(choices.joined(separator: ", "))"
    case .assignment: SettingOverride(text) == nil ? "of the form section.key=value" : nil
    }
  }

  private static func words(_ range: ClosedRange<Int>) -> String {
    range.upperBound == .max
      ? "a whole number from \(range.lowerBound) on"
      : "a whole number from \(range.lowerBound) to \(range.upperBound)"
  }

  /// The words to suggest for a mistyped value.
  var choices: [String] {
    if case .choice(let choices) = self { choices } else { [] }
  }
}

/// A setting given on the command line.
package struct SettingOverride: Sendable, Hashable {
  /// `section.key`
  package let key: String
  /// As written; YAML decides its type later.
  package let value: String

  /// Nil unless `text` is `section.key=value`; the value may be empty or contain more `=`.
  package init?(_ text: String) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let names = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    guard names.count >= 2, names.allSatisfy({ !$0.isEmpty && !$0.contains(where: \.isWhitespace) }) else { return nil }
    key = String(parts[0])
    value = String(parts[1])
  }
}
