public import Settings

/// What is wrong with an expression, and where in it.
public struct ExpressionError: Error, Sendable, Hashable {
  public let problem: Problem
  /// From 0, in Unicode scalars of the expression.
  public let offset: Int
  /// The same place in the file; nil for an expression that stands in none.
  public let position: SourcePosition?

  public enum Problem: Sendable, Hashable {
    case empty
    case tooLong(limit: Int)
    case tooDeep(limit: Int)
    case unknownColumn(name: String, nearest: String?, known: [String])
    case unknownFunction(name: String, nearest: String?, known: [String])
    /// A function's name without its arguments.
    case functionWithoutArguments(name: String)
    case wrongArgumentCount(function: String, expected: ClosedRange<Int>, found: Int)
    /// `quantile` takes a column's name and a number in 0...1, nothing else.
    case quantileArguments
    case unexpectedCharacter(String)
    case malformedNumber(String)
    case unexpected(word: String)
    case unexpectedEnd
    case closesNothing
    case neverClosed
    /// A comma outside a function's arguments.
    case misplacedComma
    case misplacedNot
    /// `30 < recency < 60`
    case chainedComparison
    /// A number where a condition is wanted.
    case notACondition
    case readsNoColumn
    /// The parser library's code for what our own checks let pass.
    case rejected(code: Int)
  }

  public init(_ problem: Problem, offset: Int = 0, at position: SourcePosition? = nil) {
    self.problem = problem
    self.offset = offset
    self.position = position
  }
}

extension ExpressionError {
  /// The same error with its place in a file.
  public func located(at position: SourcePosition) -> ExpressionError {
    ExpressionError(problem, offset: offset, at: position)
  }
}
