public import Retention
import Tables

/// What `inspect` finds out about a file.
public struct FileInspection: Sendable {
  public let path: String
  /// Format, encoding, numbers and dates, in words.
  public let readAs: String
  /// What a user should know about how it was read, a sentence each.
  public let warnings: [String]
  public let profile: FileProfile
  public let suggestion: MappingSuggestion
  public let preview: TrainingPreview
}

/// What `train` would make of the rows that were looked at.
public struct TrainingPreview: Sendable {
  /// Why it would not read the file as it is; nil where it would.
  public var obstacle: String?
  /// Whether what follows holds with the suggested mapping only.
  public var usesSuggestion = false
  /// nil where nothing can be said: columns are missing.
  public var lines: Lines?
  /// Failed checks.
  public var errors: [ValidationFinding] = []
  public var warnings: [ValidationFinding] = []

  init(
    obstacle: String? = nil, usesSuggestion: Bool = false, lines: Lines? = nil, errors: [ValidationFinding] = [],
    warnings: [ValidationFinding] = []
  ) {
    self.obstacle = obstacle
    self.usesSuggestion = usesSuggestion
    self.lines = lines
    self.errors = errors
    self.warnings = warnings
  }

  public struct Lines: Sendable {
    public let read: Int
    public let kept: Int
    public let customers: Int
    public let orders: Int
    /// First and last day of the lines that stay; nil where none does.
    public let days: (first: Int32, last: Int32)?
    /// In the order of the reasons.
    public let removed: [(reason: RemovalReason, rows: Int)]
  }
}
