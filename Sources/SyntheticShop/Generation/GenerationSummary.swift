/// Counts of what was generated, to compare with what validation and cleaning find.
///
/// The dictionaries have no entry for what does not occur.
package struct GenerationSummary: Sendable, Hashable, Codable {
  /// Number of customers by kind.
  package var customers: [CustomerKind: Int] = [:]
  /// All lines, copies included.
  package var lines = 0
  /// Invoices, without credit notes.
  package var orders = 0
  /// Credit notes whose order id begins with C.
  package var cancellations = 0
  /// Credit notes with an ordinary order id.
  package var plainReturns = 0
  /// Lines of credit notes with a C, with or without a defect.
  package var cancellationLines = 0
  /// Lines of credit notes without a C, with or without a defect.
  package var plainReturnLines = 0
  /// Lines with a defect, by defect.
  package var dirt: [InjectedDefect: Int] = [:]
  /// Lines that cleaning with default settings keeps.
  package var keptLines = 0
  /// Total of kept lines of invoices, in pence.
  package var purchasePence: Int64 = 0
  /// Total of kept lines of credit notes, in pence; not positive.
  package var returnPence: Int64 = 0

  package init() {}
}

extension GenerationSummary {
  /// Lines that cleaning with default settings removes.
  package var removedLines: Int { lines - keptLines }

  /// Adds the counts of another part of the same shop.
  package mutating func merge(_ other: GenerationSummary) {
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
