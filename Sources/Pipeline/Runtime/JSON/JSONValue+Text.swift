import Text

extension JSONValue {
  public enum Layout: Sendable {
    /// One line, for logs.
    case compact
    /// Two spaces a level; arrays and objects without children of their own stay on one line where they fit.
    case pretty
  }

  /// The document as text; the pretty one ends with a line feed. Doubles are the shortest text that reads back equal.
  public func text(_ layout: Layout = .pretty) -> String {
    var writer = JSONWriter(layout: layout)
    writer.write(self, indent: 0)
    return layout == .pretty ? writer.text + "\n" : writer.text
  }
}

private struct JSONWriter {
  let layout: JSONValue.Layout
  var text = ""
  static let lineWidth = 100

  mutating func write(_ value: JSONValue, indent: Int) {
    switch value {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value): text += value.isFinite ? value.description : "null"
    case .string(let value): writeString(value)
    case .array(let values):
      writeList("[", "]", values, indent, isFlat: values.allSatisfy(\.isScalar)) { $0.write($1, indent: $2) }
    case .object(let object):
      writeList("{", "}", object.members, indent, isFlat: indent > 0 && object.members.allSatisfy(\.value.isScalar)) {
        $0.writeMember($1, indent: $2)
      }
    }
  }

  private mutating func writeMember(_ member: JSONObject.Member, indent: Int) {
    writeString(member.key)
    text += layout == .pretty ? ": " : ":"
    write(member.value, indent: indent)
  }

  private mutating func writeList<Element>(
    _ open: String, _ close: String, _ elements: [Element], _ indent: Int, isFlat: Bool,
    _ writeElement: (inout JSONWriter, Element, Int) -> Void
  ) {
    let start = text.utf8.count
    if layout == .compact || isFlat || elements.isEmpty {
      let before = text
      writeLine(open, close, elements, indent, writeElement)
      if layout == .compact || text.utf8.count - start + 2 * indent <= Self.lineWidth { return }
      text = before
    }
    text += open
    for (index, element) in elements.enumerated() {
      text += (index == 0 ? "\n" : ",\n") + String(repeating: "  ", count: indent + 1)
      writeElement(&self, element, indent + 1)
    }
    text += "\n" + String(repeating: "  ", count: indent) + close
  }

  private mutating func writeLine<Element>(
    _ open: String, _ close: String, _ elements: [Element], _ indent: Int,
    _ writeElement: (inout JSONWriter, Element, Int) -> Void
  ) {
    text += open
    for (index, element) in elements.enumerated() {
      if index > 0 { text += layout == .pretty ? ", " : "," }
      writeElement(&self, element, indent + 1)
    }
    text += close
  }

  private mutating func writeString(_ value: String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{0}"..."\u{1f}", "\u{7f}", "\u{2028}", "\u{2029}":
        text += "\\u" + String(scalar.value, radix: 16).leftPadded(to: 4, with: "0")
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}

extension JSONValue {
  fileprivate var isScalar: Bool {
    switch self {
    case .array(let values): values.isEmpty
    case .object(let object): object.members.isEmpty
    default: true
    }
  }
}
