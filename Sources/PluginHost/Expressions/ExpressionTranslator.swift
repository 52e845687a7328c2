import Retention
import Text

/// Checks the tokens of an expression in order and translates them for the parser library.
struct ExpressionTranslator {
  /// Most levels of nested parentheses.
  static let depthLimit = 100

  /// An open parenthesis.
  private struct Frame {
    /// Nil for plain parentheses.
    let function: ExpressionFunction?
    let offset: Int
    var argumentCount = 1
    var hasComparison = false
  }

  private let tokens: [ExpressionToken]
  private let vocabulary: ColumnVocabulary
  private let endOffset: Int
  private var position = 0
  private var needsOperand = true
  /// Whether the signs just read negate the next operand. They are merged, since the library allows only one.
  private var isNegated = false
  /// Open parentheses; the first frame is the whole expression.
  private var frames = [Frame(function: nil, offset: 0)]
  private(set) var program = ExpressionProgram()

  /// - Throws: `ExpressionError` for the first thing that is wrong.
  init(_ text: String, vocabulary: ColumnVocabulary) throws(ExpressionError) {
    tokens = try ExpressionLexer.tokens(of: text)
    self.vocabulary = vocabulary
    endOffset = text.unicodeScalars.count
    guard !tokens.isEmpty else { throw ExpressionError(.empty) }
    while position < tokens.count {
      try translate(tokens[position])
      position += 1
    }
    guard !needsOperand else { throw ExpressionError(.unexpectedEnd, offset: endOffset) }
    guard frames.count == 1 else { throw ExpressionError(.neverClosed, offset: frames[frames.count - 1].offset) }
  }
}

extension ExpressionTranslator {
  /// Whether it contains a comparison, a connective, `not` or `is_null`.
  var isCondition: Bool {
    tokens.contains { token in
      switch token.kind {
      case .operation(let operation): operation.group != .arithmetic
      case .name(let name): name == ExpressionFunction.isNull.rawValue
      default: false
      }
    }
  }

  var outline: ConditionOutline {
    ConditionOutline(tokens, columns: program.columns, vocabulary: vocabulary)
  }

  private var previous: ExpressionToken.Kind? { position > 0 ? tokens[position - 1].kind : nil }

  /// The kind of the token that many places ahead.
  private func kind(_ distance: Int) -> ExpressionToken.Kind? {
    position + distance < tokens.count ? tokens[position + distance].kind : nil
  }

  private mutating func translate(_ token: ExpressionToken) throws(ExpressionError) {
    switch token.kind {
    case .number(let value):
      try beginOperand(token)
      program.append(number: value)
      needsOperand = false
    case .name(let name): try translate(name: name, token)
    case .open: try open(token, function: nil)
    case .close: try close(token)
    case .comma: try separate(token)
    case .operation(let operation): try translate(operation, token)
    }
  }

  private mutating func beginOperand(_ token: ExpressionToken) throws(ExpressionError) {
    guard needsOperand else { throw ExpressionError(.unexpected(word: token.text), offset: token.offset) }
    if isNegated { program.append("-") }
    isNegated = false
  }

  private func expectOperator(_ token: ExpressionToken) throws(ExpressionError) {
    guard !needsOperand else { throw ExpressionError(.unexpected(word: token.text), offset: token.offset) }
  }

  // MARK: - Names

  private mutating func translate(name: String, _ token: ExpressionToken) throws(ExpressionError) {
    try beginOperand(token)
    if kind(1) == .open {
      if name == ExpressionFunction.quantile { return try translateQuantile(token) }
      guard let function = ExpressionFunction(rawValue: name) else {
        let known = ExpressionFunction.knownNames
        throw ExpressionError(
          .unknownFunction(name: name, nearest: nearestName(to: name, in: known), known: known), offset: token.offset)
      }
      position += 1
      return try open(tokens[position], function: function)
    }
    program.append(column: try column(name, token))
    needsOperand = false
  }

  private func column(_ name: String, _ token: ExpressionToken) throws(ExpressionError) -> String {
    if let column = vocabulary.fullName(of: name) { return column }
    if ExpressionFunction.knownNames.contains(name) {
      throw ExpressionError(.functionWithoutArguments(name: name), offset: token.offset)
    }
    let known = vocabulary.allNames
    throw ExpressionError(
      .unknownColumn(name: name, nearest: nearestName(to: name, in: known), known: known), offset: token.offset)
  }

  /// Reads `quantile(column, number)`, starting at the function's name.
  private mutating func translateQuantile(_ token: ExpressionToken) throws(ExpressionError) {
    guard case .name(let name) = kind(2), kind(3) == .comma, case .number(let probability) = kind(4),
      kind(5) == .close, (0...1).contains(probability)
    else { throw ExpressionError(.quantileArguments, offset: token.offset) }
    program.append(quantile: probability, of: try column(name, tokens[position + 2]))
    position += 5
    needsOperand = false
  }

  // MARK: - Parentheses

  private mutating func open(_ token: ExpressionToken, function: ExpressionFunction?) throws(ExpressionError) {
    try beginOperand(token)
    guard frames.count <= Self.depthLimit else {
      throw ExpressionError(.tooDeep(limit: Self.depthLimit), offset: token.offset)
    }
    frames.append(Frame(function: function, offset: token.offset))
    // The library allows no space between a function's name and the parenthesis.
    program.append((function?.symbol ?? "") + "(")
  }

  private mutating func close(_ token: ExpressionToken) throws(ExpressionError) {
    guard frames.count > 1 else { throw ExpressionError(.closesNothing, offset: token.offset) }
    let frame = frames.removeLast()
    if let function = frame.function {
      let found = previous == .open ? 0 : frame.argumentCount
      guard function.arity.contains(found) else {
        throw ExpressionError(
          .wrongArgumentCount(function: function.rawValue, expected: function.arity, found: found),
          offset: frame.offset)
      }
    }
    try expectOperator(token)
    program.append(")")
  }

  private mutating func separate(_ token: ExpressionToken) throws(ExpressionError) {
    guard frames[frames.count - 1].function != nil else { throw ExpressionError(.misplacedComma, offset: token.offset) }
    try expectOperator(token)
    frames[frames.count - 1].argumentCount += 1
    frames[frames.count - 1].hasComparison = false
    program.append(",")
    needsOperand = true
  }

  // MARK: - Operators

  private mutating func translate(
    _ operation: ExpressionOperation, _ token: ExpressionToken
  ) throws(ExpressionError) {
    switch operation.group {
    case .negation:
      try beginOperand(token)
      guard startsCondition(previous) else { throw ExpressionError(.misplacedNot, offset: token.offset) }
      program.append("0")
    case .comparison:
      try expectOperator(token)
      guard !frames[frames.count - 1].hasComparison else {
        throw ExpressionError(.chainedComparison, offset: token.offset)
      }
      frames[frames.count - 1].hasComparison = true
    case .connective:
      try expectOperator(token)
      frames[frames.count - 1].hasComparison = false
    case .arithmetic:
      if needsOperand, operation.isSign {
        if operation == .subtract { isNegated.toggle() }
        return
      }
      try expectOperator(token)
    }
    program.append(operation.symbol)
    needsOperand = true
  }

  private func startsCondition(_ previous: ExpressionToken.Kind?) -> Bool {
    switch previous {
    case nil, .open, .comma, .operation(.and), .operation(.or), .operation(.not): true
    default: false
    }
  }
}
