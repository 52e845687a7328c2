package import Numerics

/// A compiled condition over named columns, which rules hold; expressions conform to it in a module above.
package protocol ColumnPredicate: Sendable {
  /// As written.
  var text: String { get }
  var outline: ConditionOutline { get }

  /// - Returns: for each row, whether the condition holds; it does not where a null leaves it undecided.
  /// - Throws: `NamingError` where a column is missing; `Cancelled`.
  func evaluate(_ columns: NamedColumns, context: ExecutionContext) throws -> [Bool]
}

/// What is known about a condition without evaluating it; the linter chooses its sample points by it.
package struct ConditionOutline: Sendable, Hashable {
  /// Full names of the columns it reads, each once, in order of appearance.
  package let columns: [String]
  /// Numbers that a column is compared with directly, by full name.
  package let thresholds: [String: [Double]]
  /// Columns that also occur elsewhere, such as in arithmetic or compared with another column.
  package let unboundColumns: Set<String>

  package init(columns: [String], thresholds: [String: [Double]], unboundColumns: Set<String>) {
    self.columns = columns
    self.thresholds = thresholds
    self.unboundColumns = unboundColumns
  }
}
