public import Numerics
import Tables

extension CleanedLines {
  /// Compares with what an earlier run kept of the first lines of the same source; it cleaned them by the same settings.
  ///
  /// - Parameter wasKept: by row, of the rows that the earlier run had.
  public func changedHistories(
    since wasKept: [Bool], context: ExecutionContext
  ) throws(Cancelled) -> ChangedHistories {
    let numbers = try customerNumbers(context)
    let reshared = try resharedOrders(wasKept.count, context)
    var since = [Int64](repeating: .max, count: numbers.codes.count)
    try source.forEachBlock(context) { range, rows in
      for row in range {
        let isKept = removal[row] == 0
        let wasKept = row < wasKept.count && wasKept[row]
        guard isKept != wasKept || isKept && !reshared.isEmpty && reshared[Int(rows.order[row])] else { continue }
        let number = numbers.numberOfCode[Int(rows.customer[row])]
        // A customer who went has no rows any more.
        guard number >= 0 else { continue }
        since[Int(number)] = min(since[Int(number)], rows.time[row])
      }
    }
    return ChangedHistories(since: since)
  }

  /// By order code: whether a new line takes a share of the order's total; empty where no order has a total.
  private func resharedOrders(_ firstNewRow: Int, _ context: ExecutionContext) throws(Cancelled) -> [Bool] {
    guard source.amount == .orderTotal else { return [] }
    var reshared = [Bool](repeating: false, count: source.orders.count)
    try source.forEachBlock(context) { range, rows in
      for row in range where row >= firstNewRow && rows.order[row] >= 0 { reshared[Int(rows.order[row])] = true }
    }
    return reshared
  }
}
