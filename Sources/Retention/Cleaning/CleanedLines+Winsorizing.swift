import Numerics
import Tables

extension CleanedLines {
  /// Pulls prices and quantities of outliers back to the bounds, keeping the signs of quantities, and enters the
  /// difference in the ledger.
  mutating func winsorize(_ bounds: OutlierBounds, _ context: ExecutionContext) throws(Cancelled) {
    let (removal, flags) = (removal, flags)
    var taken = CleaningLedger.Entry()
    var originals: [OriginalAmount] = []
    context.progress.expect(source.count, unit: SourceLines.progressUnit)
    try source.unitPrice.withMutableValues { (prices) throws(Cancelled) in
      try source.quantity.withMutableValues { (quantities) throws(Cancelled) in
        try context.forEachBlock(of: prices.count, blockSize: SourceLines.rowsPerBlock) { rows in
          for row in rows where removal[row] == 0 && flags[row].contains(.outlier) {
            let before = quantities[row] * prices[row]
            originals.append(OriginalAmount(row: row, quantity: quantities[row], unitPrice: prices[row]))
            prices[row] = min(prices[row], bounds.priceAbove)
            let magnitude = min(max(abs(quantities[row]), bounds.quantityBelow), bounds.quantityAbove)
            quantities[row] = quantities[row] < 0 ? -magnitude : magnitude
            let after = quantities[row] * prices[row]
            guard after != before else { continue }
            taken.rows += 1
            taken.money += Money(before) - Money(after)
          }
          context.progress.advance(by: rows.count)
        }
      }
    }
    source.release(0..<source.count)
    ledger.winsorized = taken
    self.originals = originals
  }
}
