package import Foundation

/// Encodes values as JSON with sorted keys, so that equal values give equal bytes, and decodes JSON after a syntax
/// check.
package enum JSONText {
  /// Indented JSON with a line feed at the end.
  ///
  /// - Throws: `EncodingError` for a number that is not finite. Types that can hold one must encode it as null.
  package static func pretty(_ value: some Encodable) throws -> String {
    try text(value, [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]) + "\n"
  }

  /// JSON on one line, without a line feed.
  ///
  /// - Throws: as `pretty(_:)`.
  package static func line(_ value: some Encodable) throws -> String {
    try text(value, [.sortedKeys, .withoutEscapingSlashes])
  }

  /// JSON on one line, of values that can always be encoded: strings, integers, finite numbers, and dictionaries of
  /// them.
  static func compact(_ value: some Encodable) -> String {
    do { return try line(value) } catch { preconditionFailure("text and finite numbers have a JSON form") }
  }

  /// Checks the syntax of a JSON document and decodes it.
  ///
  /// - Parameter file: named in errors.
  /// - Throws: `JSONError`.
  package static func decode<Value: Decodable>(_ type: Value.Type, from data: Data, file: String) throws(JSONError)
    -> Value
  {
    try JSONSyntax.check(Array(data), file: file)
    do { return try JSONDecoder().decode(type, from: data) } catch {
      throw JSONError(file: file, decoding: error)
    }
  }

  /// Checks that bytes are one JSON document.
  ///
  /// - Parameter file: named in errors.
  /// - Throws: `JSONError` with line and column.
  package static func check(_ data: Data, file: String) throws(JSONError) {
    try JSONSyntax.check(Array(data), file: file)
  }

  private static func text(_ value: some Encodable, _ format: JSONEncoder.OutputFormatting) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = format
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
