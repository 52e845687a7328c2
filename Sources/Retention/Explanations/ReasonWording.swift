package import Numerics
import Text

/// Says in words what is known of a customer: the number of an idea that a reader can check, and what is usual here.
package struct ReasonWording: Sendable {
  /// Days of the observation window.
  package let windowDays: Int
  /// Whether money is net of the returns that are known.
  package let isNet: Bool
  /// Whether rows have the features of the whole history.
  let hasHistory: Bool
  /// By column, for those that reasons tell: the median of the known values; NaN where none is known.
  private let usual: [Double]

  /// - Parameter features: of all customers who are scored, rows × columns of `ModelColumn.names`; NaN where null.
  /// - Throws: `Cancelled`.
  package init(
    of features: Matrix<Double>, windowDays: Int, isNet: Bool, context: ExecutionContext
  ) throws(Cancelled) {
    self.windowDays = windowDays
    self.isNet = isNet
    let hasHistory = features.columns > Feature.count
    self.hasHistory = hasHistory
    let told = Set(Idea.allCases.flatMap { $0.told(history: hasHistory) })
    usual = try context.quiet.map(features.columns) { column in
      guard told.contains(column) else { return .nan }
      return quantile(0.5, of: features.column(column).filter { !$0.isNaN }) ?? .nan
    }
  }

  /// What is so, for an idea and a customer, such as `8 orders so far (usual here: 2)`.
  ///
  /// - Parameter features: as those of all customers.
  package func fact(_ idea: Idea, of features: Matrix<Double>, row: Int) -> String {
    let told = idea.told(history: hasHistory)
    guard let first = told.first, !features[row, first].isNaN else { return unknown(idea) }
    let (value, usual) = (features[row, first], usual[first])
    let here = "(usual here: \(numberText(usual)))"
    let ended = hasHistory ? "so far" : inWindow
    switch idea {
    case .recency:
      let orders = told[1]
      return "last order \(counted(value, "day")) ago, \(counted(features[row, orders], "order")) in the last 90 days "
        + "(usual here: \(numberText(usual)) and \(numberText(self.usual[orders])))"
    case .rhythm:
      let (silent, gap) = (
        features[row, Feature.recencyDays.rawValue], features[row, Idea.gaps.told(history: hasHistory)[0]]
      )
      return "\(counted(silent, "day")) since the last order, \(numberText(value)) times the mean gap of "
        + "\(counted(gap, "day", places: 1))\(hasHistory ? "" : " " + inWindow) (usual here: \(numberText(usual)) times)"
    case .gaps:
      return "\(counted(value, "day", places: 1)) between orders on average\(hasHistory ? "" : " " + inWindow) "
        + "(usual here: \(numberText(usual, places: 1)))"
    case .regularity:
      if features[row, Feature.frequencyCount.rawValue] == 2 { return "only one gap between orders \(inWindow)" }
      return
        "gaps between orders \(inWindow) vary by \(counted(value, "day", places: 1)) (usual here: \(numberText(usual, places: 1)))"
    case .orders:
      let isOneVisit = value > 1 && features[row, Idea.rhythm.told(history: hasHistory)[0]].isNaN
      return "\(counted(value, "order")) \(ended)\(isOneVisit ? ", no gap of more than half a day" : "") \(here)"
    case .spend:
      guard told.count > 1 else { return "spent \(spent(value, isNet: isNet, usual: usual))" }
      return "spent \(numberText(value)) \(inWindow), \(numberText(features[row, told[1]])) so far"
        + "\(isNet ? ", net of returns" : "") (usual here: \(numberText(usual)) and \(numberText(self.usual[told[1]])))"
    case .orderValue: return "\(numberText(value))\(net(isNet)) per order \(inWindow) \(here)"
    case .price: return "median unit price \(numberText(value)) \(here)"
    case .trend:
      return "spend changed by \(signed(value))\(net(isNet)) every 30 days over the last \(windowDays) days "
        + "(usual here: \(signed(usual)))"
    case .basket:
      return "\(counted(value, "item", places: 1)) per order \(inWindow) (usual here: \(numberText(usual, places: 1)))"
    case .variety: return "\(counted(value, "different product")) \(ended) \(here)"
    case .returns:
      return "\(numberText(100 * value, places: 1)) % "
        + (hasHistory ? "of the value bought so far was returned" : "of the lines \(inWindow) are returns")
        + " (usual here: \(numberText(100 * usual, places: 1)) %)"
    case .tenure:
      // Whole days, as for the last order.
      return "first order \(hasHistory ? "" : "of the last \(windowDays) days ")"
        + "\(counted(value.rounded(.down), "day")) ago (usual here: \(numberText(usual.rounded(.down))))"
    }
  }

  /// Money of the window, with what is usual.
  func spent(_ value: Double, isNet: Bool, usual: Double) -> String {
    "\(numberText(value))\(net(isNet)) \(inWindow) (usual here: \(numberText(usual)))"
  }

  private func unknown(_ idea: Idea) -> String {
    switch idea {
    case .regularity: "only one order \(inWindow), so no gap between orders"
    case .rhythm, .gaps: "no gap between orders \(hasHistory ? "so far" : inWindow)"
    default: "nothing is known of \(idea.noun)"
    }
  }

  private var inWindow: String { "in the last \(windowDays) days" }

  private func net(_ isNet: Bool) -> String { isNet ? " net" : "" }

  private func counted(_ value: Double, _ noun: String, places: Int = 2) -> String {
    let text = numberText(value, places: places)
    return Text.counted(text == "1" ? 1 : 2, noun, as: text)
  }

  private func signed(_ value: Double) -> String { (value > 0 ? "+" : "") + numberText(value) }
}

extension Idea {
  /// For where its number is unknown.
  fileprivate var noun: String {
    switch self {
    case .recency: "the last order"
    case .rhythm, .gaps, .regularity: "gaps between orders"
    case .orders: "orders"
    case .spend, .orderValue, .trend: "spend"
    case .price: "prices"
    case .basket: "items"
    case .variety: "products"
    case .returns: "returns"
    case .tenure: "the first order"
    }
  }
}

/// Whole numbers from 100 on, at most `places` decimals below; no zeros at the end.
func numberText(_ value: Double, places: Int = 2) -> String {
  guard value.isFinite else { return "unknown" }
  // No larger number is a count or an amount of money.
  if value == value.rounded() || abs(value) >= 100 { return grouped(Int(max(-1e15, min(value.rounded(), 1e15)))) }
  var text = decimal(value, places: places)
  while text.hasSuffix("0") { text.removeLast() }
  if text.hasSuffix(".") { text.removeLast() }
  return text == "-0" ? "0" : text
}
