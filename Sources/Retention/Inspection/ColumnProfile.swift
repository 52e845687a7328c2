public import Tables

/// What a column of a source holds, judging by its first rows.
public struct ColumnProfile: Sendable {
  /// Its header.
  public let name: String
  /// What most of its cells are.
  public let content: Content
  /// Cells that are empty or hold only blanks.
  public let blanks: Int
  /// Number of distinct texts.
  public let distinct: Int
  /// Whether there may be more: only the beginnings of long texts are compared, and a limited number of texts is kept.
  public let isDistinctBounded: Bool
  /// Smallest and largest number or time, as the source writes them; nil for text.
  public let range: ClosedTexts?
  /// The most frequent texts, ties in order of appearance; three at most.
  public let examples: [String]

  /// What most cells are.
  public enum Content: String, Sendable, CaseIterable {
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
  public struct ClosedTexts: Sendable, Equatable {
    public let low: String
    public let high: String
  }
}

/// What the first rows of a file hold.
public struct FileProfile: Sendable {
  /// In the order of the file.
  public let columns: [ColumnProfile]
  /// Number of rows that were examined.
  public let rows: Int
  /// Whether these are all rows of the file.
  public let isWhole: Bool
  /// The first rows as text, nulls as nil.
  public let head: [[String?]]
  /// nil where no number has a mark that could be decimal.
  public let numbers: NumberEvidence.Verdict
  let samples: [ColumnSample]
}
