/// One input file and the rows that came from it.
package struct SourceFile: Sendable, Equatable {
  /// As the user named it.
  package let path: String
  /// Row of its first line among all lines of the input.
  package let firstRow: Int
  /// Number of its lines.
  package var rows: Int

  package init(path: String, firstRow: Int, rows: Int) {
    self.path = path
    self.firstRow = firstRow
    self.rows = rows
  }
}
