import Text

extension SettingLiteral {
  /// The value on one line, as `--set` takes it.
  package var flow: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .int(let value): String(value)
    case .double(let value): numberText(value)
    case .string(let text): yamlQuotedIfNeeded(text)
    case .list(let items): "[" + items.map(\.flow).joined(separator: ", ") + "]"
    case .map(let fields):
      "{" + fields.map { "\(yamlQuotedIfNeeded($0.key)): \($0.value.flow)" }.joined(separator: ", ") + "}"
    }
  }

  /// The value as a block document; the same value gives the same bytes.
  package func yaml() -> String {
    isInline ? flow + "\n" : blockLines().joined(separator: "\n") + "\n"
  }

  /// Scalars, and short lists and maps of scalars, stay on one line.
  private var isInline: Bool {
    switch self {
    case .list(let items): items.isEmpty || (items.allSatisfy(\.isScalar) && flow.count <= 90)
    case .map(let fields): fields.isEmpty || (fields.allSatisfy(\.value.isScalar) && flow.count <= 90)
    default: true
    }
  }

  /// Lines of the value under a key, which stands on `indent`: ` value`, or lines of their own.
  func yamlLines(key: String, indent: String) -> [String] {
    let head = indent + yamlQuotedIfNeeded(key) + ":"
    return isInline ? [head + " " + flow] : [head] + blockLines().map { indent + "  " + $0 }
  }

  private func blockLines() -> [String] {
    switch self {
    case .map(let fields): fields.flatMap { $0.value.yamlLines(key: $0.key, indent: "") }
    case .list(let items): items.flatMap { $0.itemLines() }
    default: [flow]
    }
  }

  private func itemLines() -> [String] {
    if case .map(let fields) = self, !fields.isEmpty {
      return marked(fields.flatMap { $0.value.yamlLines(key: $0.key, indent: "") })
    }
    return isInline ? ["- " + flow] : marked(blockLines())
  }

  private func marked(_ lines: [String]) -> [String] {
    lines.enumerated().map { ($0.offset == 0 ? "- " : "  ") + $0.element }
  }
}

/// Plain where it cannot be read as anything but this text, in block and flow context alike; else double-quoted.
private func yamlQuotedIfNeeded(_ text: String) -> String {
  isPlainSafe(text) ? text : yamlQuoted(text)
}

/// Words that YAML 1.1 or 1.2 readers take for null or a boolean.
private let reservedWords: Set<String> = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]

private func isPlainSafe(_ text: String) -> Bool {
  guard let first = text.unicodeScalars.first, isASCIILetter(first) || first == "_", text.last != " " else {
    return false
  }
  let allowed = text.unicodeScalars.allSatisfy {
    isASCIILetter($0) || ("0"..."9").contains($0) || "_ -./%+".unicodeScalars.contains($0)
  }
  return allowed && !reservedWords.contains(text.lowercased())
}

private func isASCIILetter(_ scalar: Unicode.Scalar) -> Bool {
  ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
}

private func yamlQuoted(_ text: String) -> String {
  var quoted = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": quoted += "\\\""
    case "\\": quoted += "\\\\"
    case "\n": quoted += "\\n"
    case "\t": quoted += "\\t"
    case _ where mustEscape(scalar): quoted += "\\U" + String(scalar.value, radix: 16).leftPadded(to: 8, with: "0")
    default: quoted.unicodeScalars.append(scalar)
    }
  }
  return quoted + "\""
}

/// What a YAML stream may not hold as it is, and what it would take for a line break or a byte order mark.
private func mustEscape(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
  default: false
  }
}
