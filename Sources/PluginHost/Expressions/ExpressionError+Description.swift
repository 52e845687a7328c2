import Text

extension ExpressionError: CustomStringConvertible {
  /// One sentence: where, what, and what to do. Without a position it counts characters from 1.
  package var description: String {
    (position.map { "\($0)" } ?? "expression, character \(offset + 1)") + ": " + sentence
  }

  private var sentence: String {
    switch problem {
    case .unknownColumn, .unknownFunction, .functionWithoutArguments, .wrongArgumentCount, .quantileArguments:
      nameSentence
    case .empty: "the expression is empty; write a condition such as `recency < 30`."
    case .tooLong(let limit): "the expression is longer than \(limit) characters; split it into several rules."
    case .tooDeep(let limit): "parentheses are nested deeper than \(limit); simplify the expression."
    case .notACondition: "this is a number, not a condition; compare it with something, as in `recency < 30`."
    case .readsNoColumn: "the expression reads no column, so it is the same for everybody; name a column."
    case .rejected(let code): "this is not a valid expression (muParser's code \(code)); simplify it."
    default: syntaxSentence
    }
  }

  private var nameSentence: String {
    switch problem {
    case .unknownColumn(let name, let nearest, let known):
      "unknown column `\(excerpt(name))`; " + advice(nearest, known)
    case .unknownFunction(let name, let nearest, let known):
      "unknown function `\(excerpt(name))`; " + advice(nearest, known)
    case .functionWithoutArguments(let name):
      "`\(name)` is a function; write its arguments in parentheses, as in `\(name)(recency)`."
    case .wrongArgumentCount(let function, let expected, let found):
      "`\(function)` takes \(count(expected)), not \(found)."
    default: "`quantile` takes a column and a number from 0 to 1, as in `quantile(recency, 0.25)`."
    }
  }

  private var syntaxSentence: String {
    switch problem {
    case .unexpectedCharacter(let character): "`\(character)` has no meaning here; " + hint(character)
    case .malformedNumber(let text):
      "`\(excerpt(text))` is not a number; write digits with a decimal point and no unit."
    case .unexpected(let word): "`\(excerpt(word))` cannot stand here; check what comes before it."
    case .unexpectedEnd: "the expression ends too early; something must follow."
    case .closesNothing: "this `)` closes nothing; remove it, or open a parenthesis before."
    case .neverClosed: "this `(` is never closed; add a `)`."
    case .misplacedComma: "a comma only separates the arguments of a function; write numbers without separators."
    case .misplacedNot: "`not` cannot stand here; put `not` and what it denies in parentheses."
    default: "comparisons do not chain; join two with `and`, as in `recency > 30 and recency < 60`."
    }
  }

  private func hint(_ character: String) -> String {
    switch character {
    case "=": "write `==` to compare."
    case "!": "write `not`, or `!=` for unequal."
    case "&": "write `and`."
    case "|": "write `or`."
    case "*": "write `^` for a power."
    case "?", ":": "write `if(condition, value, other)`."
    case "'", "\"": "columns hold numbers, not text."
    default: "write columns, numbers, comparisons, `and`, `or`, `not` and functions."
    }
  }

  private func advice(_ nearest: String?, _ known: [String]) -> String {
    if let nearest { return "did you mean `\(nearest)`?" }
    return "known are \(known.map { "`\($0)`" }.joined(separator: ", "))."
  }

  private func count(_ arity: ClosedRange<Int>) -> String {
    if arity.count > 1 { return "at least one argument and at most \(arity.upperBound)" }
    return arity.lowerBound == 1 ? "one argument" : "\(arity.lowerBound) arguments"
  }
}
