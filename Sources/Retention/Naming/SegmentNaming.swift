public import Numerics

/// What one row is to a naming.
public enum NamingGranularity: String, Sendable, Hashable, CaseIterable {
  /// A row is a cluster, its values the means of the cluster's customers.
  case cluster
  /// A row is a customer.
  case customer
}

/// What part of a customer's history a naming of customers looks at.
public enum NamingPeriod: String, Sendable, Hashable, CaseIterable {
  /// The observation window of the scoring snapshot: the point-in-time features.
  case window
  /// All cleaned lines: recency, order count, mean order value and revenue.
  case lifetime
}

/// Contract of the `naming` plugins: gives each cluster or customer the name of its segment.
public protocol SegmentNaming: Sendable {
  /// Name of the plugin, as `segmentation.naming` picks it.
  var name: String { get }
  var granularity: NamingGranularity { get }
  var period: NamingPeriod { get }
  /// For display, in the order in which they are tried; the last one is the one for everybody else.
  var rules: [NamingRule] { get }
  /// Full names of the columns that `names(for:context:)` reads.
  var columns: [String] { get }

  /// - Parameter columns: a row for each cluster or customer; NaN is null.
  /// - Returns: a name for each row.
  /// - Throws: `NamingError` where a column is missing; `Cancelled`.
  func names(for columns: NamedColumns, context: ExecutionContext) throws -> [String]
}

/// A name and the condition for it, as text.
public struct NamingRule: Sendable, Hashable {
  public let name: String
  /// Nil for the name of all rows that no condition holds for.
  public let condition: String?

  public init(_ name: String, when condition: String? = nil) {
    self.name = name
    self.condition = condition
  }
}
