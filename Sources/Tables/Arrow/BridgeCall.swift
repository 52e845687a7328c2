import CArrowBridge
import Foundation

/// What the bridge reported, until it becomes a `TableError`.
struct BridgeFailure {
  let kind: ArrowBridgeErrorKind
  /// errno, or 0.
  let code: Int32
  /// Position among the selected columns, or nil.
  let column: Int?
  let line: Int
  let position: Int
  let expected: Int
  let message: String

  /// Takes the message out of `error` and frees it.
  init(taking error: inout ArrowBridgeError) {
    kind = error.kind
    code = error.system_error
    column = error.column < 0 ? nil : Int(error.column)
    line = Int(error.line)
    position = Int(error.position)
    expected = Int(error.expected)
    message = error.message.map { String(cString: $0) } ?? "no message"
    arrow_bridge_error_free(&error)
  }
}

extension TableError {
  init(
    _ failure: BridgeFailure, path: String, action: FileAction, format: String, columns: [String] = []
  ) {
    let column = failure.column.flatMap { $0 < columns.count ? columns[$0] : nil } ?? ""
    switch failure.kind {
    case ARROW_BRIDGE_MEMORY: self = .system(path: path, action: action, code: ENOMEM, detail: failure.message)
    case ARROW_BRIDGE_TRUNCATED: self = .truncated(path: path, format: format)
    case ARROW_BRIDGE_CORRUPT: self = .corrupt(path: path, format: format, detail: failure.message)
    case ARROW_BRIDGE_UNSUPPORTED: self = .nestedColumn(name: column, path: path, type: failure.message)
    case ARROW_BRIDGE_CONVERSION: self = .conversion(column: column, path: path, detail: failure.message)
    case ARROW_BRIDGE_NUL: self = .binary(path: path, line: failure.line, offset: failure.position)
    case ARROW_BRIDGE_UNCLOSED_QUOTE:
      self = .unclosedQuote(path: path, line: failure.line, column: failure.position)
    case ARROW_BRIDGE_TEXT_AFTER_QUOTE:
      self = .textAfterQuote(path: path, line: failure.line, column: failure.position)
    case ARROW_BRIDGE_LINE_TOO_LONG:
      self = .lineTooLong(path: path, line: failure.line, limit: failure.expected)
    case ARROW_BRIDGE_RAGGED_ROW:
      self = .raggedRow(path: path, line: failure.line, expected: failure.expected, found: failure.position)
    case ARROW_BRIDGE_NOT_IN_ENCODING:
      let encoding = TextEncoding(ArrowBridgeEncoding(rawValue: UInt32(failure.expected)))
      self = .notInEncoding(path: path, line: failure.line, encoding: encoding)
    // The caller knows the lines.
    case ARROW_BRIDGE_JSON: self = .badJSON(path: path, line: failure.position, detail: failure.message)
    case ARROW_BRIDGE_UNKNOWN_ENCODING:
      let likely = TextEncoding(ArrowBridgeEncoding(rawValue: UInt32(failure.expected)))
      self = .unknownEncoding(path: path, line: failure.line, likely: likely)
    case ARROW_BRIDGE_MIXED_ENCODINGS: self = .mixedEncodings(path: path, line: failure.line)
    case ARROW_BRIDGE_TOO_MANY_COLUMNS:
      self = .tooManyColumns(path: path, line: failure.line, found: failure.position, limit: failure.expected)
    default: self = .system(path: path, action: action, code: failure.code, detail: failure.message)
    }
  }
}

/// Calls the bridge; a nil answer is a failure.
func callBridge<Answer>(
  path: String, action: FileAction, format: String, columns: [String] = [],
  _ call: (inout ArrowBridgeError) -> Answer?
) throws(TableError) -> Answer {
  var error = ArrowBridgeError()
  if let answer = call(&error) { return answer }
  let failure = BridgeFailure(taking: &error)
  if failure.kind == ARROW_BRIDGE_IO, failure.code != 0 {
    throw TableError(code: failure.code, path: path, action: action)
  }
  throw TableError(failure, path: path, action: action, format: format, columns: columns)
}

extension Bool {
  /// For `callBridge`: what C returns as success.
  var orNil: Bool? { self ? true : nil }
}
