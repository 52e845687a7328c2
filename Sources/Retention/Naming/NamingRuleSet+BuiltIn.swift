extension NamingRuleSet {
  /// All of them; the first is the default.
  package static let builtIns: [NamingRuleSet] = [.rfmRelative, .rfmCorrected, .rfmClassic, .valueThresholds]

  /// Eight rules in their classic order, in which a lapsed big spender is still a Loyal Customer.
  package static let rfmClassic = NamingRuleSet(
    name: "rfm-classic", summary: "Eight segments by recency, frequency and mean order value, in the classic order",
    granularity: .cluster,
    rules: [
      champions,
      Rule("Loyal Customers", when: "frequency > 8 and monetary_avg > 80"),
      atRisk, hibernating, newCustomers, promising, needAttention,
    ],
    otherwise: lostName)

  /// The same eight names; At Risk comes before Loyal Customers, who must have bought within 60 days.
  package static let rfmCorrected = NamingRuleSet(
    name: "rfm-corrected",
    summary: "Eight segments by recency, frequency and mean order value; lapsed big spenders are At Risk",
    granularity: .cluster,
    rules: [
      champions, atRisk,
      Rule("Loyal Customers", when: "recency <= 60 and frequency > 8 and monetary_avg > 80"),
      hibernating, newCustomers, promising, needAttention,
    ],
    otherwise: lostName)

  /// By full histories, with quantiles over all customers.
  package static let valueThresholds = NamingRuleSet(
    name: "value-thresholds", summary: "Four segments of customers by quantiles of recency, orders and spend",
    granularity: .customer, period: .lifetime,
    rules: [
      Rule("Champion", when: "recency <= quantile(recency, 0.25) and frequency >= quantile(frequency, 0.75)"),
      Rule("At-Risk Whale", when: "recency > 90 and monetary_total >= quantile(monetary_total, 0.75)"),
      Rule("Hibernating", when: "recency > 90"),
    ],
    otherwise: "Average")

  private static let champions = Rule("Champions", when: "recency < 30 and frequency > 10 and monetary_avg > 100")
  private static let atRisk = Rule("At Risk", when: "recency > 60 and frequency > 5 and monetary_avg > 60")
  private static let hibernating = Rule("Hibernating", when: "recency > 90 and frequency > 3")
  private static let newCustomers = Rule("New Customers", when: "recency < 30 and frequency < 3")
  private static let promising = Rule("Promising", when: "recency < 45 and frequency >= 3")
  private static let needAttention = Rule("Need Attention", when: "recency < 60 and frequency >= 2")
  private static let lostName = "Lost/Churned"
}
