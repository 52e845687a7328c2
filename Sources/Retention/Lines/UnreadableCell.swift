/// A cell that could not be read as its column's type.
package struct UnreadableCell: Sendable, Equatable {
  /// Among all lines.
  package let row: Int
  /// The column that needs something else.
  package let column: CanonicalColumn
  /// What the cell holds.
  package let text: String

  package init(row: Int, column: CanonicalColumn, text: String) {
    self.row = row
    self.column = column
    self.text = text
  }
}
