/// The naming `rfm-relative`: each customer by their whole history, against their own rhythm and the shop's quantiles.
///
/// It keeps three promises: nobody who ordered within their usual gap is Lost, nobody who first bought over 90 days ago
/// is New, and big spenders gone silent are At Risk. They follow from the order of the rules and from
/// `late_silence` ≥ 1.
package enum RelativeNaming {
  /// Customers with returns alone.
  package static let noNetPurchase = "No net purchase"

  /// Days from the first order for which a customer is new.
  static let newDays = 90

  /// Names and conditions in their order, with a definition in words.
  static let rules: [(rule: NamingRuleSet.Rule, definition: Definition)] = [
    (
      .init(noNetPurchase, when: "frequency < 1"),
      .init { _ in "all that they bought came back, or they only returned" }
    ),
    (
      .init("At Risk", when: "silence > late_silence and monetary_total >= big_spend"),
      .init { "spent \($0.spend) or more and have been silent for over \($0.late) of their usual gaps" }
    ),
    (
      .init(
        "Champions",
        when: "silence <= late_silence and recency <= late_silence * shop_gap and frequency >= most_orders "
          + "and monetary_total >= big_spend"),
      .init {
        "on schedule, with an order in the last \($0.days) days, \($0.most) orders or more and \($0.spend) or more spent"
      }
    ),
    (
      .init(
        "Loyal Customers", when: "silence <= late_silence and frequency >= many_orders and customer_age > \(newDays)"),
      .init { "on schedule, with \($0.many) orders or more, the first over \(newDays) days ago, and no Champions" }
    ),
    (
      .init("New Customers", when: "silence <= late_silence and customer_age <= \(newDays) and frequency < 3"),
      .init { _ in "on schedule, with one or two orders, the first within \(newDays) days" }
    ),
    (
      .init("Promising", when: "silence <= late_silence"),
      .init { _ in "on schedule, and neither new nor with orders or time enough to be loyal" }
    ),
    (
      .init("Need Attention", when: "silence <= long_silence"),
      .init { "silent for \($0.late) to \($0.long) of their usual gaps, and no big spenders" }
    ),
    (
      .init("Hibernating", when: "frequency >= many_orders"),
      .init { "silent for over \($0.long) of their usual gaps after \($0.many) orders or more, and no big spenders" }
    ),
  ]

  static let otherwise = (
    name: "Lost/Churned",
    definition: Definition {
      "silent for over \($0.long) of their usual gaps, with fewer than \($0.many) orders and no big spenders"
    }
  )

  /// Limits as text.
  package struct Limits: Sendable {
    let days: String
    let late: String
    let long: String
    let many: String
    let most: String
    let spend: String

    package init(days: String, late: String, long: String, many: String, most: String, spend: String) {
      (self.days, self.late, self.long, self.many, self.most, self.spend) = (days, late, long, many, most, spend)
    }
  }

  struct Definition: Sendable {
    let text: @Sendable (Limits) -> String

    init(_ text: @escaping @Sendable (Limits) -> String) { self.text = text }
  }

  /// A rule of this naming in words, such as "on schedule, with 6 orders or more"; nil for a rule of another.
  package static func definition(of rule: NamingRule, _ limits: Limits) -> String? {
    guard let condition = rule.condition else {
      return rule.name == otherwise.name ? otherwise.definition.text(limits) : nil
    }
    return rules.first { $0.rule.name == rule.name && $0.rule.condition == condition }?.definition.text(limits)
  }
}

extension NamingRuleSet {
  /// By whole histories net of returns, with the shop's own quantiles.
  package static let rfmRelative = NamingRuleSet(
    name: "rfm-relative",
    summary: "Eight segments of customers by their own rhythm and the shop's quantiles of orders and net spend",
    granularity: .customer, period: .history, rules: RelativeNaming.rules.map(\.rule),
    otherwise: RelativeNaming.otherwise.name)
}
