package import Numerics

/// What a naming takes as one row.
package enum NamingGranularity: String, Sendable, Hashable, CaseIterable {
  /// A row is a cluster, its values the means of the cluster's customers.
  case cluster
  /// A row is a customer.
  case customer
}

/// The part of a customer's history that a naming of customers looks at.
package enum NamingPeriod: String, Sendable, Hashable, CaseIterable {
  /// The observation window of the scoring snapshot: the point-in-time features.
  case window
  /// All cleaned lines: recency, order count, mean order value and revenue.
  case lifetime
  /// All orders before the snapshot, net of the returns before it, with the customer's rhythm and the shop's limits.
  case history
}

/// Contract of the `naming` plugins: gives each cluster or customer the name of its segment.
package protocol SegmentNaming: Sendable {
  /// Name of the plugin, for `segmentation.naming`.
  var name: String { get }
  /// What a row is.
  var granularity: NamingGranularity { get }
  /// What part of the history it looks at, if it names customers.
  var period: NamingPeriod { get }
  /// For display, in the order in which they are tried; the last one is for all other rows.
  var rules: [NamingRule] { get }
  /// Full names of the columns that `names(for:context:)` reads.
  var columns: [String] { get }

  /// - Parameter columns: a row for each cluster or customer; NaN is null.
  /// - Returns: a name for each row.
  /// - Throws: `NamingError` where a column is missing; `Cancelled`.
  func names(for columns: NamedColumns, context: ExecutionContext) throws -> [String]
}

/// A name and the condition for it, as text.
package struct NamingRule: Sendable, Hashable {
  /// Name of the segment.
  package let name: String
  /// nil for the name of all other rows.
  package let condition: String?

  package init(_ name: String, when condition: String? = nil) {
    self.name = name
    self.condition = condition
  }
}
