import Numerics
import Retention

/// Synthetic rows and allocation problems, determined by the seed alone.
struct ContractData: Sendable {
  let seed: UInt64
  /// The snapshot of all rows, in days since 1970-01-01.
  static let day: Int32 = 18_500

  /// Feature rows with a noisy churn label: mostly 1 where many days have passed since the last order. About one gap in
  /// ten is null.
  ///
  /// - Parameter firstCustomer: number of the first row's customer; the others follow.
  func churnRows(_ count: Int, firstCustomer: Int32 = 0) -> LabelledRows {
    rows(count, firstCustomer) { features, random in
      features[Feature.recencyDays.rawValue] + 2 * (random.uniform() - 0.5) > 2 ? 1 : 0
    }
  }

  /// Feature rows with revenue as the label, 0 for about a third of them.
  func valueRows(_ count: Int, firstCustomer: Int32 = 0) -> LabelledRows {
    rows(count, firstCustomer) { features, random in
      random.uniform() < 1.0 / 3 ? 0 : 100 * features[Feature.monetaryTotal.rawValue] * (0.5 + random.uniform())
    }
  }

  /// The customers of one snapshot, in three groups by spend.
  func snapshot(_ count: Int) -> SnapshotFeatures {
    let rows = churnRows(count)
    var values = Matrix(
      rows: count, columns: Feature.count, elements: rows.features.elements.map(Double.init))
    for row in 0..<count {
      let size = [1.0, 10, 100][row % 3]
      for feature in [Feature.monetaryTotal, .monetaryAverage] {
        values[row, feature.rawValue] = size * (1 + values[row, feature.rawValue])
      }
    }
    return SnapshotFeatures(snapshot: Snapshot(day: Self.day), customers: rows.customers, values: values)
  }

  private func rows(
    _ count: Int, _ firstCustomer: Int32, _ label: (_ features: [Double], inout PhiloxGenerator) -> Double
  ) -> LabelledRows {
    var random = PhiloxGenerator(seed: seed &+ UInt64(firstCustomer))
    var features = Matrix<Float>(rows: count, columns: Feature.count)
    var labels: [Double] = []
    for row in 0..<count {
      var values = (0..<Feature.count).map { _ in 4 * random.uniform() }
      if random.uniform() < 0.1 { values[Feature.gapMean.rawValue] = .nan }
      for (column, value) in values.enumerated() { features[row, column] = Float(value) }
      labels.append(label(values, &random))
    }
    return LabelledRows(
      features: features, labels: labels, customers: (0..<count).map { firstCustomer + Int32($0) },
      snapshots: [Snapshot](repeating: Snapshot(day: Self.day), count: count), spend: spend(features))
  }

  /// Past spend as every spend column; BG/NBD could not be fitted.
  private func spend(_ features: Matrix<Float>) -> SpendInputs {
    let past = features.column(Feature.monetaryTotal.rawValue).map(Double.init)
    let columns = SpendColumn.allCases.map { $0 == .buyTillYouDie ? past.map { _ in Double.nan } : past }
    return SpendInputs(values: Matrix(columns: columns), buyTillYouDie: nil)
  }

  /// Customers with offers of random value and cost, one tier with a capacity, and segments with budget shares.
  ///
  /// - Throws: `AllocationError` if the problem is invalid.
  func problem(customers: Int, budget: Int64) throws -> AllocationProblem {
    var random = PhiloxGenerator(seed: seed)
    let tiers = [
      AllocationTier(name: "call", kind: .nonDiscount, capacity: max(1, customers / 10)),
      AllocationTier(name: "discount", kind: .discount), AllocationTier(name: "mail", kind: .nonDiscount),
    ]
    let segments = [
      AllocationSegment(name: "best", priority: 1, discounts: .never, minimumShare: 0, maximumShare: 0.5),
      AllocationSegment(name: "others", priority: 0.5, discounts: .allowed, minimumShare: 0.1, maximumShare: 1),
    ]
    let options = customers * tiers.count
    return try AllocationProblem(
      tiers: tiers, segments: segments, segmentOfCustomer: (0..<customers).map { Int32($0 % 2) },
      values: (0..<options).map { _ in Int64(random.index(below: 2000)) - 500 },
      costs: (0..<options).map { _ in Int64(random.index(below: 300)) + 1 }, budget: budget)
  }
}
