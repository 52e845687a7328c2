import Numerics

/// What several columns that models read are about together. A customer's score is explained by ideas: columns that say
/// the same thing in other words share its weight, so that none of them alone shows what it does.
package enum Idea: Int, CaseIterable, Sendable {
  /// How recent the last orders are, and how many are recent.
  case recency
  /// The time since the last order beside the customer's own gaps.
  case rhythm
  case gaps, regularity, orders
  case spend, orderValue, price, trend
  case basket, variety, returns, tenure
  /// The segment by name, where models read it.
  case segment

  /// 14.
  package static let count = allCases.count

  /// The only idea of a column.
  ///
  /// - Parameter layout: what the columns are; nil for those without segments.
  package init(column: Int, of layout: ModelColumns? = nil) {
    if let layout, column >= layout.firstSegment {
      self = .segment
    } else if let feature = Feature(rawValue: column) {
      self.init(feature)
    } else if let history = HistoryFeature(rawValue: column - Feature.count) {
      self.init(history)
    } else {
      preconditionFailure("there is no column \(column)")
    }
  }

  private init(_ feature: Feature) {
    self =
      switch feature {
      case .recencyDays, .orders30d, .orders60d, .orders90d, .activity: .recency
      case .recencyCadenceRatio: .rhythm
      case .gapMean, .gapMedian: .gaps
      case .gapStd, .gapCV, .consistency: .regularity
      case .frequencyCount, .purchasesPerMonth, .activeMonths: .orders
      // Engagement is spend over recency, and goes with either as much.
      case .monetaryTotal, .revenue30d, .revenue60d, .revenue90d, .engagement, .engagementNormalized: .spend
      case .monetaryAverage, .monetaryStd: .orderValue
      case .revenueSlope, .revenueDirection, .orderSlope, .orderDirection: .trend
      case .basketSizeMean, .basketSizeStd: .basket
      case .uniqueProducts, .productHHI: .variety
      case .returnRate: .returns
      case .daysSinceFirstPurchase, .customerLifetimeDays: .tenure
      }
  }

  private init(_ history: HistoryFeature) {
    self =
      switch history {
      case .orderAge1, .orderAge2, .orderAge3, .decayedOrders15d, .decayedOrders30d, .decayedOrders60d: .recency
      // Months back they count orders more than they tell how recent the last one is.
      case .orderAge4, .orderAge5, .decayedOrders120d: .orders
      case .recencyOverLongestGap, .recencyOverMeanGap: .rhythm
      case .shortestGap, .longestGap, .meanGap, .lastGap: .gaps
      case .orders, .activeMonths, .activeDays: .orders
      case .netRevenue: .spend
      case .medianPrice: .price
      case .linesPerOrder, .itemsPerLine: .basket
      case .repeatLineShare, .products: .variety
      case .returnedValue, .returnedShare: .returns
      case .tenure: .tenure
      }
  }

  /// The columns of the idea whose numbers a reason tells: those that readers can count in a customer's order lines.
  ///
  /// - Parameter history: whether rows have the features of the whole history; `price` has no column without. The name
  ///   of a segment is told, and no number.
  package func told(history: Bool) -> [Int] {
    if history, !toldOfHistory.isEmpty {
      return (self == .spend ? toldOfWindow.map(\.rawValue) : []) + toldOfHistory.map { Feature.count + $0.rawValue }
    }
    return toldOfWindow.map(\.rawValue)
  }

  private var toldOfHistory: [HistoryFeature] {
    switch self {
    case .rhythm: [.recencyOverMeanGap]
    case .gaps: [.meanGap]
    case .orders: [.orders]
    case .spend: [.netRevenue]
    case .price: [.medianPrice]
    case .variety: [.products]
    case .returns: [.returnedShare]
    case .tenure: [.tenure]
    case .recency, .regularity, .orderValue, .trend, .basket, .segment: []
    }
  }

  private var toldOfWindow: [Feature] {
    switch self {
    case .recency: [.recencyDays, .orders90d]
    case .rhythm: [.recencyCadenceRatio]
    case .gaps: [.gapMean]
    case .regularity: [.gapStd]
    case .orders: [.frequencyCount]
    case .spend: [.monetaryTotal]
    case .orderValue: [.monetaryAverage]
    case .price, .segment: []
    case .trend: [.revenueSlope]
    case .basket: [.basketSizeMean]
    case .variety: [.uniqueProducts]
    case .returns: [.returnRate]
    case .tenure: [.daysSinceFirstPurchase]
    }
  }
}

