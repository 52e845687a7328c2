import CivilTime
import Numerics
import Tables

/// The checks of single rows, with what they need to know about the whole input.
struct RowChecks: Sendable {
  /// By row.
  private let duplicates: [ExactDuplicates.Mark]
  /// Rows with an unreadable cell, by column.
  private let unreadable: [CanonicalColumn: Set<Int>]
  private let priceColumn: CanonicalColumn
  // By order code.
  private let cancelled: [Bool]
  private let shared: [Bool]
  /// Empty where there are no order totals.
  private let conflicting: [Bool]
  private let plausibleTimes: Range<Int64>
  private let exampleRows: Int
  private let exclusion: LineExclusion

  /// - Parameters:
  ///   - exclusion: rows that are not looked at.
  ///   - cancelled: by order code: whether it is a cancellation.
  ///   - shared: by order code: whether several customers have it.
  ///   - times: plausible ones.
  ///   - exampleRows: to keep for each check.
  init(
    _ source: SourceLines, _ exclusion: LineExclusion, cancelled: [Bool], shared: [Bool], times: Range<Int64>,
    exampleRows: Int,
    _ context: ExecutionContext
  ) throws(Cancelled) {
    if let known = source.duplicates {
      duplicates = known
    } else {
      duplicates = try ExactDuplicates.marks(in: source, context: context)
    }
    var unreadable: [CanonicalColumn: Set<Int>] = [:]
    try context.forEachBlock(of: source.unreadable.count) { cells in
      for cell in source.unreadable[cells] { unreadable[cell.column, default: []].insert(cell.row) }
    }
    self.unreadable = unreadable
    priceColumn = source.amount.priceColumn
    self.cancelled = cancelled
    self.shared = shared
    conflicting = source.conflictingOrders
    plausibleTimes = times
    self.exclusion = exclusion
    self.exampleRows = exampleRows
  }
}

extension RowChecks {
  /// What the checks find in a block of rows.
  func counts(_ range: Range<Int>, _ rows: SourceRows) -> RowCounts {
    var found = RowCounts(exampleRows: exampleRows)
    var days = DayRun()
    for row in range where exclusion.reason(row) == nil {
      if rows.customer[row] < 0 { found.note(.blankCustomerID, row) }
      if rows.order[row] < 0 { found.note(.blankOrderID, row) }
      if rows.product[row] < 0 { found.note(.blankProductID, row) }
      checkTime(row, rows.time[row], &found, &days)
      checkAmount(row, quantity: rows.quantity[row], price: rows.unitPrice[row], &found)
      checkOrder(row, Int(rows.order[row]), quantity: rows.quantity[row], &found)
      if duplicates[row] != .none { found.note(.exactDuplicates, row) }
    }
    days.end(&found)
    return found
  }

  /// Counts lines by day; since lines mostly come in order of time, a day is entered only when it ends.
  private struct DayRun {
    var day = Int32.min
    var lines = 0

    @inline(__always)
    mutating func add(_ day: Int32, isPlausible: Bool, _ found: inout RowCounts) {
      if day != self.day {
        end(&found)
        self.day = day
      }
      if isPlausible { lines += 1 }
    }

    mutating func end(_ found: inout RowCounts) {
      if day > .min { found.add(plausible: lines, on: day) }
      lines = 0
    }
  }

  @inline(__always)
  private func checkTime(_ row: Int, _ time: Int64, _ found: inout RowCounts, _ days: inout DayRun) {
    if time == SourceLines.unknownTime { return noteBlank(.blankDatetime, .orderDatetime, row, &found) }
    let isPlausible = plausibleTimes.contains(time)
    if !isPlausible { found.note(.datesOutOfRange, row) }
    days.add(Microseconds.day(of: time), isPlausible: isPlausible, &found)
  }

  @inline(__always)
  private func checkAmount(_ row: Int, quantity: Double, price: Double, _ found: inout RowCounts) {
    if quantity.isNaN { noteBlank(.blankQuantity, .quantity, row, &found) }
    if price.isNaN { noteBlank(.blankPrice, priceColumn, row, &found) }
    if price <= 0 { found.note(.nonPositivePrice, row) }
    if quantity == 0 { found.note(.zeroQuantity, row) }
  }

  /// - Parameter order: its code; negative for none.
  @inline(__always)
  private func checkOrder(_ row: Int, _ order: Int, quantity: Double, _ found: inout RowCounts) {
    let isCancelled = order >= 0 && cancelled[order]
    if quantity < 0 || isCancelled { found.note(.returnLines, row) }
    if quantity > 0 && isCancelled { found.note(.positiveCancellation, row) }
    guard order >= 0 else { return }
    if shared[order] { found.note(.orderOfSeveralCustomers, row) }
    if !conflicting.isEmpty && conflicting[order] { found.note(.conflictingOrderTotals, row) }
  }

  /// An unreadable cell is not blank.
  @inline(__always)
  private func noteBlank(_ check: RowCheck, _ column: CanonicalColumn, _ row: Int, _ found: inout RowCounts) {
    if unreadable[column]?.contains(row) != true { found.note(check, row) }
  }
}
