import Numerics
import Tables

/// The columns of sorted lines while their parts are written, each part by one thread.
struct LinePointers {
  let order: UnsafeMutablePointer<Int32>
  let time: UnsafeMutablePointer<Int64>
  let quantity: UnsafeMutablePointer<Double>
  let unitPrice: UnsafeMutablePointer<Double>
  let isReturn: UnsafeMutablePointer<Bool>
  let localOrder: UnsafeMutablePointer<Int32>
  let localProduct: UnsafeMutablePointer<Int32>
  let beginsOrder: UnsafeMutablePointer<Bool>
  fileprivate let pages: [ColumnPages]

  /// Returns the memory of rows that lie in a file to the system.
  func release(_ rows: Range<Int>) {
    for column in pages { column.release(rows) }
  }
}

extension SortedLines {
  /// Lends the columns to `body`; not called when there are no lines.
  mutating func withMutablePointers(_ body: (LinePointers) throws(Cancelled) -> Void) throws(Cancelled) {
    guard count > 0 else { return }
    try order.withMutablePages { (order, p1) throws(Cancelled) in
      try time.withMutablePages { (time, p2) throws(Cancelled) in
        try quantity.withMutablePages { (quantity, p3) throws(Cancelled) in
          try unitPrice.withMutablePages { (unitPrice, p4) throws(Cancelled) in
            try isReturn.withMutablePages { (isReturn, p5) throws(Cancelled) in
              try localOrder.withMutablePages { (localOrder, p6) throws(Cancelled) in
                try localProduct.withMutablePages { (localProduct, p7) throws(Cancelled) in
                  try beginsOrder.withMutablePages { (beginsOrder, p8) throws(Cancelled) in
                    try body(
                      LinePointers(
                        order: order.baseAddress!, time: time.baseAddress!, quantity: quantity.baseAddress!,
                        unitPrice: unitPrice.baseAddress!, isReturn: isReturn.baseAddress!,
                        localOrder: localOrder.baseAddress!, localProduct: localProduct.baseAddress!,
                        beginsOrder: beginsOrder.baseAddress!, pages: [p1, p2, p3, p4, p5, p6, p7, p8]))
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}
