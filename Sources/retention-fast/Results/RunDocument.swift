import Foundation
import Pipeline
import Retention
import Runs

/// `--json`: where the run is, and its metrics.
struct RunDocument: Encodable {
  @Nullable var run: String?
  @Nullable var folder: String?
  let unchanged: Bool
  let metrics: RunMetrics

  init(_ result: RunResult) {
    unchanged = result.isUnchanged
    metrics = result.metrics
    run = result.run?.name
    folder = result.run?.folder.path
  }
}

/// `--dry-run --json`: what cleaning would keep and remove.
struct DryRunDocument: Encodable {
  let unchanged: Bool
  @Nullable var cleaning: CleaningReport?
  let metrics: RunMetrics

  init(_ result: RunResult) {
    unchanged = result.isUnchanged
    metrics = result.metrics
    cleaning = result.cleaning
  }
}
