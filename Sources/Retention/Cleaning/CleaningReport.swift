/// Rows and money of cleaning, reconciled: `reports/cleaning_stats.json`.
public struct CleaningReport: Sendable, Hashable, Codable {
  /// Some lines and their money.
  public struct Entry: Sendable, Hashable, Codable {
    public let rows: Int
    /// In units of the currency.
    public let money: Double
    /// Rows whose amount is unknown because a cell is blank or unreadable.
    public let rowsWithoutAmount: Int

    enum CodingKeys: String, CodingKey {
      case rows, money
      case rowsWithoutAmount = "rows_without_amount"
    }
  }

  public struct Total: Sendable, Hashable, Codable {
    public let rows: Int
    /// In units of the currency.
    public let money: Double
  }

  /// What one of the five stages of cleaning removed.
  public struct Removals: Sendable, Hashable, Codable {
    public let removedRows: Int
    public let reasons: [RemovalReason: Entry]

    enum CodingKeys: String, CodingKey {
      case removedRows = "removed_rows"
      case reasons
    }
  }

  /// input − cleaned − removed − winsorised; 0 in every run that is published.
  public struct Reconciliation: Sendable, Hashable, Codable {
    public let rowsDifference: Int
    public let moneyDifference: Double
    public let reconciles: Bool

    enum CodingKeys: String, CodingKey {
      case rowsDifference = "rows_difference"
      case moneyDifference = "money_difference"
      case reconciles
    }
  }

  public let input: Entry
  public let cleaned: Entry
  public let removed: Total
  /// Lines whose price or quantity was moved to a bound, and the money that this took off.
  public let winsorised: Total
  public let reconciliation: Reconciliation
  public let stages: [CleaningStage: Removals]
  /// Lines that stayed, by flag.
  public let flaggedRows: [String: Int]
  public let highReturnCustomers: Int
  @Nullable public var outlierBounds: OutlierBoundsReport?

  enum CodingKeys: String, CodingKey {
    case input, cleaned, removed, winsorised, reconciliation, stages
    case flaggedRows = "flagged_rows"
    case highReturnCustomers = "high_return_customers"
    case outlierBounds = "outlier_bounds"
  }
}

/// The bounds that define outliers.
public struct OutlierBoundsReport: Sendable, Hashable, Codable {
  @Nullable public var priceAbove: Double?
  @Nullable public var quantityBelow: Double?
  @Nullable public var quantityAbove: Double?
  /// Purchase lines that the bounds were learned on.
  public let learnedOnLines: Int

  /// nil where there was nothing to learn bounds from.
  public init?(_ bounds: OutlierBounds?) {
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
  public init(_ cleaned: CleanedLines, highReturnCustomers: Int) {
    let ledger = cleaned.ledger
    input = Entry(ledger.input)
    self.cleaned = Entry(ledger.cleaned)
    removed = Total(rows: ledger.removedRows, money: ledger.removedMoney.value)
    winsorised = Total(rows: ledger.winsorised.rows, money: ledger.winsorised.money.value)
    reconciliation = Reconciliation(
      rowsDifference: ledger.rowDifference, moneyDifference: ledger.moneyDifference.value,
      reconciles: ledger.reconciles)
    let removals = CleaningStage.allCases.map { stage in
      (stage, Removals(ledger.removed.filter { $0.key.stage == stage }))
    }
    stages = Dictionary(uniqueKeysWithValues: removals)
    flaggedRows = ledger.flagged
    self.highReturnCustomers = highReturnCustomers
    outlierBounds = OutlierBoundsReport(cleaned.bounds)
  }
}

extension CleaningReport.Entry {
  init(_ entry: CleaningLedger.Entry) {
    self.init(rows: entry.rows, money: entry.money.value, rowsWithoutAmount: entry.rowsWithoutAmount)
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
  public init?(name: String) {
    guard let reason = RemovalReason.allCases.first(where: { $0.name == name }) else { return nil }
    self = reason
  }

  public var codingKey: any CodingKey { Key(name) }

  public init?<K: CodingKey>(codingKey: K) { self.init(name: codingKey.stringValue) }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let reason = RemovalReason(name: try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "an unknown reason of removal")
    }
    self = reason
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }
}
