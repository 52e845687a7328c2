import Foundation

/// Turns a feature's push on a customer's churn score into a plain sentence.
public enum Reason {
  /// The strongest pushes towards the side the score is on: towards churn for a risky customer, away for a safe one.
  ///
  /// - Parameters:
  ///   - contributions: one a feature, in the order of `Feature`; positive pushes towards churn.
  ///   - values: the customer's features.
  ///   - typical: the median customer's features.
  ///   - towardsChurn: which side to explain.
  /// - Returns: `count` sentences, the strongest first; empty text where there is no further reason.
  public static func strongest(
    _ count: Int, contributions: [Double], values: [Double], typical: [Double], towardsChurn: Bool
  ) -> [String] {
    let sign: Double = towardsChurn ? 1 : -1
    let ranked = Feature.allCases
      .map { (feature: $0, push: sign * contributions[$0.rawValue]) }
      .filter { $0.push > 0 }
      .sorted { ($0.push, $1.feature.rawValue) > ($1.push, $0.feature.rawValue) }
    var sentences: [String] = []
    var topics: Set<String> = []
    for entry in ranked where sentences.count < count {
      // One sentence a topic: recency and days since the last order would say the same thing twice.
      guard topics.insert(topic(of: entry.feature)).inserted else { continue }
      let index = entry.feature.rawValue
      sentences.append(sentence(entry.feature, value: values[index], typical: typical[index]))
    }
    return sentences + [String](repeating: "", count: count - sentences.count)
  }

  private static func topic(of feature: Feature) -> String {
    switch feature {
    case .recencyDays, .recencyCadenceRatio: "recency"
    case .frequencyCount, .purchasesPerMonth, .activeMonths: "frequency"
    case .monetaryAverage, .monetaryTotal, .monetaryStd: "spend"
    case .daysSinceFirstPurchase, .customerLifetimeDays: "tenure"
    case .orders30d, .orders60d, .orders90d, .activity: "recent orders"
    case .revenue30d, .revenue60d, .revenue90d: "recent spend"
    case .gapMean, .gapMedian, .gapStd, .gapCV, .consistency: "cadence"
    case .uniqueProducts, .productHHI: "range"
    case .basketSizeMean, .basketSizeStd: "basket"
    case .returnRate: "returns"
    case .engagement, .engagementNormalized: "engagement"
    case .revenueSlope, .revenueDirection: "spend trend"
    case .orderSlope, .orderDirection: "order trend"
    }
  }

  static func sentence(_ feature: Feature, value: Double, typical: Double) -> String {
    if value.isNaN { return "Only one order in the window, so no buying rhythm yet" }
    let number = { (value: Double) in text(value) }
    switch feature {
    case .recencyDays: return "Last order \(number(value)) days ago (typical: \(number(typical)))"
    case .recencyCadenceRatio: return "Silent for \(number(value)) times the usual gap between orders"
    case .frequencyCount: return "\(number(value)) orders in the window (typical: \(number(typical)))"
    case .purchasesPerMonth: return "\(number(value)) orders per 30 days (typical: \(number(typical)))"
    case .activeMonths: return "Bought in \(number(value)) of the last months (typical: \(number(typical)))"
    case .monetaryAverage: return "Mean order value \(number(value)) (typical: \(number(typical)))"
    case .monetaryTotal: return "Spent \(number(value)) in the window (typical: \(number(typical)))"
    case .monetaryStd: return "Order values vary by \(number(value)) (typical: \(number(typical)))"
    case .daysSinceFirstPurchase:
      return "First order of the window \(number(value)) days ago (typical: \(number(typical)))"
    case .customerLifetimeDays:
      return "\(number(value)) days between first and last order (typical: \(number(typical)))"
    case .orders30d: return "\(number(value)) orders in the last 30 days (typical: \(number(typical)))"
    case .orders60d: return "\(number(value)) orders in the last 60 days (typical: \(number(typical)))"
    case .orders90d: return "\(number(value)) orders in the last 90 days (typical: \(number(typical)))"
    case .activity:
      return "\(number(100 * value)) % of the orders fall in the last 90 days (typical: \(number(100 * typical)) %)"
    case .revenue30d: return "Spent \(number(value)) in the last 30 days (typical: \(number(typical)))"
    case .revenue60d: return "Spent \(number(value)) in the last 60 days (typical: \(number(typical)))"
    case .revenue90d: return "Spent \(number(value)) in the last 90 days (typical: \(number(typical)))"
    case .gapMean, .gapMedian: return "Orders every \(number(value)) days (typical: \(number(typical)))"
    case .gapStd, .gapCV, .consistency:
      return "Buying rhythm: \(value > typical ? "above" : "below") the typical \(feature.name)"
    case .uniqueProducts: return "\(number(value)) different products (typical: \(number(typical)))"
    case .productHHI: return "Spend concentrated on few products: index \(number(value)) (typical: \(number(typical)))"
    case .basketSizeMean: return "\(number(value)) items an order (typical: \(number(typical)))"
    case .basketSizeStd: return "Order sizes vary by \(number(value)) items (typical: \(number(typical)))"
    case .returnRate: return "\(number(100 * value)) % of the lines are returns (typical: \(number(100 * typical)) %)"
    case .engagement, .engagementNormalized: return "Engagement \(number(value)) (typical: \(number(typical)))"
    case .revenueSlope, .revenueDirection: return trend("Spend", value)
    case .orderSlope, .orderDirection: return trend("Order count", value)
    }
  }

  private static func trend(_ what: String, _ slope: Double) -> String {
    slope > 0 ? "\(what) is rising" : slope < 0 ? "\(what) is falling" : "\(what) is flat"
  }

  /// Whole numbers from 100 on, two significant decimals below.
  private static func text(_ value: Double) -> String {
    if value == value.rounded() || abs(value) >= 100 { return String(Int(value.rounded())) }
    return String(format: abs(value) >= 10 ? "%.1f" : "%.2f", value)
  }
}
