package import Tables

/// What a column of a source holds, judging by its first rows.
package struct ColumnProfile: Sendable {
  /// Its header.
  package let name: String
  /// What most of its cells are.
  package let content: Content
  /// Cells that are empty or hold only blanks.
  package let blanks: Int
  /// Number of distinct texts.
  package let distinct: Int
  /// Whether there may be more: only the beginnings of long texts are compared, and a limited number of texts is kept.
  package let isDistinctBounded: Bool
  /// Smallest and largest number or time, as the source writes them; nil for text.
  package let range: ClosedTexts?
  /// The most frequent texts, ties in order of appearance; three at most.
  package let examples: [String]

  /// What most cells are.
  package enum Content: String, Sendable, CaseIterable {
    /// Nothing but blanks.
    case empty
    case integer
    case number
    /// A date, with or without a time.
    case date
    /// Short text without inner blanks, and digits that are no number, such as `00123`.
    case code
    case text
  }

  /// Two texts and all between them.
  package struct ClosedTexts: Sendable, Equatable {
    package let low: String
    package let high: String
  }
}

/// What the first rows of a file hold.
package struct FileProfile: Sendable {
  /// In the order of the file.
  package let columns: [ColumnProfile]
  /// Number of rows that were examined.
  package let rows: Int
  /// Whether these are all rows of the file.
  package let isWhole: Bool
  /// The first rows as text, nulls as nil.
  package let head: [[String?]]
  /// nil where no number has a mark that could be decimal.
  package let numbers: NumberEvidence.Verdict
  let samples: [ColumnSample]
}
