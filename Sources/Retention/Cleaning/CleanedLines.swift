public import Numerics
import Tables

/// The verdict of cleaning on every line of the source, and the ledger that reconciles it.
public struct CleanedLines: Sendable {
  public internal(set) var source: SourceLines
  /// By row: 0 where the line stays, else the `RemovalReason`.
  public internal(set) var removal: [UInt8]
  public internal(set) var flags: [LineFlags]
  public internal(set) var ledger = CleaningLedger()
  /// nil until business logic was judged.
  public internal(set) var invoiced: InvoicedSpend?
  /// nil until outliers were judged.
  public internal(set) var bounds: OutlierBounds?

  init(source: SourceLines) {
    self.source = source
    removal = [UInt8](repeating: 0, count: source.count)
    flags = [LineFlags](repeating: [], count: source.count)
  }

  public func isKept(_ row: Int) -> Bool { removal[row] == 0 }

  mutating func remove(_ row: Int, _ reason: RemovalReason) {
    removal[row] = reason.rawValue
    flags[row] = []
  }

  /// Pulls price and quantity back to the bounds; the sign of the quantity stays.
  mutating func winsorise(_ row: Int, _ bounds: OutlierBounds) {
    source.unitPrice[row] = min(source.unitPrice[row], bounds.priceAbove)
    let quantity = source.quantity[row]
    let magnitude = min(max(abs(quantity), bounds.quantityBelow), bounds.quantityAbove)
    source.quantity[row] = quantity < 0 ? -magnitude : magnitude
  }

  /// Enters every row in the ledger.
  ///
  /// - Parameter originalAmount: the amount of a row as the source had it; NaN where it cannot be known.
  mutating func settle(originalAmount: (Int) -> Double) {
    var removed = [CleaningLedger.Entry](repeating: .init(), count: RemovalReason.allCases.count + 1)
    var flagCounts = (duplicate: 0, cancellation: 0, isReturn: 0, outlier: 0)
    for row in 0..<source.count {
      let original = originalAmount(row)
      ledger.input.add(original)
      if removal[row] != 0 {
        removed[Int(removal[row])].add(original)
        continue
      }
      let amount = source.amount(ofRow: row)
      ledger.cleaned.add(amount)
      if amount != original {
        ledger.winsorised.rows += 1
        ledger.winsorised.money += Money(original) - Money(amount)
      }
      if flags[row].contains(.duplicate) { flagCounts.duplicate += 1 }
      if flags[row].contains(.cancellation) { flagCounts.cancellation += 1 }
      if flags[row].contains(.isReturn) { flagCounts.isReturn += 1 }
      if flags[row].contains(.outlier) { flagCounts.outlier += 1 }
    }
    for reason in RemovalReason.allCases where removed[Int(reason.rawValue)].rows > 0 {
      ledger.removed[reason] = removed[Int(reason.rawValue)]
    }
    ledger.flagged = [
      "is_duplicate": flagCounts.duplicate, "is_cancellation": flagCounts.cancellation,
      "is_return": flagCounts.isReturn, "is_outlier": flagCounts.outlier,
    ]
  }
}

extension SourceLines {
  /// quantity × unit price of a row; NaN where a cell is blank or unreadable.
  public func amount(ofRow row: Int) -> Double { quantity[row] * unitPrice[row] }
}

extension CleanedLines {
  /// The lines that stay, with ids numbered in their byte-wise order, and the names behind the customers' numbers.
  public func transactions(parallelism: Parallelism) -> (lines: TransactionLines, customerIDs: [String]) {
    let kept = (0..<source.count).filter { isKept($0) }
    let customers = DenseIDs(codes: kept.map { source.customer[$0] }, ranks: source.customers.ranked())
    let orderRanks = source.orders.ranked()
    let lines = TransactionLines(
      customer: customers.dense, order: kept.map { orderRanks[Int(source.order[$0])] },
      product: kept.map { source.product[$0] }, time: kept.map { source.time[$0] },
      quantity: kept.map { source.quantity[$0] }, unitPrice: kept.map { source.unitPrice[$0] },
      isReturn: kept.map { flags[$0].contains(.isReturn) }, customerCount: customers.codes.count)
    return (lines, customers.codes.map { source.customers[$0] })
  }
}

/// Codes renumbered without gaps in the order of their ranks.
struct DenseIDs {
  /// The new number of each element.
  let dense: [Int32]
  /// The old code of each new number.
  let codes: [Int32]

  /// - Parameters:
  ///   - codes: old codes, none negative.
  ///   - ranks: rank of each old code in the order of ids.
  init(codes: [Int32], ranks: [Int32]) {
    var codeOfRank = [Int32](repeating: -1, count: ranks.count)
    for code in codes { codeOfRank[Int(ranks[Int(code)])] = code }
    var numberOfCode = [Int32](repeating: -1, count: ranks.count)
    var present: [Int32] = []
    for code in codeOfRank where code >= 0 {
      numberOfCode[Int(code)] = Int32(present.count)
      present.append(code)
    }
    dense = codes.map { numberOfCode[Int($0)] }
    self.codes = present
  }
}
