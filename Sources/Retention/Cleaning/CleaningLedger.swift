/// What happened to every row and every penny: input = cleaned + Σ removed by reason (+ what winsorizing took off).
package struct CleaningLedger: Sendable, Equatable {
  /// Some rows and their money.
  package struct Entry: Sendable, Equatable {
    package var rows = 0
    /// Sum of the amounts that are known.
    package var money = Money.zero
    /// Rows whose amount is unknown because a cell is blank or unreadable.
    package var rowsWithoutAmount = 0

    package init() {}

    /// - Parameter amount: NaN if unknown.
    mutating func add(_ amount: Double) {
      rows += 1
      if amount.isNaN { rowsWithoutAmount += 1 } else { money += Money(amount) }
    }

    static func += (first: inout Entry, second: Entry) {
      first.rows += second.rows
      first.money += second.money
      first.rowsWithoutAmount += second.rowsWithoutAmount
    }
  }

  /// All lines.
  package var input = Entry()
  /// Lines that stay.
  package var cleaned = Entry()
  /// By reason; reasons without a line are left out.
  package var removed: [RemovalReason: Entry] = [:]
  /// Money that winsorizing took off lines that stay.
  package var winsorized = Entry()
  /// Number of rows that stay by name of the flag, such as `is_return`.
  package var flagged: [String: Int] = [:]

  package init() {}

  /// Over all reasons.
  package var removedRows: Int { removed.values.reduce(0) { $0 + $1.rows } }
  /// Over all reasons.
  package var removedMoney: Money { removed.values.reduce(.zero) { $0 + $1.money } }

  /// input − cleaned − removed; 0 if the ledger reconciles.
  package var rowDifference: Int { input.rows - cleaned.rows - removedRows }
  /// input − cleaned − removed − winsorized; 0 if the ledger reconciles.
  package var moneyDifference: Money { input.money - cleaned.money - removedMoney - winsorized.money }
  /// Whether every row and every millionth is accounted for.
  package var reconciles: Bool { rowDifference == 0 && moneyDifference == .zero }
}
