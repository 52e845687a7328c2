/// Expected value of treating a customer: churn · CLV · success rate · margin − cost.
///
/// - Parameters:
///   - churn: probability of leaving, untreated.
///   - lifetimeValue: revenue expected of a customer who stays, in money.
///   - successRate: share of leavers whom the treatment keeps.
///   - margin: share of revenue that is profit.
///   - cost: of the treatment, in money.
package func expectedValue(
  churn: Double, lifetimeValue: Double, successRate: Double, margin: Double, cost: Double
) -> Double {
  churn * lifetimeValue * successRate * margin - cost
}
