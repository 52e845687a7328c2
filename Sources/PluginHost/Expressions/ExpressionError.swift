package import Settings

/// What is wrong with an expression, and where in it.
package struct ExpressionError: Error, Sendable, Hashable {
  /// What is wrong.
  package let problem: Problem
  /// Where in the expression, in Unicode scalars from 0.
  package let offset: Int
  /// The same place in the file; nil for an expression that is not from a file.
  package let position: SourcePosition?

  /// What can be wrong with an expression.
  package enum Problem: Sendable, Hashable {
    case empty
    /// More than `limit` characters.
    case tooLong(limit: Int)
    /// More than `limit` levels of parentheses.
    case tooDeep(limit: Int)
    case unknownColumn(name: String, nearest: String?, known: [String])
    case unknownFunction(name: String, nearest: String?, known: [String])
    /// A function's name without its arguments.
    case functionWithoutArguments(name: String)
    case wrongArgumentCount(function: String, expected: ClosedRange<Int>, found: Int)
    /// `quantile` takes a column's name and a number in 0...1, nothing else.
    case quantileArguments
    /// A character that the language does not use.
    case unexpectedCharacter(String)
    case malformedNumber(String)
    /// A word where another kind of word must follow.
    case unexpected(word: String)
    case unexpectedEnd
    /// A `)` without a `(` before it.
    case closesNothing
    /// A `(` without a `)` after it.
    case neverClosed
    /// A comma outside a function's arguments.
    case misplacedComma
    /// `not` inside an operand.
    case misplacedNot
    /// `30 < recency < 60`
    case chainedComparison
    /// A number where a condition is required.
    case notACondition
    /// The value would be the same for every row.
    case readsNoColumn
    /// The parser library refused what our own checks accepted; `code` is its error code.
    case rejected(code: Int)
  }

  /// - Parameters:
  ///   - offset: where in the expression, in Unicode scalars from 0.
  ///   - position: the same place in the file, if the expression is from one.
  package init(_ problem: Problem, offset: Int = 0, at position: SourcePosition? = nil) {
    self.problem = problem
    self.offset = offset
    self.position = position
  }
}

extension ExpressionError {
  /// The same error with its place in a file.
  package func located(at position: SourcePosition) -> ExpressionError {
    ExpressionError(problem, offset: offset, at: position)
  }
}
