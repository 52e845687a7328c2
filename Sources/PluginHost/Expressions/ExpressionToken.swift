/// A word of an expression.
struct ExpressionToken: Equatable {
  enum Kind: Equatable {
    case number(Double)
    /// A column or a function.
    case name(String)
    case operation(ExpressionOperation)
    case open, close, comma
  }

  let kind: Kind
  /// As written.
  let text: String
  /// Where it begins in the expression, in Unicode scalars.
  let offset: Int
}

enum ExpressionOperation: String, CaseIterable {
  case or, and, not
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case equal = "=="
  case notEqual = "!="
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case power = "^"
}

extension ExpressionOperation {
  enum Group {
    case connective, negation, comparison, arithmetic
  }

  var group: Group {
    switch self {
    case .or, .and: .connective
    case .not: .negation
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual: .comparison
    case .add, .subtract, .multiply, .divide, .power: .arithmetic
    }
  }

  /// Whether it can stand before an operand that has nothing on its left.
  var isSign: Bool { self == .add || self == .subtract }
}
