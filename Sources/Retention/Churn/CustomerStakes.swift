package import Numerics

/// What each customer is worth if they stay: what an offer can save.
///
/// The mean over all customers would be that of the few wholesalers, and of few who are about to leave. A customer's own
/// spend, and what those who stayed brought for as much of it, is.
package struct CustomerStakes: Sendable, Equatable {
  /// The same for everybody, as the config says; nil for each customer's own.
  package let constant: Double?
  /// Revenue over the horizon of lifetime value per unit of net spend in the window, of customers who stayed.
  package let perSpend: Double

  package init(constant: Double?, perSpend: Double) {
    self.constant = constant
    self.perSpend = perSpend
  }

  /// What customers are worth if they stay, in units of the currency.
  ///
  /// - Parameter features: rows × columns, the 33 features first.
  package func values(_ features: Matrix<Float>) -> [Double] {
    if let constant { return [Double](repeating: constant, count: features.rows) }
    return features.column(Feature.monetaryTotal.rawValue).map { max(0, Double($0) * perSpend) }
  }
}

extension CustomerStakes {
  /// Learns from the train rows whose horizon of lifetime value ended before the test; without one, customers who stay go
  /// on spending as in the window.
  ///
  /// - Parameter training: with the labels of churn.
  /// - Throws: `Cancelled`.
  init(
    _ input: ModelInput, _ settings: ChurnSettings, training: LabelledRows, test: Snapshot, context: ExecutionContext
  ) throws(Cancelled) {
    let asBefore = Double(input.valueHorizonDays) / Double(input.table.windowDays)
    guard settings.costs.valueAtStake == nil else {
      self.init(constant: settings.costs.valueAtStake, perSpend: asBefore)
      return
    }
    let own = training.column(.monetaryTotal)
    let stayed = Dictionary(grouping: training.labels.indices.filter { training.labels[$0] == 0 }) {
      training.snapshots[$0]
    }
    var (value, spend) = (0.0, 0.0)
    for (snapshot, rows) in stayed.sorted(by: { $0.key < $1.key })
    where snapshot.adding(days: input.valueHorizonDays) <= test {
      let values = try input.labels.lifetimeValue(
        of: rows.map { training.customers[$0] }, at: snapshot, horizonDays: input.valueHorizonDays, context: context)
      value += values.reduce(0, +)
      spend += rows.reduce(0) { $0 + own[$1] }
    }
    self.init(constant: nil, perSpend: spend > 0 ? value / spend : asBefore)
  }
}
