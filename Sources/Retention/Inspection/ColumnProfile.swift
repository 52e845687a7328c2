public import Tables

/// What a column of a source holds, as far as its first rows tell.
public struct ColumnProfile: Sendable {
  public let name: String
  public let content: Content
  /// Cells that are empty or hold blanks only.
  public let blanks: Int
  /// Different texts.
  public let distinct: Int
  /// Whether there may be more: too long texts are compared by their beginnings, and only so many are kept.
  public let isDistinctBounded: Bool
  /// Smallest and largest number or time, as the source writes them; nil for text.
  public let range: ClosedTexts?
  /// The most frequent texts, the first of equals first; three at most.
  public let examples: [String]

  /// What most cells are.
  public enum Content: String, Sendable, CaseIterable {
    /// Nothing but blanks.
    case empty
    case integer
    case number
    /// A date, with or without a time.
    case date
    /// Short text without blanks inside, and numbers that are none, such as `00123`.
    case code
    case text
  }

  public struct ClosedTexts: Sendable, Equatable {
    public let low: String
    public let high: String
  }
}

/// What the first rows of a file hold.
public struct FileProfile: Sendable {
  public let columns: [ColumnProfile]
  /// Rows that were looked at.
  public let rows: Int
  /// Whether the file ends with them.
  public let isWhole: Bool
  /// The first rows as text, nulls as nil.
  public let head: [[String?]]
  /// nil where no number has a mark that could be decimal.
  public let numbers: NumberEvidence.Verdict
  let samples: [ColumnSample]
}
