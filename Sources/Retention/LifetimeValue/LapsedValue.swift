/// What customers who lapsed brought over the horizon all the same, as a share of what those who stayed brought.
///
/// Customers are compared within twentieths of the expected value, so that the two groups differ in what they did and not
/// in what they are worth. Within a twentieth, those who lapsed were likelier to, and so worth more if they stay: the
/// share is a little too large, and what is at stake a little too small.
///
/// - Parameters: one element per customer.
///   - values: what came.
///   - expected: what was predicted without having seen the customer.
///   - lapsed: whether they churned.
/// - Returns: 0 to 1; nil where nobody lapsed, nobody stayed, or those who stayed brought nothing.
package func lapsedValueShare(values: [Double], expected: [Double], lapsed: [Bool]) -> Double? {
  precondition(values.count == expected.count && values.count == lapsed.count, "one element per customer")
  let order = expected.indices.sorted { (expected[$0], $0) < (expected[$1], $1) }
  let parts = min(20, order.count)
  var (brought, wouldHave) = (0.0, 0.0)
  for part in 0..<parts {
    let rows = order[order.count * part / parts..<order.count * (part + 1) / parts]
    let (gone, stayed) = (rows.filter { lapsed[$0] }, rows.filter { !lapsed[$0] })
    guard !gone.isEmpty, !stayed.isEmpty else { continue }
    brought += gone.reduce(0) { $0 + values[$1] }
    wouldHave += Double(gone.count) * stayed.reduce(0) { $0 + values[$1] } / Double(stayed.count)
  }
  return wouldHave > 0 ? min(1, brought / wouldHave) : nil
}
