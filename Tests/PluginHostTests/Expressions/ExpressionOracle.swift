import Numerics

/// A random expression that knows its value and its text, with as few parentheses as precedence allows.
indirect enum OracleNode {
  case column(Int)
  case number(Double)
  case negated(OracleNode)
  case binary(String, OracleNode, OracleNode)
  case not(OracleNode)
}

extension OracleNode {
  static let columns = ["recency", "frequency", "monetary_avg"]

  static func condition(_ random: inout PhiloxGenerator, depth: Int) -> OracleNode {
    switch depth == 0 ? 0 : random.index(below: 4) {
    case 0:
      let operation = ["<", "<=", ">", ">=", "==", "!="][random.index(below: 6)]
      return .binary(operation, value(&random, depth: depth), value(&random, depth: depth))
    case 1: return .not(condition(&random, depth: depth - 1))
    case 2: return .binary("and", condition(&random, depth: depth - 1), condition(&random, depth: depth - 1))
    default: return .binary("or", condition(&random, depth: depth - 1), condition(&random, depth: depth - 1))
    }
  }

  static func value(_ random: inout PhiloxGenerator, depth: Int) -> OracleNode {
    switch depth == 0 ? random.index(below: 2) : random.index(below: 6) {
    case 0: return .column(random.index(below: 3))
    case 1: return .number(Double(random.index(below: 7)))
    case 2: return .negated(value(&random, depth: depth - 1))
    default:
      let operation = ["+", "-", "*", "/"][random.index(below: 4)]
      return .binary(operation, value(&random, depth: depth - 1), value(&random, depth: depth - 1))
    }
  }
}

extension OracleNode {
  private var precedence: Int {
    switch self {
    case .column, .number: 9
    case .negated: 6
    case .not: 3
    case .binary("or", _, _): 1
    case .binary("and", _, _): 2
    case .binary("+", _, _), .binary("-", _, _): 5
    case .binary("*", _, _), .binary("/", _, _): 6
    case .binary: 4
    }
  }

  var text: String {
    switch self {
    case .column(let index): Self.columns[index]
    case .number(let value): "\(Int(value))"
    case .negated(let operand): "-" + operand.text(above: 6)
    case .not(let operand): "not " + operand.text(above: 2)
    case .binary(let operation, let left, let right):
      // Comparisons do not chain, and `a - b - c` is `(a - b) - c`.
      left.text(above: precedence == 4 ? 4 : precedence - 1) + " \(operation) " + right.text(above: precedence)
    }
  }

  private func text(above limit: Int) -> String {
    precedence > limit ? text : "(\(text))"
  }

  /// For a condition 1, 0, or NaN if it is open; for a value a number, or NaN for null.
  func value(_ row: [Double]) -> Double {
    switch self {
    case .column(let index): return row[index]
    case .number(let value): return value
    case .negated(let operand): return -operand.value(row)
    case .not(let operand):
      let value = operand.value(row)
      return value.isNaN ? .nan : 1 - value
    case .binary(let operation, let left, let right):
      return combine(operation, left.value(row), right.value(row))
    }
  }

  private func combine(_ operation: String, _ left: Double, _ right: Double) -> Double {
    switch operation {
    case "+": return left + right
    case "-": return left - right
    case "*": return left * right
    case "/": return right == 0 ? .nan : left / right
    case "and": return [left, right].contains(0) ? 0 : left * right
    case "or": return [left, right].contains(1) ? 1 : left + right
    default: return compare(operation, left, right)
    }
  }

  private func compare(_ operation: String, _ left: Double, _ right: Double) -> Double {
    if left.isNaN || right.isNaN { return .nan }
    let holds =
      switch operation {
      case "<": left < right
      case "<=": left <= right
      case ">": left > right
      case ">=": left >= right
      case "==": left == right
      default: left != right
      }
    return holds ? 1 : 0
  }
}
