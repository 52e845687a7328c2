package import Settings

/// What is done for each segment.
package struct StrategySettings: SettingsSection {
  package static let name = "strategies"
  package static let summary = "What is done for the customers of each segment."

  @Setting(
    "strategies.book", default: "standard", emptiness: .forbidden,
    "Where strategies come from: `standard` is the list below, any other name is a strategy plugin in its place.")
  package var book: String

  @Setting(
    "strategies.segments", default: standard,
    """
    Strategy of each segment by its name: priority (1 first), goal, actions, campaign and budget level (high, medium, \
    low, none); a name that you write replaces that one or adds to the list.
    """)
  package var segments: NamedValues<ConfiguredStrategy>

  package init() {}

  private static let standard: NamedValues<ConfiguredStrategy> = [
    "Champions": ConfiguredStrategy(
      priority: 2, goal: "Keep them, and keep their margin.",
      actions: [
        "Give early access to new products.", "Thank them in person.", "Ask for reviews and referrals.",
        "Do not offer discounts.",
      ],
      campaign: "VIP programme", budgetLevel: .medium),
    "Loyal Customers": ConfiguredStrategy(
      priority: 3, goal: "Make each order a little larger.",
      actions: ["Suggest what goes with earlier purchases.", "Reward repeat orders with points, not price cuts."],
      campaign: "Loyalty rewards", budgetLevel: .medium),
    "At Risk": ConfiguredStrategy(
      priority: 1, goal: "Win them back before they are gone.",
      actions: [
        "Call or write in person.", "Ask what went wrong with the last order.",
        "Make one offer with a date on which it ends.",
      ],
      campaign: "Win-back", budgetLevel: .high),
    "Hibernating": ConfiguredStrategy(
      priority: 6, goal: "Find out who can be woken.",
      actions: ["Show what is new since their last order.", "Stop after two messages without an answer."],
      campaign: "Reactivation", budgetLevel: .low),
    "New Customers": ConfiguredStrategy(
      priority: 4, goal: "Get the second order.",
      actions: ["Welcome them and explain delivery and returns.", "Suggest a second purchase within 30 days."],
      campaign: "Welcome series", budgetLevel: .medium),
    "Promising": ConfiguredStrategy(
      priority: 5, goal: "Make ordering a habit.",
      actions: ["Remind them in their own rhythm of ordering.", "Suggest bundles of what they buy."],
      campaign: "Nurture", budgetLevel: .medium),
    "Need Attention": ConfiguredStrategy(
      priority: 7, goal: "Bring back interest that is fading.",
      actions: ["Send a limited offer on what they bought before.", "Ask which products they miss."],
      campaign: "Re-engagement", budgetLevel: .low),
    "Lost/Churned": ConfiguredStrategy(
      priority: 8, goal: "Spend as little as possible.",
      actions: ["Send one last message at low cost.", "Then leave them out of campaigns."],
      campaign: "Last call", budgetLevel: .none),
    "No net purchase": ConfiguredStrategy(
      priority: 9, goal: "Do not spend on those who have kept nothing.",
      actions: ["Find out why everything came back.", "Leave them out of campaigns."],
      campaign: "None", budgetLevel: .none),
    "No recent order": ConfiguredStrategy(
      priority: 9, goal: "Know how many have gone silent.",
      actions: ["Name them by a naming of histories, such as rfm-relative, before you write to them."],
      campaign: "None", budgetLevel: .none),
  ]
}
