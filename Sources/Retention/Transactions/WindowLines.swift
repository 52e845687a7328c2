import Numerics
import Tables

/// Borrowed columns of the sorted lines, as passes over histories read them.
struct WindowLines: @unchecked Sendable {  // pointers into columns that outlive the pass
  let time: UnsafePointer<Int64>
  let quantity: UnsafePointer<Double>
  let unitPrice: UnsafePointer<Double>
  let isReturn: UnsafePointer<Bool>
  let localOrder: UnsafePointer<Int32>
  let localProduct: UnsafePointer<Int32>
  let beginsOrder: UnsafePointer<Bool>

  /// Valid as long as somebody holds `lines`.
  init(_ lines: SortedLines) {
    time = lines.time.pointer
    quantity = lines.quantity.pointer
    unitPrice = lines.unitPrice.pointer
    isReturn = lines.isReturn.pointer
    localOrder = lines.localOrder.pointer
    localProduct = lines.localProduct.pointer
    beginsOrder = lines.beginsOrder.pointer
  }
}

extension CustomerHistories {
  /// Lends the columns to `body`; not called when there are no lines.
  func withWindowLines(_ body: (WindowLines) throws(Cancelled) -> Void) throws(Cancelled) {
    guard lines.count > 0 else { return }
    try withExtendedLifetime(lines) { () throws(Cancelled) in
      try body(WindowLines(lines))
    }
  }
}
