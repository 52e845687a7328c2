import CivilTime
package import Numerics
import Tables

/// The customers of one snapshot in named segments.
package struct NamedSegments: Sendable {
  /// Names of the segments, by number.
  package let names: [String]
  /// Number of the segment of each row.
  package let labels: [Int32]
}

/// Summaries of whole histories, for namings that look at more than the window.
package struct LifetimeSummary: Sendable {
  /// By customer: whole days from the last purchase to the reference time; NaN without a purchase.
  package let recencyDays: [Double]
  /// By customer: number of orders.
  package let orders: [Double]
  /// By customer: revenue of purchase lines, in units of the currency.
  package let revenue: [Double]

  /// - Parameter reference: exactly one day after the last line's time, as in the leak report.
  /// - Throws: `Cancelled`.
  package init(
    histories: CustomerHistories, orders: OrderTimes, reference: Int64, context: ExecutionContext
  ) throws(Cancelled) {
    let lines = histories.lines
    let chunks = try histories.mapCustomers(context) { customers in
      customers.map { customer in
        var (last, revenue) = (Int64.min, 0.0)
        for line in histories.lineRange(of: customer) where !lines.isReturn[line] {
          last = max(last, lines.time[line])
          revenue += lines.quantity[line] * lines.unitPrice[line]
        }
        return (recency: last == .min ? .nan : Double((reference - last) / Microseconds.day), revenue: revenue)
      }
    }
    recencyDays = chunks.flatMap { $0.map(\.recency) }
    revenue = chunks.flatMap { $0.map(\.revenue) }
    self.orders = (0..<orders.customerCount).map { Double(orders.of($0).count) }
  }
}

extension CustomerClusters {
  /// Names of the clusters, by a naming of clusters.
  ///
  /// - Throws: `NamingError` where a column is missing; `Cancelled`.
  package func clusterNames(
    by naming: any SegmentNaming, duplicates: SegmentationSettings.DuplicateNames, context: ExecutionContext
  ) throws -> [String] {
    duplicates.labels(for: try naming.names(for: NamedColumns(means), context: context))
  }
}

extension SegmentNaming {
  /// Names of the customers of one snapshot, by a naming of customers in the window or over their lifetime.
  ///
  /// - Parameter lifetime: of all customers.
  /// - Throws: `NamingError` where a column is missing; `Cancelled`.
  package func customerNames(
    _ block: SnapshotFeatures, lifetime: @autoclosure () throws -> LifetimeSummary, context: ExecutionContext
  ) throws -> [String] {
    precondition(granularity == .customer && period != .history, "a naming of customers")
    guard period == .lifetime else { return try names(for: NamedColumns(block.values), context: context) }
    let all = try names(for: NamedColumns(lifetime()), context: context)
    return block.customers.map { all[Int($0)] }
  }
}

extension NamedSegments {
  /// - Parameter order: names in the order in which segments are numbered; those without customers are left out.
  package init(rowNames: [String], order: [String]) {
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
