package import Numerics
import Tables

extension CleanedLines {
  /// The lines that stay, with ids numbered in byte-wise order, and the customers' ids by number.
  ///
  /// The columns are moved and compacted in place; nothing is copied if nobody else holds them.
  package consuming func transactions(
    context: ExecutionContext
  ) throws(Cancelled) -> (lines: TransactionLines, customerIDs: [String]) {
    let customers = try customerNumbers(context)
    let orderRanks = try source.orders.ranked(context: context)
    let closing = ClosingUp(removal: removal, context: context)
    let isReturn = try closing.returns(flags)
    flags = []
    var source = SourceLines()
    swap(&source, &self.source)
    try closing.close(&source.time)
    try closing.close(&source.quantity)
    try closing.close(&source.unitPrice)
    try closing.close(&source.product)
    try closing.close(&source.customer) { customers.numberOfCode[Int($0)] }
    try closing.close(&source.order) { orderRanks[Int($0)] }
    let lines = TransactionLines(
      customer: source.customer, order: source.order, product: source.product, time: source.time,
      quantity: source.quantity, unitPrice: source.unitPrice, isReturn: isReturn,
      customerCount: customers.codes.count)
    return (lines, customers.codes.map { source.customers[$0] })
  }

  /// Numbers of the customers with a line that stays.
  func customerNumbers(_ context: ExecutionContext) throws(Cancelled) -> DenseIDs {
    try DenseIDs(source.customers, present: presentCustomers(context), context)
  }

  /// By customer code: whether any line stays.
  private func presentCustomers(_ context: ExecutionContext) throws(Cancelled) -> [Bool] {
    var isPresent = [Bool](repeating: false, count: source.customers.count)
    try isPresent.withUnsafeMutableBufferPointer { (isPresent) throws(Cancelled) in
      try source.forEachBlock(context) { range, rows in
        for row in range where removal[row] == 0 { isPresent[Int(rows.customer[row])] = true }
      }
    }
    return isPresent
  }
}

/// Compacts columns: moves the values of lines that stay to the front.
private struct ClosingUp {
  private let removal: [UInt8]
  private let kept: Int
  private let context: ExecutionContext

  init(removal: [UInt8], context: ExecutionContext) {
    self.removal = removal
    self.context = context
    kept = removal.count { $0 == 0 }
  }

  func close<Element>(
    _ column: inout SpillableColumn<Element>, _ convert: (Element) -> Element = { $0 }
  ) throws(Cancelled) {
    try column.withMutablePages { (values, pages) throws(Cancelled) in
      var end = 0
      try forEachBlock { removal, block in
        var next = end
        for row in block where removal[row] == 0 {
          values[next] = convert(values[row])
          next += 1
        }
        end = next
        pages.release(block)
        pages.release(0..<end)
      }
    }
    column.truncate(to: kept)
  }

  /// By line that stays: whether it is a return.
  func returns(_ flags: [LineFlags]) throws(Cancelled) -> SpillableColumn<Bool> {
    var isReturn = SpillableColumn<Bool>()
    try isReturn.append(kept) { (target) throws(Cancelled) in
      var end = 0
      try forEachBlock { removal, block in
        var next = end
        for row in block where removal[row] == 0 {
          target[next] = flags[row].contains(.isReturn)
          next += 1
        }
        end = next
      }
    }
    return isReturn
  }

  private func forEachBlock(_ body: (UnsafeBufferPointer<UInt8>, Range<Int>) -> Void) throws(Cancelled) {
    context.progress.expect(removal.count, unit: SourceLines.progressUnit)
    try removal.withUnsafeBufferPointer { (removal) throws(Cancelled) in
      try context.forEachBlock(of: removal.count, blockSize: SourceLines.rowsPerBlock) { block in
        body(removal, block)
        context.progress.advance(by: block.count)
      }
    }
  }
}

/// Customers renumbered without gaps in the order of their ids.
struct DenseIDs {
  /// By code: −1 where no line stays.
  let numberOfCode: [Int32]
  /// The old code of each new number.
  let codes: [Int32]

  /// - Parameter isPresent: by code: whether the customer gets a number.
  init(_ ids: StringDictionary, present isPresent: [Bool], _ context: ExecutionContext) throws(Cancelled) {
    var numberOfCode = [Int32](repeating: -1, count: ids.count)
    var codes: [Int32] = []
    for code in try ids.sortedCodes(context: context) where isPresent[Int(code)] {
      numberOfCode[Int(code)] = Int32(codes.count)
      codes.append(code)
    }
    self.numberOfCode = numberOfCode
    self.codes = codes
  }
}
