import Foundation
import Pipeline
import Retention
import Runs

/// What `--json` prints after a run: where it is, and its metrics.
struct RunDocument: Encodable {
  /// Run id.
  @Nullable var run: String?
  /// Path of the run.
  @Nullable var folder: String?
  /// Whether there was nothing to add, so that no new run was written.
  let unchanged: Bool
  let metrics: RunMetrics

  init(_ result: RunResult) {
    unchanged = result.isUnchanged
    metrics = result.metrics
    run = result.run?.name
    folder = result.run?.folder.path
  }
}

/// What `--dry-run --json` prints: what cleaning would keep and remove.
struct DryRunDocument: Encodable {
  /// Whether there was nothing to add, so that nothing would be done.
  let unchanged: Bool
  @Nullable var cleaning: CleaningReport?
  let metrics: RunMetrics

  init(_ result: RunResult) {
    unchanged = result.isUnchanged
    metrics = result.metrics
    cleaning = result.cleaning
  }
}