// MARK: - Effects

extension Idea {
  /// The ideas with the largest effects of either sign, the largest first. The first one is never left out for being
  /// small, only where it has no effect at all.
  ///
  /// - Parameters:
  ///   - effects: one per idea.
  ///   - contributions: one per idea; the larger one comes first where effects are equal, and tells which ideas have any.
  ///   - least: the size below which further ideas are left out.
  package static func strongest(
    _ count: Int, effects: [Double], contributions: [Double], least: Double
  ) -> [Idea] {
    var found: [Idea] = []
    while found.count < count {
      var best = -1
      for idea in effects.indices where contributions[idea] != 0 && !found.contains(where: { $0.rawValue == idea }) {
        let isLarger =
          best < 0 || (abs(effects[idea]), abs(contributions[idea])) > (abs(effects[best]), abs(contributions[best]))
        if isLarger { best = idea }
      }
      guard let idea = Idea(rawValue: best), found.isEmpty || abs(effects[best]) >= least else { break }
      found.append(idea)
    }
    return found
  }
}

/// Sums of columns' contributions over each idea, less what is usual.
///
/// Contributions are distances from the mean of the rows that a model learned from; a sentence compares with the usual
/// customer, so what it says of a number has to begin there too.
struct IdeaSums: Sendable {
  /// Place of the idea of each column.
  private let ideas: [Int]
  /// All ideas, made once.
  let all = Idea.allCases
  /// Null where there is no gap between orders.
  private let gapColumn: Int
  /// What is made of gaps where there is one.
  private static let ofGaps = [Idea.rhythm, .gaps]

  init(_ columns: ModelColumns) {
    ideas = (0..<columns.count).map { Idea(column: $0, of: columns).rawValue }
    gapColumn = Idea.rhythm.told(history: columns.hasHistory)[0]
  }

  /// Replaces `sums`, one per idea.
  ///
  /// Without a gap between orders, what models make of gaps is what they make of a customer with one order, so it counts
  /// for the number of orders.
  ///
  /// - Parameters:
  ///   - contributions: rows × at most the columns; none are 0.
  ///   - features: of the same rows.
  func write(_ contributions: Matrix<Double>, _ features: ToldFeatures, row: Int, to sums: inout [Double]) {
    for idea in sums.indices { sums[idea] = 0 }
    for column in 0..<min(contributions.columns, ideas.count) { sums[ideas[column]] += contributions[row, column] }
    guard features[row, gapColumn].isNaN else { return }
    for idea in Self.ofGaps {
      sums[Idea.orders.rawValue] += sums[idea.rawValue]
      sums[idea.rawValue] = 0
    }
  }

  /// By idea, the median over some customers; of those with a gap for what is made of gaps.
  ///
  /// - Parameter contributions: as for `write`.
  func usual(_ contributions: Matrix<Double>, _ features: ToldFeatures) -> [Double] {
    var sums = [Double](repeating: 0, count: Idea.count)
    var known = sums.map { _ in [Double]() }
    for row in 0..<features.rows {
      write(contributions, features, row: row, to: &sums)
      let hasGap = !features[row, gapColumn].isNaN
      for idea in sums.indices where hasGap || !Self.isOfGaps(idea) { known[idea].append(sums[idea]) }
    }
    return known.map { quantile(0.5, of: $0) ?? 0 }
  }

  /// Takes what is usual from the sums of a customer.
  func subtract(_ usual: [Double], _ features: ToldFeatures, row: Int, from sums: inout [Double]) {
    let hasGap = !features[row, gapColumn].isNaN
    for idea in sums.indices where hasGap || !Self.isOfGaps(idea) { sums[idea] -= usual[idea] }
  }

  private static func isOfGaps(_ idea: Int) -> Bool { ofGaps.contains { $0.rawValue == idea } }
}
