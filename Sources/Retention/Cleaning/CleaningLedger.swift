/// What happened to every row and every penny: input = cleaned + Σ removed by reason (+ what winsorising took off).
public struct CleaningLedger: Sendable, Equatable {
  public struct Entry: Sendable, Equatable {
    public var rows = 0
    public var money = Money.zero
    /// Rows whose amount cannot be known, because a cell of theirs cannot be read.
    public var rowsWithoutAmount = 0

    public init() {}

    /// - Parameter money: nil where the amount cannot be known.
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

  public var input = Entry()
  public var cleaned = Entry()
  public var removed: [RemovalReason: Entry] = [:]
  /// Money taken off lines that stayed, by winsorising their price or quantity.
  public var winsorised = Entry()
  /// Rows that stayed, by flag.
  public var flagged: [String: Int] = [:]

  public init() {}

  public var removedRows: Int { removed.values.reduce(0) { $0 + $1.rows } }
  public var removedMoney: Money { removed.values.reduce(.zero) { $0 + $1.money } }

  public var rowDifference: Int { input.rows - cleaned.rows - removedRows }
  public var moneyDifference: Money { input.money - cleaned.money - removedMoney - winsorised.money }
  public var reconciles: Bool { rowDifference == 0 && moneyDifference == .zero }
}
