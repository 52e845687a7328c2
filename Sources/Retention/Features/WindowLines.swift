/// Borrowed columns of the sorted lines, as the window kernel reads them.
struct WindowLines: @unchecked Sendable {  // pointers into arrays that outlive the sweep
  let time: UnsafePointer<Int64>
  let quantity: UnsafePointer<Double>
  let unitPrice: UnsafePointer<Double>
  let isReturn: UnsafePointer<Bool>
  let localOrder: UnsafePointer<Int32>
  let localProduct: UnsafePointer<Int32>
  let beginsOrder: UnsafePointer<Bool>
}

extension CustomerHistories {
  func lineRange(of customer: Int) -> Range<Int> { offsets[customer]..<offsets[customer + 1] }

  /// Lends the columns to `body`; not called when there are no lines.
  func withWindowLines(_ body: (WindowLines) -> Void) {
    lines.time.withUnsafeBufferPointer { time in
      lines.quantity.withUnsafeBufferPointer { quantity in
        lines.unitPrice.withUnsafeBufferPointer { unitPrice in
          lines.isReturn.withUnsafeBufferPointer { isReturn in
            localOrder.withUnsafeBufferPointer { localOrder in
              localProduct.withUnsafeBufferPointer { localProduct in
                beginsOrder.withUnsafeBufferPointer { beginsOrder in
                  guard let time = time.baseAddress else { return }
                  body(
                    WindowLines(
                      time: time, quantity: quantity.baseAddress!, unitPrice: unitPrice.baseAddress!,
                      isReturn: isReturn.baseAddress!, localOrder: localOrder.baseAddress!,
                      localProduct: localProduct.baseAddress!, beginsOrder: beginsOrder.baseAddress!))
                }
              }
            }
          }
        }
      }
    }
  }
}
