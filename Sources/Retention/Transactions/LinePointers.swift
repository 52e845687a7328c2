import Tables

/// The columns of sorted lines while parts of them are written, each part by one thread.
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

  /// Gives back the memory of rows that lie in a file.
  func release(_ rows: Range<Int>) {
    for column in pages { column.release(rows) }
  }
}

extension SortedLines {
  /// Lends the columns to `body`; not called when there are no lines.
  mutating func withMutablePointers(_ body: (LinePointers) -> Void) {
    guard count > 0 else { return }
    order.withMutablePages { order, p1 in
      time.withMutablePages { time, p2 in
        quantity.withMutablePages { quantity, p3 in
          unitPrice.withMutablePages { unitPrice, p4 in
            isReturn.withMutablePages { isReturn, p5 in
              localOrder.withMutablePages { localOrder, p6 in
                localProduct.withMutablePages { localProduct, p7 in
                  beginsOrder.withMutablePages { beginsOrder, p8 in
                    body(
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
