import Numerics
import Tables

/// The verdict of cleaning on every line of the source, and the ledger that reconciles it.
package struct CleanedLines: Sendable {
  /// All lines, those that are removed too.
  package internal(set) var source: SourceLines
  /// By row: 0 where the line stays, else the `RemovalReason`.
  package internal(set) var removal: [UInt8]
  /// By row; empty for lines that are removed.
  package internal(set) var flags: [LineFlags]
  /// Accounts for every row and amount.
  package internal(set) var ledger = CleaningLedger()
  /// What the lines show of each prefix of cancellations.
  package internal(set) var cancellations: [CancellationRule.Evidence] = []
  /// nil before the stage of business logic.
  package internal(set) var invoiced: InvoicedSpend?
  /// nil before the stage of outliers.
  package internal(set) var bounds: OutlierBounds?
  /// Amounts of winsorized lines before winsorizing, ascending by row; nil if the settings do not winsorize.
  package internal(set) var originals: [OriginalAmount]?

  init(source: SourceLines) {
    self.source = source
    removal = [UInt8](repeating: 0, count: source.count)
    flags = [LineFlags](repeating: [], count: source.count)
  }

  /// Whether a row stays.
  package func isKept(_ row: Int) -> Bool { removal[row] == 0 }

  /// Lends both verdicts to `body`, one element per row.
  mutating func withVerdicts(
    _ body: (
      _ removal: UnsafeMutableBufferPointer<UInt8>, _ flags: UnsafeMutableBufferPointer<LineFlags>
    ) throws(Cancelled) -> Void
  ) throws(Cancelled) {
    try removal.withUnsafeMutableBufferPointer { (removal) throws(Cancelled) in
      try flags.withUnsafeMutableBufferPointer { (flags) throws(Cancelled) in try body(removal, flags) }
    }
  }
}

/// Quantity and price of a line as they were read.
package struct OriginalAmount: Sendable, Equatable {
  /// Among all lines of the source.
  package let row: Int
  package let quantity: Double
  package let unitPrice: Double
}

extension SourceLines {
  /// quantity × unit price of a row; NaN where a cell is blank or unreadable.
  package func amount(ofRow row: Int) -> Double { quantity[row] * unitPrice[row] }
}
