import CMuParser

/// A parser of the muParser library with one program and room for a row.
///
/// The library's functions for an error's message and token write into one static buffer of fixed size; they are
/// never called. Its bulk mode starts threads of its own; rows are evaluated one by one instead.
struct MuParser: ~Copyable {
  private let handle: muParserHandle_t
  /// Values of the columns in this row.
  let slots: UnsafeMutableBufferPointer<Double>

  /// - Parameter quantiles: values of `program.quantiles`.
  init(_ program: ExpressionProgram, quantiles: [Double]) {
    handle = mupCreate(muBASETYPE_FLOAT)
    slots = .allocate(capacity: max(1, program.columns.count))
    slots.initialize(repeating: 0)
    mupClearFun(handle)
    mupClearConst(handle)
    for operation in ExpressionOperation.allCases { operation.define(in: handle) }
    for function in ExpressionFunction.allCases { function.define(in: handle) }
    for (index, number) in program.numbers.enumerated() { mupDefineConst(handle, "N\(index)", number) }
    for (index, value) in quantiles.enumerated() { mupDefineConst(handle, "Q\(index)", value) }
    for index in program.columns.indices { mupDefineVar(handle, "V\(index)", slots.baseAddress! + index) }
    mupSetExpr(handle, program.text)
  }

  deinit {
    mupRelease(handle)
    slots.deallocate()
  }
}

extension MuParser {
  /// The expression at the values in `slots`.
  func evaluate() -> Double { mupEval(handle) }

  /// The library's error code, if anything failed so far.
  var errorCode: Int? {
    mupError(handle) == 0 ? nil : Int(mupGetErrorCode(handle))
  }
}
