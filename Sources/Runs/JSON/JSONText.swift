public import Foundation

/// JSON of `Encodable` values: keys sorted, so that equal values have equal bytes.
public enum JSONText {
  /// Readable, indented, with a line feed at the end.
  ///
  /// - Throws: `EncodingError` for a number that is not finite; types that may hold one encode it as null themselves.
  public static func pretty(_ value: some Encodable) throws -> String {
    try text(value, [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]) + "\n"
  }

  /// One line, for logs.
  public static func line(_ value: some Encodable) throws -> String {
    try text(value, [.sortedKeys, .withoutEscapingSlashes])
  }

  /// One line of what always has a JSON form: texts, whole and finite numbers, and dictionaries of them.
  static func compact(_ value: some Encodable) -> String {
    do { return try line(value) } catch { preconditionFailure("text and finite numbers have a JSON form") }
  }

  /// - Parameter file: the name in errors.
  /// - Throws: `JSONError`.
  package static func decode<Value: Decodable>(_ type: Value.Type, from data: Data, file: String) throws(JSONError)
    -> Value
  {
    try JSONSyntax.check(Array(data), file: file)
    do { return try JSONDecoder().decode(type, from: data) } catch {
      throw JSONError(file: file, decoding: error)
    }
  }

  /// Whether bytes are one JSON document.
  ///
  /// - Parameter file: the name in errors.
  /// - Throws: `JSONError` with line and column.
  public static func check(_ data: Data, file: String) throws(JSONError) {
    try JSONSyntax.check(Array(data), file: file)
  }

  private static func text(_ value: some Encodable, _ format: JSONEncoder.OutputFormatting) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = format
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
