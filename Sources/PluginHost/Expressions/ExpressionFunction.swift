import CIntrinsics
import CMuParser

/// A function that expressions may call. A null among the arguments makes the result null, unless said otherwise.
enum ExpressionFunction: String, CaseIterable {
  case abs, ceil, exp, floor
  /// Natural logarithms.
  case log, log1p
  case max, min, sqrt
  /// `if(condition, value, other)`: `other` also where the condition is open.
  case `if`
  /// 1 for a null, else 0.
  case isNull = "is_null"
}

extension ExpressionFunction {
  /// A function of a column and a number: read by the translator, never called for a row.
  static let quantile = "quantile"
  static let knownNames = (allCases.map(\.rawValue) + [quantile]).sorted()

  /// Arguments it takes.
  var arity: ClosedRange<Int> {
    switch self {
    case .max, .min: 1...100
    case .if: 3...3
    default: 1...1
    }
  }

  /// What the parser library calls it. The prefix keeps all names apart from operators.
  var symbol: String { "F" + rawValue }
}

// MARK: - Definitions for the parser library

extension ExpressionFunction {
  func define(in parser: muParserHandle_t) {
    switch self {
    case .abs: mupDefineFun1(parser, symbol, { Swift.abs($0) }, 1)
    case .ceil: mupDefineFun1(parser, symbol, { $0.rounded(.up) }, 1)
    case .exp: mupDefineFun1(parser, symbol, { exponential($0) }, 1)
    case .floor: mupDefineFun1(parser, symbol, { $0.rounded(.down) }, 1)
    case .log: mupDefineFun1(parser, symbol, { logarithm($0) }, 1)
    case .log1p: mupDefineFun1(parser, symbol, { logarithmOfOnePlus($0) }, 1)
    case .sqrt: mupDefineFun1(parser, symbol, { $0.squareRoot() }, 1)
    case .isNull: mupDefineFun1(parser, symbol, { $0.isNaN ? 1 : 0 }, 1)
    case .if: mupDefineFun3(parser, symbol, { isTrue($0) ? $1 : $2 }, 1)
    case .max: mupDefineMultFun(parser, symbol, { values, count in largest(values!, count, sign: 1) }, 1)
    case .min: mupDefineMultFun(parser, symbol, { values, count in largest(values!, count, sign: -1) }, 1)
    }
  }
}

/// The largest, or with a sign of −1 the smallest; null where one is null.
private func largest(_ values: UnsafePointer<Double>, _ count: Int32, sign: Double) -> Double {
  var best = values[0]
  for index in 1..<Swift.max(1, Int(count)) {
    let value = values[index]
    if best.isNaN || value.isNaN { return .nan }
    if sign * value > sign * best { best = value }
  }
  return best
}

/// A condition that holds for sure.
func isTrue(_ value: Double) -> Bool { value != 0 && !value.isNaN }

// Inside the enum, its cases hide the C library's names.
private func exponential(_ value: Double) -> Double { exp(value) }
private func logarithm(_ value: Double) -> Double { log(value) }
private func logarithmOfOnePlus(_ value: Double) -> Double { log1p(value) }
