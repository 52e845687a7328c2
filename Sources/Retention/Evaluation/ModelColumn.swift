/// A column of the rows that models read: the 33 features, then those of the whole history where models read them.
package enum ModelColumn {
  /// Names of the first `count` columns.
  package static func names(_ count: Int) -> [String] { Array(all.prefix(count)) }
  private static let all = Feature.allCases.map(\.name) + HistoryFeature.allCases.map(\.name)

  /// The feature whose idea a column shares, by which it is explained to a reader; itself for one of the 33.
  package static func explained(by column: Int) -> Feature {
    if let feature = Feature(rawValue: column) { return feature }
    guard let history = HistoryFeature(rawValue: column - Feature.count) else {
      preconditionFailure("there is no column \(column)")
    }
    return switch history {
    case .orderAge1: .recencyDays
    case .recencyOverLongestGap, .recencyOverMeanGap: .recencyCadenceRatio
    case .orderAge2, .orderAge3, .orderAge4, .orderAge5, .decayedOrders60d, .decayedOrders120d: .orders90d
    case .decayedOrders15d, .decayedOrders30d: .orders30d
    case .shortestGap, .longestGap, .meanGap, .lastGap: .gapMean
    case .orders: .frequencyCount
    case .activeMonths, .activeDays: .activeMonths
    case .netRevenue: .monetaryTotal
    case .tenure: .customerLifetimeDays
    case .linesPerOrder, .itemsPerLine: .basketSizeMean
    case .repeatLineShare, .products: .uniqueProducts
    case .medianPrice: .monetaryAverage
    case .returnedValue, .returnedShare: .returnRate
    }
  }
}
