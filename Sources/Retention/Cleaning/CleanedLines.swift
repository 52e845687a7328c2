import Numerics
import Tables

/// The verdict of cleaning on every line of the source, and the ledger that reconciles it.
public struct CleanedLines: Sendable {
  /// All lines, those that are removed too.
  public internal(set) var source: SourceLines
  /// By row: 0 where the line stays, else the `RemovalReason`.
  public internal(set) var removal: [UInt8]
  /// By row; empty for lines that are removed.
  public internal(set) var flags: [LineFlags]
  /// Accounts for every row and amount.
  public internal(set) var ledger = CleaningLedger()
  /// nil before the stage of business logic.
  public internal(set) var invoiced: InvoicedSpend?
  /// nil before the stage of outliers.
  public internal(set) var bounds: OutlierBounds?
  /// Amounts of winsorized lines before winsorizing, ascending by row; nil if the settings do not winsorize.
  public internal(set) var originals: [OriginalAmount]?

  init(source: SourceLines) {
    self.source = source
    removal = [UInt8](repeating: 0, count: source.count)
    flags = [LineFlags](repeating: [], count: source.count)
  }

  /// Whether a row stays.
  public func isKept(_ row: Int) -> Bool { removal[row] == 0 }

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
public struct OriginalAmount: Sendable, Equatable {
  /// Among all lines of the source.
  public let row: Int
  public let quantity: Double
  public let unitPrice: Double
}

extension SourceLines {
  /// quantity × unit price of a row; NaN where a cell is blank or unreadable.
  public func amount(ofRow row: Int) -> Double { quantity[row] * unitPrice[row] }
}
