public import Numerics
import Tables

/// Customers of one snapshot in segments that have names.
public struct NamedSegments: Sendable {
  /// Names of the segments; a segment's number is the place here.
  public let names: [String]
  /// Segment of each customer row.
  public let labels: [Int32]
}

/// What whole histories say of customers, for namings that look at more than the window.
public struct LifetimeSummary: Sendable {
  /// By customer number: whole days from the last order to the reference time, orders, and revenue of purchase lines.
  public let recencyDays: [Double]
  public let orders: [Double]
  public let revenue: [Double]

  /// - Parameter reference: exactly a day after the last line's time, as the leak report measures recency.
  /// - Throws: `Cancelled`.
  public init(
    histories: CustomerHistories, orders: OrderTimes, reference: Int64, context: ExecutionContext
  ) throws(Cancelled) {
    let lines = histories.lines
    let parts = try context.mapChunks(of: histories.customerCount, chunkSize: 1024) { customers in
      defer { lines.release(histories.lineRange(of: customers)) }
      return customers.map { customer in
        var (last, sum) = (Int64.min, 0.0)
        for line in histories.lineRange(of: customer) where !lines.isReturn[line] {
          last = max(last, lines.time[line])
          sum += lines.quantity[line] * lines.unitPrice[line]
        }
        return (recency: last == .min ? .nan : Double((reference - last) / Microseconds.day), revenue: sum)
      }
    }
    recencyDays = parts.flatMap { $0.map(\.recency) }
    revenue = parts.flatMap { $0.map(\.revenue) }
    self.orders = (0..<orders.customerCount).map { Double(orders.of($0).count) }
  }
}

extension CustomerClusters {
  /// Names the clusters, or each customer, as the naming wants it.
  ///
  /// - Parameters:
  ///   - block: the rows that were clustered.
  ///   - lifetime: of all customers, for a naming over full histories.
  public func named(
    by naming: any SegmentNaming, block: SnapshotFeatures, lifetime: LifetimeSummary,
    duplicates: SegmentationSettings.DuplicateNames, parallelism: Parallelism
  ) throws(NamingError) -> NamedSegments {
    switch (naming.granularity, naming.period) {
    case (.cluster, _):
      let found = try naming.names(for: NamedColumns(means), parallelism: parallelism)
      let clusterNames = duplicates.labels(for: found)
      return NamedSegments(rowNames: labels.map { clusterNames[Int($0)] }, order: clusterNames)
    case (.customer, .window):
      let names = try naming.names(for: NamedColumns(block.values), parallelism: parallelism)
      return NamedSegments(rowNames: names, order: naming.rules.map(\.name))
    case (.customer, .lifetime):
      let names = try naming.names(for: NamedColumns(lifetime), parallelism: parallelism)
      return NamedSegments(
        rowNames: block.customers.map { names[Int($0)] }, order: naming.rules.map(\.name))
    }
  }
}

extension NamedSegments {
  /// - Parameter order: names in the order in which segments are numbered; those without customers are left out.
  init(rowNames: [String], order: [String]) {
    let present = Set(rowNames)
    var seen: Set<String> = []
    names = order.filter { present.contains($0) && seen.insert($0).inserted }
    let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0)) })
    labels = rowNames.map { numbers[$0] ?? 0 }
  }
}

extension NamedColumns {
  /// rows × 33 features.
  init(_ values: Matrix<Double>) {
    self.init(names: Feature.allCases.map(\.name), columns: (0..<values.columns).map(values.column))
  }

  /// Recency, order count, mean order value and revenue over whole histories, under the features' names.
  init(_ lifetime: LifetimeSummary) {
    self.init(
      names: [
        Feature.recencyDays.name, Feature.frequencyCount.name, Feature.monetaryAverage.name, Feature.monetaryTotal.name,
      ],
      columns: [
        lifetime.recencyDays, lifetime.orders, zip(lifetime.revenue, lifetime.orders).map { $1 > 0 ? $0 / $1 : .nan },
        lifetime.revenue,
      ])
  }
}
