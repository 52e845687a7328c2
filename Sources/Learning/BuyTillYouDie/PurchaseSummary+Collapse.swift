import Numerics

extension PurchaseSummary {
  /// One summary for each distinct (repeats, recency, age), weights added, ascending in that order.
  ///
  /// A model fitted to the result is the model fitted to `summaries`, sooner.
  package static func collapsed(_ summaries: [PurchaseSummary]) -> [PurchaseSummary] {
    let byAge = ascendingOrder(of: summaries.map(\.age))
    let byRecency = ascendingOrder(of: summaries.map(\.recency), from: byAge)
    let sorted = ascendingOrder(of: summaries.map { Double($0.repeats) }, from: byRecency).map { summaries[Int($0)] }
    var distinct: [PurchaseSummary] = []
    for summary in sorted {
      if let last = distinct.last, last.history == summary.history {
        distinct[distinct.count - 1].weight += summary.weight
      } else {
        distinct.append(summary)
      }
    }
    return distinct
  }

  private var history: (Int, Double, Double) { (repeats, recency, age) }

  /// - Throws: `BuyTillYouDieError.invalidSummary` for values that no history can have.
  func check(row: Int) throws(BuyTillYouDieError) {
    func refuse(_ field: String, _ found: Double, _ rule: String) -> BuyTillYouDieError {
      .invalidSummary(row: row, field: field, found: found, rule: rule)
    }
    if repeats < 0 { throw refuse("repeats", Double(repeats), "at least 0") }
    if !(age >= 0 && age.isFinite) { throw refuse("age", age, "finite and at least 0") }
    if !(recency >= 0 && recency <= age) { throw refuse("recency", recency, "from 0 to the age, \(age)") }
    if repeats == 0 && recency != 0 { throw refuse("recency", recency, "0 for a customer without a repeat purchase") }
    if !(weight >= 0 && weight.isFinite) { throw refuse("weight", weight, "finite and at least 0") }
  }
}
