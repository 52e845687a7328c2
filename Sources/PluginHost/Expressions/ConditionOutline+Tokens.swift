import Retention

extension ConditionOutline {
  /// Collects which columns are compared directly with numbers, and which are used in other ways.
  ///
  /// - Parameters:
  ///   - tokens: tokens of an expression that passed the checks.
  ///   - columns: full names, in order of appearance.
  init(_ tokens: [ExpressionToken], columns: [String], vocabulary: ColumnVocabulary) {
    var thresholds: [String: [Double]] = [:]
    var bound: Set<Int> = []
    for (index, token) in tokens.enumerated() where token.isComparison {
      guard let (at, name, value) = directComparison(tokens, at: index) else { continue }
      guard let column = vocabulary.fullName(of: name) else { continue }
      thresholds[column, default: []].append(value)
      bound.insert(at)
    }
    let unbound = tokens.enumerated().compactMap { index, token -> String? in
      guard case .name(let name) = token.kind, !bound.contains(index) else { return nil }
      return vocabulary.fullName(of: name)
    }
    self.init(columns: columns, thresholds: thresholds, unboundColumns: Set(unbound))
  }
}

/// The comparison at `index` if it is `column < number` or `number < column` with nothing else on either side.
private func directComparison(
  _ tokens: [ExpressionToken], at index: Int
) -> (nameIndex: Int, name: String, value: Double)? {
  guard index > 0, index + 1 < tokens.count, endsCondition(tokens, index - 2) else { return nil }
  if case .number(let value) = tokens[index - 1].kind, case .name(let name) = tokens[index + 1].kind {
    return endsCondition(tokens, index + 2) ? (index + 1, name, value) : nil
  }
  guard case .name(let name) = tokens[index - 1].kind else { return nil }
  if case .number(let value) = tokens[index + 1].kind {
    return endsCondition(tokens, index + 2) ? (index - 1, name, value) : nil
  }
  guard tokens[index + 1].kind == .operation(.subtract), index + 2 < tokens.count,
    case .number(let value) = tokens[index + 2].kind
  else { return nil }
  return endsCondition(tokens, index + 3) ? (index - 1, name, -value) : nil
}

/// Whether the token at `index` cannot be part of an operand; true beyond either end.
private func endsCondition(_ tokens: [ExpressionToken], _ index: Int) -> Bool {
  guard tokens.indices.contains(index) else { return true }
  return switch tokens[index].kind {
  case .open, .close, .comma, .operation(.and), .operation(.or), .operation(.not): true
  default: false
  }
}

extension ExpressionToken {
  fileprivate var isComparison: Bool {
    if case .operation(let operation) = kind { operation.group == .comparison } else { false }
  }
}
