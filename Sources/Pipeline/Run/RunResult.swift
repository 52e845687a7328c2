public import Retention
public import Runs

/// The results of a run.
public struct RunResult: Sendable {
  /// The published run; nil after a dry run.
  public internal(set) var run: PublishedRun?
  /// The contents of `metrics.json`.
  public let metrics: RunMetrics
  /// nil if cleaning did not run.
  public let cleaning: CleaningReport?
  /// Whether there was nothing to add, so that `run` is the existing run.
  public let isUnchanged: Bool

  init(run: PublishedRun?, metrics: RunMetrics, cleaning: CleaningReport?, isUnchanged: Bool = false) {
    self.run = run
    self.metrics = metrics
    self.cleaning = cleaning
    self.isUnchanged = isUnchanged
  }

  /// Sections of the stages, and warnings.
  public var report: RunReport { metrics.report }
  /// What a reader of the results should know, one sentence each.
  public var warnings: [String] { report.warnings.map(\.message) }
}
