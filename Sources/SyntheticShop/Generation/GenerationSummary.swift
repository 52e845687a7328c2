/// What was planted in generated lines, to compare with what validation and cleaning find.
///
/// A kind that does not occur is not in its dictionary.
public struct GenerationSummary: Sendable, Hashable, Codable {
  public var customers: [CustomerKind: Int] = [:]
  /// All lines, copies included.
  public var lines = 0
  /// Invoices; credit notes are not among them.
  public var orders = 0
  /// Credit notes whose order id begins with C.
  public var cancellations = 0
  /// Credit notes with an ordinary order id.
  public var plainReturns = 0
  /// Lines of credit notes with a C, whatever else is wrong with them.
  public var cancellationLines = 0
  /// Lines of credit notes without a C, whatever else is wrong with them.
  public var plainReturnLines = 0
  /// Lines with a flaw, by flaw.
  public var dirt: [InjectedDefect: Int] = [:]
  /// Lines that cleaning by default keeps.
  public var keptLines = 0
  /// Money on kept lines of invoices, in pence.
  public var purchasePence: Int64 = 0
  /// Money on kept lines of credit notes, in pence; negative.
  public var returnPence: Int64 = 0

  public init() {}
}

extension GenerationSummary {
  /// Lines that cleaning by default removes.
  public var removedLines: Int { lines - keptLines }

  /// Adds what another part of the same shop holds.
  public mutating func merge(_ other: GenerationSummary) {
    customers.merge(other.customers, uniquingKeysWith: +)
    lines += other.lines
    orders += other.orders
    cancellations += other.cancellations
    plainReturns += other.plainReturns
    cancellationLines += other.cancellationLines
    plainReturnLines += other.plainReturnLines
    dirt.merge(other.dirt, uniquingKeysWith: +)
    keptLines += other.keptLines
    purchasePence += other.purchasePence
    returnPence += other.returnPence
  }

  mutating func count(_ document: CustomerHistory.Document) {
    switch document.type {
    case .order: orders += 1
    case .cancellation: cancellations += 1
    case .plainReturn: plainReturns += 1
    }
  }

  mutating func count(_ line: LineBlock.Line) {
    lines += 1
    switch line.document {
    case .order: break
    case .cancellation: cancellationLines += 1
    case .plainReturn: plainReturnLines += 1
    }
    if line.dirt != .none { dirt[line.dirt, default: 0] += 1 }
    guard !line.dirt.isRemovedByCleaning else { return }
    keptLines += 1
    let value = Int64(line.quantity) * line.unitPrice
    if line.document == .order { purchasePence += value } else { returnPence += value }
  }
}
