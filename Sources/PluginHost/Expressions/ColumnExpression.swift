package import Retention

/// An expression over named columns, checked and ready to be evaluated for every row.
///
/// The language has `and`, `or`, `not`, comparisons, `+ - * / ^`, parentheses, and the functions `abs ceil exp floor if
/// is_null log log1p max min sqrt`. `quantile(column, p)` is the quantile of type 7 (Hyndman & Fan 1996) over the rows
/// that are evaluated, without nulls.
///
/// NaN is null. Arithmetic with a null is null, and a comparison with one is open. `not` of an open condition is open;
/// `or` holds if its other side holds, and `and` fails if its other side fails (Kleene's three-valued logic, as in
/// SQL). A condition that stays open does not hold. Division by zero is null.
package struct ColumnExpression: Sendable {
  /// As written.
  package let text: String
  /// The columns and thresholds that the expression names.
  package let outline: ConditionOutline
  let program: ExpressionProgram

  /// What the value of an expression is used as.
  package enum Purpose: Sendable, Hashable {
    case condition, number
  }
}

extension ColumnExpression {
  /// Most Unicode scalars of an expression.
  package static let lengthLimit = 4_000

  /// Checks and compiles an expression.
  ///
  /// - Parameters:
  ///   - purpose: a condition must contain a comparison, a connective or `is_null`.
  ///   - vocabulary: columns that the expression may name.
  /// - Throws: `ExpressionError` for wrong syntax, unknown names, no column at all, and text that is too long or nested
  ///   too deeply.
  package init(
    _ text: String, purpose: Purpose = .condition, vocabulary: ColumnVocabulary = .naming
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
