import CMuParser

// Comparisons and connectives have three values: 1, 0, and NaN for a condition that is open because of a null (Kleene's
// logic, as in SQL). The library's own operators treat a comparison with NaN as false, and its negation as true.
extension ExpressionOperation {
  /// Name in the parser library.
  var symbol: String {
    switch self {
    case .or: "or"
    case .and: "and"
    case .not: "not"
    case .less: "lt"
    case .lessOrEqual: "le"
    case .greater: "gt"
    case .greaterOrEqual: "ge"
    case .equal: "eq"
    case .notEqual: "ne"
    case .divide: "div"
    case .add, .subtract, .multiply, .power: rawValue
    }
  }

  /// Registers the operator with a parser; arithmetic other than division is the library's own.
  func define(in parser: muParserHandle_t) {
    switch self {
    case .or: define(parser, 1) { isTrue($0) || isTrue($1) ? 1 : anyNull($0, $1) ? .nan : 0 }
    case .and: define(parser, 2) { $0 == 0 || $1 == 0 ? 0 : anyNull($0, $1) ? .nan : 1 }
    // The library's prefix operators bind more tightly than comparisons. `0 not x` is a binary operator, whose
    // precedence we choose; its left operand only satisfies the grammar.
    case .not: define(parser, 3, muOPRT_ASCT_RIGHT) { $1.isNaN ? .nan : $1 == 0 ? 1 : 0 }
    case .less: define(parser, 4) { anyNull($0, $1) ? .nan : $0 < $1 ? 1 : 0 }
    case .lessOrEqual: define(parser, 4) { anyNull($0, $1) ? .nan : $0 <= $1 ? 1 : 0 }
    case .greater: define(parser, 4) { anyNull($0, $1) ? .nan : $0 > $1 ? 1 : 0 }
    case .greaterOrEqual: define(parser, 4) { anyNull($0, $1) ? .nan : $0 >= $1 ? 1 : 0 }
    case .equal: define(parser, 4) { anyNull($0, $1) ? .nan : $0 == $1 ? 1 : 0 }
    case .notEqual: define(parser, 4) { anyNull($0, $1) ? .nan : $0 != $1 ? 1 : 0 }
    // Null instead of an infinity, whose sign would depend on the sign of the zero, which the library may lose.
    case .divide: define(parser, 6) { $1 == 0 ? .nan : $0 / $1 }
    case .add, .subtract, .multiply, .power: break
    }
  }

  private func define(
    _ parser: muParserHandle_t, _ precedence: Int32, _ associativity: Int32 = muOPRT_ASCT_LEFT, _ body: muFun2_t
  ) {
    mupDefineOprt(parser, symbol, body, precedence, associativity, 1)
  }
}

private func anyNull(_ first: Double, _ second: Double) -> Bool { first.isNaN || second.isNaN }
