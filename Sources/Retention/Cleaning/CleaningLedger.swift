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

  /// What became of the lines of one file.
  package struct FileEntry: Sendable, Equatable {
    package let path: String
    package var input = Entry()
    /// Purchase lines that stay.
    package var purchases = Entry()
    /// Return lines that stay; their money is below zero.
    package var returns = Entry()
    /// By reason; reasons without a line are left out.
    package var removed: [RemovalReason: Entry] = [:]
    /// Money that winsorizing took off lines that stay.
    package var winsorized = Money.zero

    init(path: String) { self.path = path }

    /// Whether every row and every millionth of the file is accounted for.
    package var reconciles: Bool {
      let parts = [purchases, returns] + removed.values
      let money = parts.reduce(winsorized) { $0 + $1.money }
      return input.rows == parts.reduce(0) { $0 + $1.rows } && input.money == money
    }
  }

  /// All lines.
  package var input = Entry()
  /// Lines that stay.
  package var cleaned = Entry()
  /// By reason; reasons without a line are left out.
  package var removed: [RemovalReason: Entry] = [:]
  /// By file of the input, in the order in which they were read.
  package var files: [FileEntry] = []
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
  package var reconciles: Bool { rowDifference == 0 && moneyDifference == .zero && files.allSatisfy(\.reconciles) }
}
