public import Numerics

/// A compiled condition over named columns. Rules hold it; an expression library in a module above fulfils it.
public protocol ColumnPredicate: Sendable {
  /// As written.
  var text: String { get }
  var outline: ConditionOutline { get }

  /// - Returns: for each row, whether the condition holds; where a null leaves it open, it does not.
  /// - Throws: `NamingError` where a column is missing; `Cancelled`.
  func evaluate(_ columns: NamedColumns, context: ExecutionContext) throws -> [Bool]
}

/// What can be seen of a condition without evaluating it; the linter looks for its sample points here.
public struct ConditionOutline: Sendable, Hashable {
  /// Full names, in order of appearance, each once.
  public let columns: [String]
  /// Numbers that a column is compared with directly, by full name.
  public let thresholds: [String: [Double]]
  /// Columns that also stand elsewhere, such as in arithmetic or beside another column.
  public let unboundColumns: Set<String>

  public init(columns: [String], thresholds: [String: [Double]], unboundColumns: Set<String>) {
    self.columns = columns
    self.thresholds = thresholds
    self.unboundColumns = unboundColumns
  }
}
