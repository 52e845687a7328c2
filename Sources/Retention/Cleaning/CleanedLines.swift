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
  /// What winsorised lines were before, ascending by row; nil where nothing is winsorised.
  public internal(set) var originals: [OriginalAmount]?

  init(source: SourceLines) {
    self.source = source
    removal = [UInt8](repeating: 0, count: source.count)
    flags = [LineFlags](repeating: [], count: source.count)
  }

  public func isKept(_ row: Int) -> Bool { removal[row] == 0 }

  /// Lends both verdicts to `body`, a place a row.
  mutating func withVerdicts(
    _ body: (_ removal: UnsafeMutableBufferPointer<UInt8>, _ flags: UnsafeMutableBufferPointer<LineFlags>) -> Void
  ) {
    removal.withUnsafeMutableBufferPointer { removal in
      flags.withUnsafeMutableBufferPointer { flags in body(removal, flags) }
    }
  }

  /// Pulls prices and quantities of outliers back to the bounds; the signs of quantities stay. What that takes off
  /// goes into the ledger.
  mutating func winsorise(_ bounds: OutlierBounds) {
    let (removal, flags) = (removal, flags)
    var taken = CleaningLedger.Entry()
    var originals: [OriginalAmount] = []
    source.unitPrice.withMutableValues { prices in
      source.quantity.withMutableValues { quantities in
        for row in prices.indices where removal[row] == 0 && flags[row].contains(.outlier) {
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
      }
    }
    source.release(0..<source.count)
    ledger.winsorised = taken
    self.originals = originals
  }
}

/// Quantity and price of a line as they were read.
public struct OriginalAmount: Sendable, Equatable {
  public let row: Int
  public let quantity: Double
  public let unitPrice: Double
}

// MARK: - The ledger

/// What a pass over rows counted, by what became of them.
private struct LedgerCounts: Sendable {
  var input = CleaningLedger.Entry()
  /// By `RemovalReason`; 0 are lines that stay.
  var byReason = [CleaningLedger.Entry](repeating: .init(), count: RemovalReason.allCases.count + 1)
  /// By bit of `LineFlags`.
  var flagged = [Int](repeating: 0, count: 4)

  static func += (first: inout LedgerCounts, second: LedgerCounts) {
    first.input += second.input
    for index in first.byReason.indices { first.byReason[index] += second.byReason[index] }
    for index in first.flagged.indices { first.flagged[index] += second.flagged[index] }
  }
}

extension CleanedLines {
  /// Enters every row in the ledger, after what winsorising took off.
  mutating func settle(_ parallelism: Parallelism) {
    let counts = counts(parallelism)
    ledger.input = counts.input
    ledger.input.money += ledger.winsorised.money
    ledger.cleaned = counts.byReason[0]
    for reason in RemovalReason.allCases where counts.byReason[Int(reason.rawValue)].rows > 0 {
      ledger.removed[reason] = counts.byReason[Int(reason.rawValue)]
    }
    let names = ["is_duplicate", "is_cancellation", "is_return", "is_outlier"]
    ledger.flagged = Dictionary(uniqueKeysWithValues: zip(names, counts.flagged))
  }

  private func counts(_ parallelism: Parallelism) -> LedgerCounts {
    let (removal, flags) = (removal, flags)
    return source.mapBlocks(parallelism) { range, rows in
      var counts = LedgerCounts()
      for row in range {
        let amount = rows.amount(row)
        counts.input.add(amount)
        counts.byReason[Int(removal[row])].add(amount)
        guard removal[row] == 0 else { continue }
        for bit in 0..<4 where flags[row].rawValue & 1 << UInt8(bit) != 0 { counts.flagged[bit] += 1 }
      }
      return counts
    }.reduce(into: LedgerCounts()) { $0 += $1 }
  }
}

