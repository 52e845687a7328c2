/// Rows and money of cleaning, reconciled: `reports/cleaning_stats.json`.
package struct CleaningReport: Sendable, Hashable, Codable {
  /// Some lines and their money.
  package struct Entry: Sendable, Hashable, Codable {
    package let rows: Int
    /// In units of the currency.
    package let money: Double
    /// Rows whose amount is unknown because a cell is blank or unreadable.
    package let rowsWithoutAmount: Int

    enum CodingKeys: String, CodingKey {
      case rows, money
      case rowsWithoutAmount = "rows_without_amount"
    }
  }

  package struct Total: Sendable, Hashable, Codable {
    package let rows: Int
    /// In units of the currency.
    package let money: Double
  }

  /// What one of the five stages of cleaning removed.
  package struct Removals: Sendable, Hashable, Codable {
    package let removedRows: Int
    package let reasons: [RemovalReason: Entry]

    enum CodingKeys: String, CodingKey {
      case removedRows = "removed_rows"
      case reasons
    }
  }

  /// input − cleaned − removed − winsorized; 0 in every run that is published.
  package struct Reconciliation: Sendable, Hashable, Codable {
    package let rowsDifference: Int
    package let moneyDifference: Double
    package let reconciles: Bool

    enum CodingKeys: String, CodingKey {
      case rowsDifference = "rows_difference"
      case moneyDifference = "money_difference"
      case reconciles
    }
  }

  /// What became of the rows and the money of one file.
  package struct FileStatement: Sendable, Hashable, Codable {
    package let path: String
    package let input: Entry
    package let purchases: Entry
    /// Their money is below zero.
    package let returns: Entry
    /// Over all reasons.
    package let removed: Total
    package let removedByReason: [RemovalReason: Entry]
    /// What this took off, in units of the currency.
    package let winsorizedMoney: Double

    enum CodingKeys: String, CodingKey {
      case path, input, purchases, returns, removed
      case removedByReason = "removed_by_reason"
      case winsorizedMoney = "winsorised_money"
    }
  }

  package let input: Entry
  package let cleaned: Entry
  package let removed: Total
  /// Lines whose price or quantity was moved to a bound, and the money that this took off.
  package let winsorized: Total
  package let reconciliation: Reconciliation
  package let stages: [CleaningStage: Removals]
  /// The same by file of the input: rows and money in = purchases + returns + removed + winsorized.
  package let files: [FileStatement]
  /// Lines that stayed, by flag.
  package let flaggedRows: [String: Int]
  package let highReturnCustomers: Int
  /// How cancellations are told apart: `order_id_prefix`, or by negative quantities alone.
  package let cancellationsBy: String
  /// What the lines show of each prefix of `cleaning.cancellation_prefixes`.
  package let cancellationPrefixes: [CancellationRule.Evidence]
  @Nullable package var outlierBounds: OutlierBoundsReport?

  enum CodingKeys: String, CodingKey {
    case input, cleaned, removed
    case winsorized = "winsorised"
    case reconciliation, stages, files
    case flaggedRows = "flagged_rows"
    case highReturnCustomers = "high_return_customers"
    case cancellationsBy = "cancellations_by"
    case cancellationPrefixes = "cancellation_prefixes"
    case outlierBounds = "outlier_bounds"
  }
}

/// The bounds that define outliers.
package struct OutlierBoundsReport: Sendable, Hashable, Codable {
  @Nullable package var priceAbove: Double?
  @Nullable package var quantityBelow: Double?
  @Nullable package var quantityAbove: Double?
  /// Purchase lines that the bounds were learned on.
  package let learnedOnLines: Int

  /// nil where there was nothing to learn bounds from.
  package init?(_ bounds: OutlierBounds?) {
    guard let bounds, bounds.learnedOn > 0 else { return nil }
    priceAbove = bounds.priceAbove
    quantityBelow = bounds.quantityBelow
    quantityAbove = bounds.quantityAbove
    learnedOnLines = bounds.learnedOn
  }

  enum CodingKeys: String, CodingKey {
    case priceAbove = "price_above"
    case quantityBelow = "quantity_below"
    case quantityAbove = "quantity_above"
    case learnedOnLines = "learned_on_lines"
  }
}

extension CleaningReport {
  package init(_ cleaned: CleanedLines, highReturnCustomers: Int) {
    let ledger = cleaned.ledger
    input = Entry(ledger.input)
    self.cleaned = Entry(ledger.cleaned)
    removed = Total(rows: ledger.removedRows, money: ledger.removedMoney.value)
    winsorized = Total(rows: ledger.winsorized.rows, money: ledger.winsorized.money.value)
    reconciliation = Reconciliation(
      rowsDifference: ledger.rowDifference, moneyDifference: ledger.moneyDifference.value,
      reconciles: ledger.reconciles)
    let removals = CleaningStage.allCases.map { stage in
      (stage, Removals(ledger.removed.filter { $0.key.stage == stage }))
    }
    stages = Dictionary(uniqueKeysWithValues: removals)
    files = ledger.files.map(FileStatement.init)
    flaggedRows = ledger.flagged
    self.highReturnCustomers = highReturnCustomers
    cancellationPrefixes = cleaned.cancellations
    cancellationsBy = cleaned.cancellations.contains(where: \.isUsed) ? "order_id_prefix" : "quantity"
    outlierBounds = OutlierBoundsReport(cleaned.bounds)
  }
}

extension CleaningReport.Entry {
  init(_ entry: CleaningLedger.Entry) {
    self.init(rows: entry.rows, money: entry.money.value, rowsWithoutAmount: entry.rowsWithoutAmount)
  }
}

extension CleaningReport.FileStatement {
  init(_ file: CleaningLedger.FileEntry) {
    path = file.path
    input = CleaningReport.Entry(file.input)
    purchases = CleaningReport.Entry(file.purchases)
    returns = CleaningReport.Entry(file.returns)
    removed = CleaningReport.Total(
      rows: file.removed.values.reduce(0) { $0 + $1.rows },
      money: file.removed.values.reduce(Money.zero) { $0 + $1.money }.value)
    removedByReason = file.removed.mapValues(CleaningReport.Entry.init)
    winsorizedMoney = file.winsorized.value
  }
}

extension CleaningReport.Removals {
  init(_ removed: [RemovalReason: CleaningLedger.Entry]) {
    self.init(
      removedRows: removed.values.reduce(0) { $0 + $1.rows }, reasons: removed.mapValues(CleaningReport.Entry.init))
  }
}

extension CleaningStage: CodingKeyRepresentable {}

extension RemovalReason: Codable, CodingKeyRepresentable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }

  /// nil for other names.
  package init?(name: String) {
    guard let reason = RemovalReason.allCases.first(where: { $0.name == name }) else { return nil }
    self = reason
  }

  package var codingKey: any CodingKey { Key(name) }

  package init?<K: CodingKey>(codingKey: K) { self.init(name: codingKey.stringValue) }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let reason = RemovalReason(name: try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "an unknown reason of removal")
    }
    self = reason
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }
}
