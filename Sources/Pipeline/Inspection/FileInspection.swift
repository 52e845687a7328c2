public import Retention
import Tables

/// What `inspect` finds out about a file.
public struct FileInspection: Sendable {
  public let path: String
  /// Format, encoding, numbers and dates, in words.
  public let readAs: String
  public let profile: FileProfile
  public let suggestion: MappingSuggestion
  let outlook: TrainOutlook
}

/// What `train` would make of the rows that were looked at.
struct TrainOutlook: Sendable {
  /// Why it would not read the file as it is; nil where it would.
  var obstacle: String?
  /// Whether what follows holds with the suggested mapping only.
  var usesSuggestion = false
  /// nil where nothing can be said: columns are missing.
  var lines: Lines?
  /// Failed checks.
  var errors: [ValidationFinding] = []
  var warnings: [ValidationFinding] = []

  struct Lines: Sendable {
    let read: Int
    let kept: Int
    let customers: Int
    let orders: Int
    /// First and last day of the lines that stay; nil where none does.
    let days: (first: Int32, last: Int32)?
    /// In the order of the reasons.
    let removed: [(reason: RemovalReason, rows: Int)]
  }
}
