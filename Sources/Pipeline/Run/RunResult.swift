package import Retention
package import Runs

/// The results of a run.
package struct RunResult: Sendable {
  /// The published run; nil after a dry run.
  package internal(set) var run: PublishedRun?
  /// The contents of `metrics.json`.
  package let metrics: RunMetrics
  /// nil if cleaning did not run.
  package let cleaning: CleaningReport?
  /// Whether there was nothing to add, so that `run` is the existing run.
  package let isUnchanged: Bool

  init(run: PublishedRun?, metrics: RunMetrics, cleaning: CleaningReport?, isUnchanged: Bool = false) {
    self.run = run
    self.metrics = metrics
    self.cleaning = cleaning
    self.isUnchanged = isUnchanged
  }

  /// Sections of the stages, and warnings.
  package var report: RunReport { metrics.report }
  /// What a reader of the results should know, one sentence each.
  package var warnings: [String] { (report.verdicts.map(\.warning) + report.warnings).map(\.message) }
}
