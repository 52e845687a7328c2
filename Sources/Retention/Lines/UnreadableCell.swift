/// A cell that could not be read as its column's type.
public struct UnreadableCell: Sendable, Equatable {
  public let row: Int
  public let column: CanonicalColumn
  public let text: String

  public init(row: Int, column: CanonicalColumn, text: String) {
    self.row = row
    self.column = column
    self.text = text
  }
}
