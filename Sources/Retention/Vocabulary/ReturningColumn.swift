/// A column of the source whose values come back in several orders, as a customer's would.
package struct ReturningColumn: Sendable, Hashable {
  /// Its header.
  package let name: String
  /// Number of distinct values.
  package let values: Int
  /// Those that stand in several orders.
  package let returning: Int

  package init(name: String, values: Int, returning: Int) {
    self.name = name
    self.values = values
    self.returning = returning
  }
}
