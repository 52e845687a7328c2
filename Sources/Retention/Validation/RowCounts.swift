import Numerics

/// A check that looks at single rows.
enum RowCheck: Int, CaseIterable {
  case blankCustomerID, blankOrderID, blankProductID, blankDatetime, blankQuantity, blankPrice
  case nonPositivePrice, zeroQuantity, returnLines, positiveCancellation
  case orderOfSeveralCustomers, conflictingOrderTotals, exactDuplicates, datesOutOfRange

  var check: ValidationCheck {
    switch self {
    case .blankCustomerID: .blankCustomerID
    case .blankOrderID: .blankOrderID
    case .blankProductID: .blankProductID
    case .blankDatetime: .blankDatetime
    case .blankQuantity: .blankQuantity
    case .blankPrice: .blankPrice
    case .nonPositivePrice: .nonPositivePrice
    case .zeroQuantity: .zeroQuantity
    case .returnLines: .returnLines
    case .positiveCancellation: .positiveCancellation
    case .orderOfSeveralCustomers: .orderOfSeveralCustomers
    case .conflictingOrderTotals: .conflictingOrderTotals
    case .exactDuplicates: .exactDuplicates
    case .datesOutOfRange: .datesOutOfRange
    }
  }
}

/// How many rows each check of single rows found, and the first of them.
struct RowCounts: Mergeable {
  struct Count: Sendable {
    var affected = 0
    /// Rows, ascending.
    var examples: [Int] = []
  }

  /// By `RowCheck`.
  private var counts = [Count](repeating: Count(), count: RowCheck.allCases.count)
  /// By day with a line: its lines with a plausible time.
  private(set) var linesOfDay: [Int32: Int] = [:]
  private let exampleRows: Int

  /// - Parameter exampleRows: to keep for each check.
  init(exampleRows: Int) { self.exampleRows = exampleRows }

  var days: Dictionary<Int32, Int>.Keys { linesOfDay.keys }

  /// Of a check that looks at single rows.
  subscript(check: ValidationCheck) -> Count { counts[Self.places[check]!] }

  private static let places = Dictionary(uniqueKeysWithValues: RowCheck.allCases.map { ($0.check, $0.rawValue) })

  @inline(__always)
  mutating func note(_ check: RowCheck, _ row: Int) {
    counts[check.rawValue].affected += 1
    if counts[check.rawValue].examples.count < exampleRows { counts[check.rawValue].examples.append(row) }
  }

  /// - Parameter plausible: of those that the day has.
  mutating func add(plausible lines: Int, on day: Int32) { linesOfDay[day, default: 0] += lines }

  mutating func merge(_ other: RowCounts) {
    linesOfDay.merge(other.linesOfDay, uniquingKeysWith: +)
    for check in counts.indices {
      counts[check].affected += other.counts[check].affected
      counts[check].examples += other.counts[check].examples.prefix(exampleRows - counts[check].examples.count)
    }
  }
}
