import CMuParser

/// A parser of the muParser library, loaded with one program and with room for the values of one row.
///
/// The library's functions that return an error's message or token write to a static buffer of fixed size, so they are
/// never called. Its bulk mode starts threads of its own, so rows are evaluated one by one.
struct MuParser: ~Copyable {
  private let handle: muParserHandle_t
  /// The row's values, in the order of `program.columns`.
  let slots: UnsafeMutableBufferPointer<Double>

  /// - Parameter quantiles: the values of `program.quantiles`, in their order.
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
  /// The value of the expression for the row in `slots`.
  func evaluate() -> Double { mupEval(handle) }

  /// The library's error code; nil if nothing has failed so far.
  var errorCode: Int? {
    mupError(handle) == 0 ? nil : Int(mupGetErrorCode(handle))
  }
}
