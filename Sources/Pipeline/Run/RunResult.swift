public import Retention
public import Runs

/// What a run made.
public struct RunResult: Sendable {
  /// nil for a dry run.
  public internal(set) var run: PublishedRun?
  public let metrics: RunMetrics
  /// nil where cleaning did not run.
  public let cleaning: CleaningReport?
  /// Whether there was nothing to add, so that `run` is the one that was there before.
  public let isUnchanged: Bool

  init(run: PublishedRun?, metrics: RunMetrics, cleaning: CleaningReport?, isUnchanged: Bool = false) {
    self.run = run
    self.metrics = metrics
    self.cleaning = cleaning
    self.isUnchanged = isUnchanged
  }

  public var report: RunReport { metrics.report }
  public var warnings: [String] { report.warnings.map(\.message) }
}