extension SourceLines {
  /// quantity × unit price of a row; NaN where a cell is blank or unreadable.
  public func amount(ofRow row: Int) -> Double { quantity[row] * unitPrice[row] }
}

extension CleanedLines {
  /// The lines that stay, with ids numbered in their byte-wise order, and the names behind the customers' numbers.
  ///
  /// The columns are moved, and closed up where lines are missing; nothing is copied if nobody else holds them.
  public consuming func transactions(parallelism: Parallelism) -> (lines: TransactionLines, customerIDs: [String]) {
    let customers = customerNumbers(parallelism)
    let orderRanks = source.orders.ranked(parallelism: parallelism)
    let closing = ClosingUp(removal: removal)
    let isReturn = closing.flags(flags)
    flags = []
    var source = SourceLines()
    swap(&source, &self.source)
    closing.close(&source.time)
    closing.close(&source.quantity)
    closing.close(&source.unitPrice)
    closing.close(&source.product)
    closing.close(&source.customer) { customers.numberOfCode[Int($0)] }
    closing.close(&source.order) { orderRanks[Int($0)] }
    let lines = TransactionLines(
      customer: source.customer, order: source.order, product: source.product, time: source.time,
      quantity: source.quantity, unitPrice: source.unitPrice, isReturn: isReturn,
      customerCount: customers.codes.count)
    return (lines, customers.codes.map { source.customers[$0] })
  }

  /// Of the customers of lines that stay.
  func customerNumbers(_ parallelism: Parallelism) -> DenseIDs {
    DenseIDs(source.customers, present: presentCustomers(), parallelism: parallelism)
  }

  /// By customer code: whether a line stays.
  private func presentCustomers() -> [Bool] {
    var isPresent = [Bool](repeating: false, count: source.customers.count)
    isPresent.withUnsafeMutableBufferPointer { isPresent in
      source.forEachBlock { range, rows in
        for row in range where removal[row] == 0 { isPresent[Int(rows.customer[row])] = true }
      }
    }
    return isPresent
  }
}

/// Moves the values of lines that stay to the front of their column.
private struct ClosingUp {
  let removal: [UInt8]
  private let kept: Int

  init(removal: [UInt8]) {
    self.removal = removal
    kept = removal.count { $0 == 0 }
  }

  func close<Element>(_ column: inout LongColumn<Element>, _ convert: (Element) -> Element = { $0 }) {
    column.withMutablePages { values, pages in
      removal.withUnsafeBufferPointer { removal in
        var next = 0
        for start in stride(from: 0, to: removal.count, by: SourceLines.rowsABlock) {
          let block = start..<min(start + SourceLines.rowsABlock, removal.count)
          for row in block where removal[row] == 0 {
            values[next] = convert(values[row])
            next += 1
          }
          pages.release(block)
          pages.release(0..<next)
        }
      }
    }
    column.truncate(to: kept)
  }

  func flags(_ flags: [LineFlags]) -> LongColumn<Bool> {
    var isReturn = LongColumn<Bool>()
    isReturn.append(kept) { target in
      var next = 0
      for row in removal.indices where removal[row] == 0 {
        target[next] = flags[row].contains(.isReturn)
        next += 1
      }
    }
    return isReturn
  }
}

/// Codes of customers renumbered without gaps in the order of their ids.
struct DenseIDs {
  /// −1 where no line stays.
  let numberOfCode: [Int32]
  /// The old code of each new number.
  let codes: [Int32]

  /// - Parameter isPresent: by code.
  init(_ ids: StringDictionary, present isPresent: [Bool], parallelism: Parallelism) {
    var numberOfCode = [Int32](repeating: -1, count: ids.count)
    var codes: [Int32] = []
    for code in ids.sortedCodes(parallelism: parallelism) where isPresent[Int(code)] {
      numberOfCode[Int(code)] = Int32(codes.count)
      codes.append(code)
    }
    self.numberOfCode = numberOfCode
    self.codes = codes
  }
}
