import Text

extension SettingLiteral {
  /// JSON, two blanks a level; the same value gives the same bytes.
  package func json() -> String { json(indent: "") }

  private func json(indent: String) -> String {
    let inner = indent + "  "
    switch self {
    case .null: return "null"
    case .bool(let value): return value ? "true" : "false"
    case .int(let value): return String(value)
    case .double(let value): return numberText(value)
    case .string(let text): return jsonQuoted(text)
    case .list([]): return "[]"
    case .map([]): return "{}"
    case .list(let items) where items.allSatisfy(\.isScalar):
      return "[" + items.map { $0.json(indent: inner) }.joined(separator: ", ") + "]"
    case .list(let items):
      let lines = items.map { inner + $0.json(indent: inner) }
      return "[\n" + lines.joined(separator: ",\n") + "\n\(indent)]"
    case .map(let fields):
      let lines = fields.map { inner + jsonQuoted($0.key) + ": " + $0.value.json(indent: inner) }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
    }
  }
}

private func jsonQuoted(_ text: String) -> String {
  var quoted = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": quoted += "\\\""
    case "\\": quoted += "\\\\"
    case "\n": quoted += "\\n"
    case "\t": quoted += "\\t"
    case "\r": quoted += "\\r"
    case _ where scalar.value < 0x20: quoted += "\\u" + String(scalar.value, radix: 16).leftPadded(to: 4, with: "0")
    default: quoted.unicodeScalars.append(scalar)
    }
  }
  return quoted + "\""
}
