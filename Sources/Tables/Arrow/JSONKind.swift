import CArrowBridge

/// What values a member of JSON objects has.
enum JSONKind: Hashable {
  case null, bool, integer, number, text
  /// Text here and numbers there.
  case mixed
  /// Objects or lists, in some lines at least.
  case nested

  init(_ kind: ArrowBridgeJSONKind) {
    switch kind {
    case ARROW_BRIDGE_JSON_BOOL: self = .bool
    case ARROW_BRIDGE_JSON_INTEGER: self = .integer
    case ARROW_BRIDGE_JSON_NUMBER: self = .number
    case ARROW_BRIDGE_JSON_TEXT: self = .text
    case ARROW_BRIDGE_JSON_MIXED: self = .mixed
    case ARROW_BRIDGE_JSON_NESTED: self = .nested
    default: self = .null
    }
  }

  var bridge: ArrowBridgeJSONKind {
    switch self {
    case .null: ARROW_BRIDGE_JSON_NULL
    case .bool: ARROW_BRIDGE_JSON_BOOL
    case .integer: ARROW_BRIDGE_JSON_INTEGER
    case .number: ARROW_BRIDGE_JSON_NUMBER
    case .text: ARROW_BRIDGE_JSON_TEXT
    case .mixed: ARROW_BRIDGE_JSON_MIXED
    case .nested: ARROW_BRIDGE_JSON_NESTED
    }
  }

  /// What it is read as; a member without values is text. What is nested is not read.
  var type: ColumnType {
    switch self {
    case .bool: .bool
    case .integer: .int64
    case .number: .double
    case .null, .text, .mixed, .nested: .dictionary
    }
  }

  /// The kind of a member with values of both.
  func joined(with other: JSONKind) -> JSONKind {
    if self == other || other == .null { return self }
    if self == .null { return other }
    if self == .nested || other == .nested { return .nested }
    let numbers: Set<JSONKind> = [.integer, .number]
    return numbers.contains(self) && numbers.contains(other) ? .number : .mixed
  }
}
