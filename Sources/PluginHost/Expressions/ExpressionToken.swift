/// A word or symbol of an expression.
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
  /// Where it begins in the expression, in Unicode scalars from 0.
  let offset: Int
}

/// An operator; raw values are how it is written.
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
  /// What an operator takes and gives.
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

  /// Whether it can be a sign, with no operand on its left.
  var isSign: Bool { self == .add || self == .subtract }
}
