package import Numerics
import Tables

extension CleanedLines {
  /// Compares with an earlier run, which cleaned the first lines of the same source with the same settings.
  ///
  /// - Parameter wasKept: by row of the earlier run: whether it kept the line.
  package func changedHistories(
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
        // A customer without a line that stays has no rows any more.
        guard number >= 0 else { continue }
        since[Int(number)] = min(since[Int(number)], rows.time[row])
      }
    }
    return ChangedHistories(since: since)
  }

  /// By order code: whether new lines take a share of the order total; empty if amounts are not order totals.
  private func resharedOrders(_ firstNewRow: Int, _ context: ExecutionContext) throws(Cancelled) -> [Bool] {
    guard source.amount == .orderTotal else { return [] }
    var reshared = [Bool](repeating: false, count: source.orders.count)
    try source.forEachBlock(context) { range, rows in
      for row in range where row >= firstNewRow && rows.order[row] >= 0 { reshared[Int(rows.order[row])] = true }
    }
    return reshared
  }
}
