import Tables

/// The columns of sorted lines while parts of them are written, each part by one thread.
struct LinePointers {
  let count: Int
  let isInFile: Bool
  let order: UnsafeMutablePointer<Int32>
  let time: UnsafeMutablePointer<Int64>
  let quantity: UnsafeMutablePointer<Double>
  let unitPrice: UnsafeMutablePointer<Double>
  let isReturn: UnsafeMutablePointer<Bool>
  let localOrder: UnsafeMutablePointer<Int32>
  let localProduct: UnsafeMutablePointer<Int32>
  let beginsOrder: UnsafeMutablePointer<Bool>

  func release(_ rows: Range<Int>) {
    guard isInFile else { return }
    func release<Element>(_ column: UnsafeMutablePointer<Element>) {
      releasePages(
        UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(start: column + rows.lowerBound, count: rows.count)))
    }
    release(order)
    release(time)
    release(quantity)
    release(unitPrice)
    release(isReturn)
    release(localOrder)
    release(localProduct)
    release(beginsOrder)
  }
}

extension SortedLines {
  /// Lends the columns to `body`; not called when there are no lines.
  mutating func withMutablePointers(_ body: (LinePointers) -> Void) {
    guard count > 0 else { return }
    let (count, isInFile) = (count, time.isInFile)
    order.withMutableValues { order in
      time.withMutableValues { time in
        quantity.withMutableValues { quantity in
          unitPrice.withMutableValues { unitPrice in
            isReturn.withMutableValues { isReturn in
              localOrder.withMutableValues { localOrder in
                localProduct.withMutableValues { localProduct in
                  beginsOrder.withMutableValues { beginsOrder in
                    body(
                      LinePointers(
                        count: count, isInFile: isInFile, order: order.baseAddress!, time: time.baseAddress!,
                        quantity: quantity.baseAddress!, unitPrice: unitPrice.baseAddress!,
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
}
