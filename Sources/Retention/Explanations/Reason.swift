import Foundation
import Text

/// Turns a feature's effect on a customer's churn score into a plain sentence.
package enum Reason {
  /// The strongest effects towards the side of the score: towards churn for a risky customer, away for a safe one.
  ///
  /// - Parameters:
  ///   - contributions: one per feature, in the order of `Feature`; positive ones push towards churn.
  ///   - values: the customer's features; NaN where null.
  ///   - typical: median of each feature.
  ///   - towardsChurn: which side to explain.
  /// - Returns: `count` sentences, the strongest first; empty text where there is no further reason.
  package static func strongest(
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
      // One sentence per topic: recency and its ratio to the usual gap would say the same thing twice.
      guard topics.insert(topic(of: entry.feature)).inserted else { continue }
      let index = entry.feature.rawValue
      let orders = values[Feature.frequencyCount.rawValue]
      sentences.append(sentence(entry.feature, value: values[index], typical: typical[index], orders: orders))
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

  /// - Parameter orders: the customer's orders in the window, which explain why a value is null.
  package static func sentence(_ feature: Feature, value: Double, typical: Double, orders: Double) -> String {
    if value.isNaN {
      return orders > 1
        ? "All orders of the window at one time, so no buying rhythm yet"
        : "Only one order in the window, so no buying rhythm yet"
    }
    let number = text(value)
    let usual = "(typical: \(text(typical)))"
    let percent = "\(text(100 * value)) %"
    let usualPercent = "(typical: \(text(100 * typical)) %)"
    switch feature {
    case .recencyDays: return "Last order \(counted(value, "day")) ago \(usual)"
    case .recencyCadenceRatio: return "Silent for \(number) times the usual gap between orders"
    case .frequencyCount: return "\(counted(value, "order")) in the window \(usual)"
    case .purchasesPerMonth: return "\(counted(value, "order")) per 30 days \(usual)"
    case .activeMonths: return "Bought in \(number) of the last months \(usual)"
    case .monetaryAverage: return "Mean order value \(number) \(usual)"
    case .monetaryTotal: return "Spent \(number) in the window \(usual)"
    case .monetaryStd: return "Order values vary by \(number) \(usual)"
    case .daysSinceFirstPurchase: return "First order of the window \(counted(value, "day")) ago \(usual)"
    case .customerLifetimeDays: return "\(counted(value, "day")) between first and last order \(usual)"
    case .orders30d: return "\(counted(value, "order")) in the last 30 days \(usual)"
    case .orders60d: return "\(counted(value, "order")) in the last 60 days \(usual)"
    case .orders90d: return "\(counted(value, "order")) in the last 90 days \(usual)"
    case .activity: return "\(percent) of the orders fall in the last 90 days \(usualPercent)"
    case .revenue30d: return "Spent \(number) in the last 30 days \(usual)"
    case .revenue60d: return "Spent \(number) in the last 60 days \(usual)"
    case .revenue90d: return "Spent \(number) in the last 90 days \(usual)"
    case .gapMean, .gapMedian: return "Orders every \(counted(value, "day")) \(usual)"
    case .gapStd, .gapCV: return rhythm(moreRegular: value < typical, asTypical: value == typical)
    case .consistency: return rhythm(moreRegular: value > typical, asTypical: value == typical)
    case .uniqueProducts: return "\(counted(value, "different product")) \(usual)"
    case .productHHI: return "Spend concentrated on few products: index \(number) \(usual)"
    case .basketSizeMean: return "\(counted(value, "item")) an order \(usual)"
    case .basketSizeStd: return "Order sizes vary by \(counted(value, "item")) \(usual)"
    case .returnRate: return "\(percent) of the lines are returns \(usualPercent)"
    case .engagement, .engagementNormalized: return "Engagement \(number) \(usual)"
    case .revenueSlope, .revenueDirection: return trend("Spend", value)
    case .orderSlope, .orderDirection: return trend("Order count", value)
    }
  }

  private static func rhythm(moreRegular: Bool, asTypical: Bool) -> String {
    asTypical ? "Buys as regularly as is typical" : "Buys \(moreRegular ? "more" : "less") regularly than is typical"
  }

  private static func trend(_ what: String, _ slope: Double) -> String {
    slope > 0 ? "\(what) is rising" : slope < 0 ? "\(what) is falling" : "\(what) is flat"
  }

  private static func counted(_ value: Double, _ noun: String) -> String {
    Text.counted(value, noun, as: text(value))
  }

  /// Whole numbers from 100 on, two significant decimals below.
  private static func text(_ value: Double) -> String {
    if value == value.rounded() || abs(value) >= 100 { return String(Int(value.rounded())) }
    return decimal(value, places: abs(value) >= 10 ? 1 : 2)
  }
}
