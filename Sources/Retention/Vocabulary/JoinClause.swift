/// `FILE on COLUMN` or `FILE on COLUMN = COLUMN`: a table of which each order line takes one row, by a key. The first
/// column is that of the lines, the second that of the file.
package struct JoinClause: Sendable, Hashable {
  /// Name of the file, as it is among the inputs.
  package let file: String
  /// Header of the key in the lines, or in a file that was joined before.
  package let column: String
  /// Header of the key in the file.
  package let key: String

  package init(file: String, column: String, key: String) {
    self.file = file
    self.column = column
    self.key = key
  }

  /// nil where the text has another form.
  package init?(_ text: String) {
    guard let range = text.ranges(of: " on ").last else { return nil }
    let columns = text[range.upperBound...].split(separator: "=", omittingEmptySubsequences: false)
      .map { Self.trimmed($0) }
    let file = Self.trimmed(text[..<range.lowerBound])
    guard !file.isEmpty, (1...2).contains(columns.count), !columns.contains("") else { return nil }
    self.init(file: file, column: columns[0], key: columns[columns.count - 1])
  }

  /// As it is written in settings.
  package var text: String { "\(file) on \(column)" + (key == column ? "" : " = \(key)") }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
