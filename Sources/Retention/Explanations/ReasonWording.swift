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
  /// By idea: the columns whose numbers are told.
  private let told: [[Int]]
  /// By column, for those that are told: the median of the known values, as text.
  private let usual: [String]
  /// What the columns are.
  private let layout: ModelColumns
  /// By segment: share of the customers who are in it, as text.
  private let shares: [String]

  /// - Parameter features: of all customers who are scored.
  /// - Throws: `Cancelled`.
  package init(
    of features: ToldFeatures, windowDays: Int, isNet: Bool, context: ExecutionContext
  ) throws(Cancelled) {
    self.windowDays = windowDays
    inWindow = "in the last \(windowDays) days"
    self.isNet = isNet
    let layout = features.layout
    self.layout = layout
    let hasHistory = layout.hasHistory
    self.hasHistory = hasHistory
    let told = Idea.allCases.map { $0.told(history: hasHistory) }
    self.told = told
    shares = layout.segments.indices.map { segment in
      let inside = features.column(layout.firstSegment + segment).reduce(0, +)
      return numberText(100 * inside / Double(max(features.rows, 1)), places: 1)
    }
    usual = try context.quiet.map(layout.firstSegment) { column in
      let idea = Idea(column: column)
      guard told[idea.rawValue].contains(column) else { return "" }
      return Self.text(idea, quantile(0.5, of: features.column(column).filter { !$0.isNaN }) ?? .nan)
    }
  }

  /// What is so, for an idea and a customer, such as `8 orders so far (usual here: 2)`.
  ///
  /// - Parameter features: as those of all customers.
  package func fact(_ idea: Idea, of features: ToldFeatures, row: Int) -> String {
    if idea == .segment { return segment(of: features, row: row) }
    let told = told[idea.rawValue]
    guard let first = told.first, !features[row, first].isNaN else { return unknown(idea) }
    let (value, usual) = (features[row, first], usual[first])
    let text = Self.text(idea, value)
    let ended = hasHistory ? "so far" : inWindow
    switch idea {
    case .recency:
      let orders = told[1]
      return
        "last order \(counted(text, "day")) ago, \(counted(numberText(features[row, orders]), "order")) in the last "
        + "90 days (usual here: \(usual) and \(self.usual[orders]))"
    case .rhythm:
      let silent = numberText(features[row, Feature.recencyDays.rawValue])
      let gap = Self.text(.gaps, features[row, self.told[Idea.gaps.rawValue][0]])
      return "\(counted(silent, "day")) since the last order, \(text) times the mean gap of "
        + "\(counted(gap, "day"))\(hasHistory ? "" : " " + inWindow) (usual here: \(usual) times)"
    case .gaps:
      return
        "\(counted(text, "day")) between orders on average\(hasHistory ? "" : " " + inWindow) (usual here: \(usual))"
    case .regularity:
      if features[row, Feature.frequencyCount.rawValue] == 2 { return "only one gap between orders \(inWindow)" }
      return "gaps between orders \(inWindow) vary by \(counted(text, "day")) (usual here: \(usual))"
    case .orders:
      let isOneVisit = value > 1 && features[row, self.told[Idea.rhythm.rawValue][0]].isNaN
      return "\(counted(text, "order")) \(ended)\(isOneVisit ? ", no gap of more than half a day" : "") "
        + "(usual here: \(usual))"
    case .spend:
      guard told.count > 1 else { return "spent \(spent(text, isNet: isNet, usual: usual))" }
      return "spent \(text) \(inWindow), \(numberText(features[row, told[1]])) so far"
        + "\(isNet ? ", net of returns" : "") (usual here: \(usual) and \(self.usual[told[1]]))"
    case .orderValue: return "\(text)\(net(isNet)) per order \(inWindow) (usual here: \(usual))"
    case .price: return "median unit price \(text) (usual here: \(usual))"
    case .trend:
      return
        "spend changed by \(text)\(net(isNet)) every 30 days over the last \(windowDays) days (usual here: \(usual))"
    case .basket: return "\(counted(text, "item")) per order \(inWindow) (usual here: \(usual))"
    case .variety: return "\(counted(text, "different product")) \(ended) (usual here: \(usual))"
    case .returns:
      return "\(text) % "
        + (hasHistory ? "of the value bought so far was returned" : "of the lines \(inWindow) are returns")
        + " (usual here: \(usual) %)"
    case .tenure:
      return "first order \(hasHistory ? "" : "of the last \(windowDays) days ")\(counted(text, "day")) ago "
        + "(usual here: \(usual))"
    case .segment: return segment(of: features, row: row)
    }
  }

  private func segment(of features: ToldFeatures, row: Int) -> String {
    let own = layout.segments.indices.first { features[row, layout.firstSegment + $0] > 0 }
    guard let own else { return "in none of the segments that the model knows" }
    return "is \(layout.segments[own]) (as are \(shares[own]) % of all here)"
  }

  /// An idea's number, with as many digits as readers need.
  private static func text(_ idea: Idea, _ value: Double) -> String {
    switch idea {
    case .gaps, .regularity, .basket: numberText(value, places: 1)
    case .returns: numberText(100 * value, places: 1)
    // Whole days, as for the last order.
    case .tenure: numberText(value.rounded(.down))
    case .trend: (value > 0 ? "+" : "") + numberText(value)
    case .recency, .rhythm, .orders, .spend, .orderValue, .price, .variety, .segment: numberText(value)
    }
  }

  /// Money of the window, with what is usual.
  func spent(_ text: String, isNet: Bool, usual: String) -> String {
    "\(text)\(net(isNet)) \(inWindow) (usual here: \(usual))"
  }

  private func unknown(_ idea: Idea) -> String {
    switch idea {
    case .regularity: "only one order \(inWindow), so no gap between orders"
    case .rhythm, .gaps: "no gap between orders \(hasHistory ? "so far" : inWindow)"
    default: "nothing is known of \(idea.noun)"
    }
  }

  private let inWindow: String

  private func net(_ isNet: Bool) -> String { isNet ? " net" : "" }

  private func counted(_ text: String, _ noun: String) -> String { "\(text) \(noun)\(text == "1" ? "" : "s")" }
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
    case .segment: "the segment"
    }
  }
}

/// Whole numbers from 100 on, at most `places` decimals below; no zeros at the end.
func numberText(_ value: Double, places: Int = 2) -> String {
  guard value.isFinite else { return "unknown" }
  if value == value.rounded() || abs(value) >= 100 {
    // Most numbers, without a search for the place of a comma.
    if abs(value) < 999 { return String(Int(value.rounded())) }
    // No larger number is a count or an amount of money.
    return grouped(Int(max(-1e15, min(value.rounded(), 1e15))))
  }
  var text = decimal(value, places: places)
  while text.hasSuffix("0") { text.removeLast() }
  if text.hasSuffix(".") { text.removeLast() }
  return text == "-0" ? "0" : text
}
