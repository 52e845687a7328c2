/// `COLUMN = value | value`: rows by what a column of theirs holds. `*` stands for any cell that is not blank. Case and
/// surrounding blanks do not count.
package struct ColumnCondition: Sendable, Hashable {
  /// Header of a column that is carried along, or `customer_id`, `order_id` or `product_id`.
  package let column: String
  /// Trimmed, in lower case.
  let values: Set<String>

  /// nil where the text has another form.
  package init?(_ text: String) {
    guard let mark = text.firstIndex(of: "=") else { return nil }
    column = Self.trimmed(text[..<mark])
    let values = text[text.index(after: mark)...].split(separator: "|", omittingEmptySubsequences: false)
      .map { Self.trimmed($0).lowercased() }
    guard !column.isEmpty, !values.contains("") else { return nil }
    self.values = Set(values)
  }

  /// A condition as it is written in the settings.
  package static func text(_ column: String, _ values: [String]) -> String {
    "\(column) = \(values.joined(separator: " | "))"
  }

  /// Whether a cell that is not blank is one of the values.
  func holds(_ cell: String) -> Bool {
    values.contains("*") || values.contains(Self.trimmed(cell[...]).lowercased())
  }

  private static func trimmed(_ text: Substring) -> String {
    let blanks: Set<Character> = [" ", "\t", "\u{A0}"]
    let front = text.drop { blanks.contains($0) }
    return String(front.reversed().drop { blanks.contains($0) }.reversed())
  }
}
