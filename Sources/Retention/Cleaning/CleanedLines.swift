import Numerics
import Tables

/// The verdict of cleaning on every line of the source, and the ledger that reconciles it.
public struct CleanedLines: Sendable {
  public internal(set) var source: SourceLines
  /// By row: 0 where the line stays, else the `RemovalReason`.
  public internal(set) var removal: [UInt8]
  /// By row; empty for lines that are removed.
  public internal(set) var flags: [LineFlags]
  public internal(set) var ledger = CleaningLedger()
  /// nil until business logic was judged.
  public internal(set) var invoiced: InvoicedSpend?
  /// nil until outliers were judged.
  public internal(set) var bounds: OutlierBounds?
  /// What winsorized lines were before, ascending by row; nil where nothing is winsorized.
  public internal(set) var originals: [OriginalAmount]?

  init(source: SourceLines) {
    self.source = source
    removal = [UInt8](repeating: 0, count: source.count)
    flags = [LineFlags](repeating: [], count: source.count)
  }

  public func isKept(_ row: Int) -> Bool { removal[row] == 0 }

  /// Lends both verdicts to `body`, an element per row.
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
  public let row: Int
  public let quantity: Double
  public let unitPrice: Double
}

extension SourceLines {
  /// quantity × unit price of a row; NaN where a cell is blank or unreadable.
  public func amount(ofRow row: Int) -> Double { quantity[row] * unitPrice[row] }
}
