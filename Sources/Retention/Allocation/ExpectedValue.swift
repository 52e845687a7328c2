/// What is lost when a customer leaves: their value if they stay, less what they bring if they leave.
///
/// The expected value v already holds the risk p: v = (1 − p)·s + p·λ·s, where s is the value of a customer who stays and λ
/// the share of it that one who leaves brings all the same. So (1 − λ)·s = (1 − λ)·v / (1 − p + λ·p).
///
/// - Parameters:
///   - churn: probability of leaving, untreated.
///   - lifetimeValue: expected revenue, in money.
///   - lapsedShare: λ, in 0...1; nil where it is unknown, and the expected revenue stands for what is at stake.
package func valueAtStake(churn: Double, lifetimeValue: Double, lapsedShare: Double?) -> Double {
  guard let lapsedShare else { return lifetimeValue }
  let kept = 1 - churn + lapsedShare * churn
  return kept > 0 ? (1 - lapsedShare) * lifetimeValue / kept : lifetimeValue
}

/// Expected value of treating a customer: churn · value at stake · success rate · margin − cost.
///
/// - Parameters:
///   - churn: probability of leaving, untreated.
///   - valueAtStake: revenue that is lost when the customer leaves, in money.
///   - successRate: share of leavers whom the treatment keeps.
///   - margin: share of revenue that is profit.
///   - cost: of the treatment, in money.
package func expectedValue(
  churn: Double, valueAtStake: Double, successRate: Double, margin: Double, cost: Double
) -> Double {
  churn * valueAtStake * successRate * margin - cost
}
