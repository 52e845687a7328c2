/// A cell that could not be read as its column's type.
public struct UnreadableCell: Sendable, Equatable {
  /// Among all lines.
  public let row: Int
  /// The column that needs something else.
  public let column: CanonicalColumn
  /// What the cell holds.
  public let text: String

  public init(row: Int, column: CanonicalColumn, text: String) {
    self.row = row
    self.column = column
    self.text = text
  }
}
