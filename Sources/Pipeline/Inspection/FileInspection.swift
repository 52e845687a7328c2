public import Retention
import Tables

/// What `inspect` finds in a file.
public struct FileInspection: Sendable {
  public let path: String
  /// Format, encoding, numbers and dates, in words.
  public let readAs: String
  /// What a user should know about how it was read, one sentence each.
  public let warnings: [String]
  public let profile: FileProfile
  public let suggestion: MappingSuggestion
  public let preview: TrainingPreview
}

/// What `train` would do with the inspected rows.
public struct TrainingPreview: Sendable {
  /// Why it would not read the file as it is; nil if it would.
  public var obstacle: String?
  /// Whether the members below assume the suggested mapping.
  public var usesSuggestion = false
  /// nil if the lines cannot be read, not even with the suggested mapping.
  public var lines: Lines?
  /// Failed checks that would stop the run.
  public var errors: [ValidationFinding] = []
  /// Failed checks that would only be reported.
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

  /// Counts of order lines read and kept.
  public struct Lines: Sendable {
    public let read: Int
    /// Lines that cleaning keeps.
    public let kept: Int
    /// Customers with kept lines.
    public let customers: Int
    /// Orders with kept lines.
    public let orders: Int
    /// First and last day of the kept lines, in days since 1970-01-01; nil if none is kept.
    public let days: (first: Int32, last: Int32)?
    /// Removed lines by reason, in the order of the reasons; those without lines are left out.
    public let removed: [(reason: RemovalReason, rows: Int)]
  }
}
