package import Retention
import Tables

/// What `inspect` finds in a file.
package struct FileInspection: Sendable {
  package let path: String
  /// Format, encoding, numbers and dates, in words.
  package let readAs: String
  /// What a user should know about how it was read, one sentence each.
  package let warnings: [String]
  /// What a user may want to know, such as which sheets of a workbook were read; one sentence each.
  package let notes: [String]
  package let profile: FileProfile
  package let suggestion: MappingSuggestion
  /// Settings without which `train` does not read it, as `--set` takes them.
  package let settings: [String]
  /// Files that complete its lines.
  package let joins: [JoinClause]
  package let preview: TrainingPreview
}

/// What `train` would do with the inspected rows.
package struct TrainingPreview: Sendable {
  /// Why it would not read the file as it is; nil if it would.
  package var obstacle: String?
  /// Whether the members below assume the suggested mapping.
  package var usesSuggestion = false
  /// nil if the lines cannot be read, not even with the suggested mapping.
  package var lines: Lines?
  /// Failed checks that would stop the run.
  package var errors: [ValidationFinding] = []
  /// Failed checks that would only be reported.
  package var warnings: [ValidationFinding] = []
  /// How numbers would be read as times, a sentence each.
  package var numberTimes: [String] = []

  init(
    obstacle: String? = nil, usesSuggestion: Bool = false, lines: Lines? = nil, errors: [ValidationFinding] = [],
    warnings: [ValidationFinding] = [], numberTimes: [String] = []
  ) {
    self.obstacle = obstacle
    self.usesSuggestion = usesSuggestion
    self.lines = lines
    self.errors = errors
    self.warnings = warnings
    self.numberTimes = numberTimes
  }

  /// The same of a file that `train` would not read as it is.
  func behind(_ obstacle: String, usesSuggestion: Bool) -> TrainingPreview {
    var preview = self
    preview.obstacle = obstacle
    preview.usesSuggestion = usesSuggestion
    return preview
  }

  /// Counts of order lines read and kept.
  package struct Lines: Sendable {
    package let read: Int
    /// Lines that cleaning keeps.
    package let kept: Int
    /// Customers with kept lines.
    package let customers: Int
    /// Orders with kept lines.
    package let orders: Int
    /// First and last day of the kept lines, in days since 1970-01-01; nil if none is kept.
    package let days: (first: Int32, last: Int32)?
    /// Removed lines by reason, in the order of the reasons; those without lines are left out.
    package let removed: [(reason: RemovalReason, rows: Int)]
  }
}
