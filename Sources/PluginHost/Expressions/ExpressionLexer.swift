/// Splits the text of an expression into tokens.
struct ExpressionLexer {
  private let scalars: [Unicode.Scalar]
  private var offset = 0

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
  }
}

extension ExpressionLexer {
  /// All tokens of `text`, without white space.
  ///
  /// - Throws: `ExpressionError` for a character without meaning and for a malformed number.
  static func tokens(of text: String) throws(ExpressionError) -> [ExpressionToken] {
    var lexer = ExpressionLexer(text)
    var tokens: [ExpressionToken] = []
    while let token = try lexer.next() { tokens.append(token) }
    return tokens
  }

  private mutating func next() throws(ExpressionError) -> ExpressionToken? {
    while offset < scalars.count, scalars[offset].properties.isWhitespace { offset += 1 }
    guard offset < scalars.count else { return nil }
    let first = scalars[offset]
    if isDigit(first) || (first == "." && isDigit(peek(1))) { return try number() }
    if isNameStart(first) { return word() }
    return try symbol()
  }

  private func peek(_ distance: Int) -> Unicode.Scalar? {
    offset + distance < scalars.count ? scalars[offset + distance] : nil
  }

  private func text(_ start: Int) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[start..<offset])
    return String(text)
  }

  // MARK: - Words

  private mutating func number() throws(ExpressionError) -> ExpressionToken {
    let start = offset
    skipDigits()
    if peek(0) == "." {
      offset += 1
      skipDigits()
    }
    if peek(0) == "e" || peek(0) == "E" { skipExponent() }
    // Taken as one word, so that `30d`, `1_000` and `1.2.3` are reported as malformed numbers.
    while isNameStart(peek(0)) || isDigit(peek(0)) || peek(0) == "." { offset += 1 }
    let text = text(start)
    guard let value = Double(text), value.isFinite else {
      throw ExpressionError(.malformedNumber(text), offset: start)
    }
    return ExpressionToken(kind: .number(value), text: text, offset: start)
  }

  private mutating func skipDigits() {
    while isDigit(peek(0)) { offset += 1 }
  }

  private mutating func skipExponent() {
    let signed = peek(1) == "+" || peek(1) == "-"
    guard isDigit(peek(signed ? 2 : 1)) else { return }
    offset += signed ? 2 : 1
    skipDigits()
  }

  private mutating func word() -> ExpressionToken {
    let start = offset
    while isNameStart(peek(0)) || isDigit(peek(0)) { offset += 1 }
    let text = text(start)
    let operation = ExpressionOperation(rawValue: text.lowercased())
    return ExpressionToken(kind: operation.map { .operation($0) } ?? .name(text), text: text, offset: start)
  }

  // MARK: - Symbols

  private mutating func symbol() throws(ExpressionError) -> ExpressionToken {
    let start = offset
    guard let (kind, length) = symbolKind() else {
      throw ExpressionError(.unexpectedCharacter(String(Character(scalars[start]))), offset: start)
    }
    offset += length
    return ExpressionToken(kind: kind, text: text(start), offset: start)
  }

  private func symbolKind() -> (ExpressionToken.Kind, length: Int)? {
    switch (scalars[offset], peek(1)) {
    case ("(", _): return (.open, 1)
    case (")", _): return (.close, 1)
    case (",", _): return (.comma, 1)
    case ("&", "&"): return (.operation(.and), 2)
    case ("|", "|"): return (.operation(.or), 2)
    case ("*", "*"): return nil
    case (let first, let second):
      let pair = String(Character(first)) + (second.map { String(Character($0)) } ?? "")
      if let operation = ExpressionOperation(rawValue: pair) {
        return (.operation(operation), pair.unicodeScalars.count)
      }
      return ExpressionOperation(rawValue: String(Character(first))).map { (.operation($0), 1) }
    }
  }
}

private func isDigit(_ scalar: Unicode.Scalar?) -> Bool {
  scalar.map { ("0"..."9").contains($0) } ?? false
}

private func isNameStart(_ scalar: Unicode.Scalar?) -> Bool {
  scalar.map { ("a"..."z").contains($0) || ("A"..."Z").contains($0) || $0 == "_" } ?? false
}
