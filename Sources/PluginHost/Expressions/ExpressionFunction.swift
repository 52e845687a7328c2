import CIntrinsics
import CMuParser

/// A function that expressions may call. Unless stated otherwise, a null argument makes the result null.
enum ExpressionFunction: String, CaseIterable {
  case abs, ceil, exp, floor
  /// Natural logarithms.
  case log, log1p
  case max, min, sqrt
  /// `if(condition, value, other)`; an open condition gives `other`.
  case `if`
  /// 1 for a null, otherwise 0.
  case isNull = "is_null"
}

extension ExpressionFunction {
  /// Takes a column and a number; the translator replaces it by a constant, so it is never called for a row.
  static let quantile = "quantile"
  /// Names of all functions, sorted, for error messages.
  static let knownNames = (allCases.map(\.rawValue) + [quantile]).sorted()

  /// How many arguments it takes.
  var arity: ClosedRange<Int> {
    switch self {
    case .max, .min: 1...100
    case .if: 3...3
    default: 1...1
    }
  }

  /// Name in the parser library. The prefix keeps functions apart from operators.
  var symbol: String { "F" + rawValue }
}

// MARK: - Definitions for the parser library

extension ExpressionFunction {
  /// Registers the function with a parser.
  func define(in parser: muParserHandle_t) {
    switch self {
    case .abs: mupDefineFun1(parser, symbol, { Swift.abs($0) }, 1)
    case .ceil: mupDefineFun1(parser, symbol, { $0.rounded(.up) }, 1)
    case .exp: mupDefineFun1(parser, symbol, { exponential($0) }, 1)
    case .floor: mupDefineFun1(parser, symbol, { $0.rounded(.down) }, 1)
    case .log: mupDefineFun1(parser, symbol, { logarithm($0) }, 1)
    case .log1p: mupDefineFun1(parser, symbol, { logOnePlus($0) }, 1)
    case .sqrt: mupDefineFun1(parser, symbol, { $0.squareRoot() }, 1)
    case .isNull: mupDefineFun1(parser, symbol, { $0.isNaN ? 1 : 0 }, 1)
    case .if: mupDefineFun3(parser, symbol, { isTrue($0) ? $1 : $2 }, 1)
    case .max: mupDefineMultFun(parser, symbol, { values, count in largest(values!, count, sign: 1) }, 1)
    case .min: mupDefineMultFun(parser, symbol, { values, count in largest(values!, count, sign: -1) }, 1)
    }
  }
}

/// The largest value, or the smallest for a sign of −1; NaN if any value is NaN.
private func largest(_ values: UnsafePointer<Double>, _ count: Int32, sign: Double) -> Double {
  var best = values[0]
  for index in 1..<Swift.max(1, Int(count)) {
    let value = values[index]
    if best.isNaN || value.isNaN { return .nan }
    if sign * value > sign * best { best = value }
  }
  return best
}

/// Whether a condition holds; an open one (NaN) does not.
func isTrue(_ value: Double) -> Bool { value != 0 && !value.isNaN }

// Inside the enum, its cases shadow the C library's names.
private func exponential(_ value: Double) -> Double { exp(value) }
private func logarithm(_ value: Double) -> Double { log(value) }
private func logOnePlus(_ value: Double) -> Double { log1p(value) }
