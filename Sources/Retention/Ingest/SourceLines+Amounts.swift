import Numerics
import Tables

extension SourceLines {
  /// Turns line and order totals into quantity and price, so that quantity × price is the amount of the line.
  ///
  /// - Parameters:
  ///   - totals: by row; empty where there are none.
  ///   - firstRow: rows before it have their amounts; the lines of an order share its total anew.
  mutating func settleAmounts(
    totals: SpillableColumn<Double>, from firstRow: Int, _ context: ExecutionContext
  ) throws(Cancelled) {
    switch amount {
    case .quantityAndPrice: break
    case .lineTotalWithQuantity:
      // Without a quantity there is no unit price; the line is removed for its quantity, not for its price.
      try settleEachRow(totals, from: firstRow, context) { _, quantity, total in
        let price = abs(quantity) > 0 ? total / quantity : abs(total)
        return (quantity, price.isFinite ? price : .nan)
      }
    case .lineTotal:
      try settleEachRow(totals, from: firstRow, context) { _, _, total in Self.oneUnit(of: total) }
    case .orderTotal:
      try shareOrderTotals(totals, context)
    }
  }

  /// One unit of the total; the sign goes to the quantity, so that a refund is a return.
  private static func oneUnit(of total: Double) -> (quantity: Double, unitPrice: Double) {
    (total < 0 ? -1 : 1, abs(total))
  }

  /// Gives every row the quantity and price that `settle` makes of its row number, quantity and total.
  private mutating func settleEachRow(
    _ totals: SpillableColumn<Double>, from firstRow: Int = 0, _ context: ExecutionContext,
    _ settle: (Int, Double, Double) -> (quantity: Double, unitPrice: Double)
  ) throws(Cancelled) {
    let order = order
    let added = count - firstRow
    context.progress.expect(added, unit: Self.progressUnit)
    try quantity.withMutablePages { (quantity, quantityPages) throws(Cancelled) in
      try unitPrice.withMutablePages { (unitPrice, pricePages) throws(Cancelled) in
        try context.forEachBlock(of: added, blockSize: Self.rowsPerBlock) { block in
          let rows = firstRow + block.lowerBound..<firstRow + block.upperBound
          for row in rows { (quantity[row], unitPrice[row]) = settle(row, quantity[row], totals.pointer[row]) }
          quantityPages.release(rows)
          pricePages.release(rows)
          totals.release(rows)
          order.release(rows)
          context.progress.advance(by: rows.count)
        }
      }
    }
  }

  /// Each line gets an even share of its order's total, in exact millionths that sum to the total.
  private mutating func shareOrderTotals(_ totals: SpillableColumn<Double>, _ context: ExecutionContext)
    throws(Cancelled)
  {
    var total = [Double](repeating: .nan, count: orders.count)
    var conflicts = [Bool](repeating: false, count: orders.count)
    var lineCount = [Int](repeating: 0, count: orders.count)
    try forEachBlock(context) { range, rows in
      for row in range where rows.order[row] >= 0 {
        let code = Int(rows.order[row])
        lineCount[code] += 1
        if total[code].isNaN { total[code] = totals.pointer[row] }
        if !totals.pointer[row].isNaN && totals.pointer[row] != total[code] { conflicts[code] = true }
      }
      totals.release(range)
    }
    var position = [Int](repeating: 0, count: orders.count)
    let order = order
    try settleEachRow(totals, context) { row, _, own in
      let code = Int(order.pointer[row])
      guard code >= 0, !total[code].isNaN else { return Self.oneUnit(of: code >= 0 ? .nan : own) }
      let micros = Money(total[code]).micros
      let (index, lines) = (Int128(position[code]), Int128(lineCount[code]))
      position[code] += 1
      return Self.oneUnit(of: Double(micros * (index + 1) / lines - micros * index / lines) / 1e6)
    }
    conflictingOrders = conflicts
  }
}
