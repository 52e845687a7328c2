extension JSONObject {
  /// Sets `section.key`, making the section where it is missing.
  mutating func set(_ section: String, _ key: String, _ value: JSONValue) {
    var object = JSONObject()
    if case .object(let known)? = self[section] { object = known }
    object[key] = value
    self[section] = .object(object)
  }

  /// A section, empty where it is missing.
  func section(_ name: String) -> JSONObject {
    if case .object(let object)? = self[name] { object } else { JSONObject() }
  }

  func number(_ key: String) -> Double? {
    switch self[key] {
    case .number(let value): value
    case .integer(let value): Double(value)
    default: nil
    }
  }

  func text(_ key: String) -> String? {
    if case .string(let text)? = self[key] { text } else { nil }
  }
}
