/// What happened to every row and every penny: input = cleaned + Σ removed by reason (+ what winsorizing took off).
public struct CleaningLedger: Sendable, Equatable {
  /// Some rows and their money.
  public struct Entry: Sendable, Equatable {
    public var rows = 0
    /// Sum of the amounts that are known.
    public var money = Money.zero
    /// Rows whose amount is unknown because a cell is blank or unreadable.
    public var rowsWithoutAmount = 0

    public init() {}

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
  public var input = Entry()
  /// Lines that stay.
  public var cleaned = Entry()
  /// By reason; reasons without a line are left out.
  public var removed: [RemovalReason: Entry] = [:]
  /// Money that winsorizing took off lines that stay.
  public var winsorised = Entry()
  /// Number of rows that stay by name of the flag, such as `is_return`.
  public var flagged: [String: Int] = [:]

  public init() {}

  /// Over all reasons.
  public var removedRows: Int { removed.values.reduce(0) { $0 + $1.rows } }
  /// Over all reasons.
  public var removedMoney: Money { removed.values.reduce(.zero) { $0 + $1.money } }

  /// input − cleaned − removed; 0 if the ledger reconciles.
  public var rowDifference: Int { input.rows - cleaned.rows - removedRows }
  /// input − cleaned − removed − winsorized; 0 if the ledger reconciles.
  public var moneyDifference: Money { input.money - cleaned.money - removedMoney - winsorised.money }
  /// Whether every row and every millionth is accounted for.
  public var reconciles: Bool { rowDifference == 0 && moneyDifference == .zero }
}
