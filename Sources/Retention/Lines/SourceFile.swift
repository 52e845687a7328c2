/// One input file and the rows that came from it.
public struct SourceFile: Sendable, Equatable {
  /// As the user named it.
  public let path: String
  /// Row of its first line among all lines of the input.
  public let firstRow: Int
  /// Number of its lines.
  public var rows: Int

  public init(path: String, firstRow: Int, rows: Int) {
    self.path = path
    self.firstRow = firstRow
    self.rows = rows
  }
}
