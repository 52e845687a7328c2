import Foundation
package import Numerics
package import Retention

/// Synthetic feature rows whose labels are drawn from a known distribution; each row is a different customer.
package struct MadeRows: Sendable {
  package let rows: LabelledRows
  /// For each row, the log-odds of churn, or the median value, that the label was drawn with.
  package let truth: [Double]

  /// The log-odds of churn are `level` + 1.5·(recency − 2) − (orders in 90 days − 2). A tenth of the gaps is null.
  package static func churn(
    _ count: Int, level: Double = 0, snapshot: Snapshot = Snapshot(day: 18_500), firstCustomer: Int32 = 0, seed: UInt64
  ) -> MadeRows {
    MadeRows(count, snapshot, firstCustomer, seed) { features, random in
      let truth =
        level + 1.5 * (features[Feature.recencyDays.rawValue] - 2) - (features[Feature.orders90d.rawValue] - 2)
      return (truth, random.uniform() < sigmoid(truth) ? 1 : 0)
    }
  }

  /// A third buys nothing. The median spend of the others is 100 times their past spend, and its spread grows with
  /// recency.
  package static func value(
    _ count: Int, snapshot: Snapshot = Snapshot(day: 18_500), firstCustomer: Int32 = 0, seed: UInt64
  ) -> MadeRows {
    MadeRows(count, snapshot, firstCustomer, seed) { features, random in
      let value = 100 * features[Feature.monetaryTotal.rawValue]
      let noise = exp(0.3 * features[Feature.recencyDays.rawValue] * random.normal())
      return (value, random.uniform() < 1.0 / 3 ? 0 : value * noise)
    }
  }

  private init(
    _ count: Int, _ snapshot: Snapshot, _ firstCustomer: Int32, _ seed: UInt64,
    _ law: (_ features: [Double], inout PhiloxGenerator) -> (truth: Double, label: Double)
  ) {
    var random = PhiloxGenerator(seed: seed)
    var features = Matrix<Float>(rows: count, columns: Feature.count)
    var (labels, truth) = ([Double](), [Double]())
    for row in 0..<count {
      var values = (0..<Feature.count).map { _ in 4 * random.uniform() }
      if random.uniform() < 0.1 { values[Feature.gapMean.rawValue] = .nan }
      for (column, value) in values.enumerated() { features[row, column] = Float(value) }
      let drawn = law(values, &random)
      truth.append(drawn.truth)
      labels.append(drawn.label)
    }
    rows = LabelledRows(
      features: features, labels: labels, customers: (0..<count).map { firstCustomer + Int32($0) },
      snapshots: [Snapshot](repeating: snapshot, count: count), spend: Self.spend(features))
    self.truth = truth
  }

  /// Past spend as every spend column; BG/NBD could not be fitted.
  private static func spend(_ features: Matrix<Float>) -> SpendInputs {
    let past = features.column(Feature.monetaryTotal.rawValue).map(Double.init)
    let columns = SpendColumn.allCases.map { $0 == .buyTillYouDie ? past.map { _ in Double.nan } : past }
    return SpendInputs(values: Matrix(columns: columns), buyTillYouDie: nil)
  }
}

extension ToldFeatures {
  /// Told as they are read.
  ///
  /// - Parameter values: rows × columns, the 33 features first.
  package init(_ values: Matrix<some BinaryFloatingPoint>) {
    let window = values.elements.prefix(values.rows * Feature.count).map { Double($0) }
    self.init(
      read: Matrix(rows: values.rows, columns: values.columns, elements: values.elements.map { Float($0) }),
      window: Matrix(rows: values.rows, columns: Feature.count, elements: window))
  }
}
