public import Retention

/// An expression over named columns, checked and ready to be evaluated for every row.
///
/// `and`, `or`, `not`, comparisons, `+ - * / ^`, parentheses, and the functions `abs ceil exp floor if is_null log log1p
/// max min sqrt`. `quantile(column, p)` is the quantile of type 7 over the rows at hand, nulls left out.
///
/// NaN is null. Arithmetic with a null is null, and a comparison with one is open: `not` of an open condition is open,
/// `or` holds if the other side does, `and` fails if the other side does. A condition that stays open does not hold.
/// Division by zero is null.
public struct ColumnExpression: Sendable {
  public let text: String
  public let outline: ConditionOutline
  let program: ExpressionProgram

  public enum Purpose: Sendable, Hashable {
    case condition, number
  }
}

extension ColumnExpression {
  /// Unicode scalars of an expression.
  public static let lengthLimit = 4_000

  /// - Parameters:
  ///   - purpose: a condition must compare something.
  ///   - vocabulary: columns that may be named.
  /// - Throws: `ExpressionError` for syntax, unknown names, and what is too long or nested too deep.
  public init(
    _ text: String, purpose: Purpose = .condition, vocabulary: ColumnVocabulary = .features
  ) throws(ExpressionError) {
    guard text.unicodeScalars.count <= Self.lengthLimit else {
      throw ExpressionError(.tooLong(limit: Self.lengthLimit), offset: Self.lengthLimit)
    }
    let translator = try ExpressionTranslator(text, vocabulary: vocabulary)
    program = translator.program
    guard !program.columns.isEmpty else { throw ExpressionError(.readsNoColumn) }
    guard purpose == .number || translator.isCondition else { throw ExpressionError(.notACondition) }
    self.text = text
    outline = translator.outline
    try checkProgram()
  }

  private func checkProgram() throws(ExpressionError) {
    guard program.text.utf8.count <= ExpressionProgram.textLimit else {
      throw ExpressionError(.tooLong(limit: Self.lengthLimit))
    }
    let parser = MuParser(program, quantiles: program.quantiles.map { _ in 0 })
    _ = parser.evaluate()
    if let code = parser.errorCode { throw ExpressionError(.rejected(code: code)) }
  }
}
