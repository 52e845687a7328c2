import Foundation
import Numerics
import Retention
import Runs
import Tables

/// `predictions/test_predictions.parquet`: what each model stage predicted for its test rows.
enum TestPredictionsFile {
  /// - Throws: `TableError`, `Cancelled`.
  static func write(
    _ parts: [(stage: StageName, rows: TestPredictions)], to url: URL, context: ExecutionContext
  ) throws {
    let repeated = { (value: (StageName, TestPredictions)) in
      [String?](repeating: value.0.rawValue, count: value.1.customers.count)
    }
    let table = Table(columns: [
      .categories("stage", parts.flatMap(repeated)),
      .days("snapshot", parts.flatMap { [Int32](repeating: $0.rows.snapshot.day, count: $0.rows.customers.count) }),
      .strings("customer_id", parts.flatMap(\.rows.customers)),
      .doubles("label", parts.flatMap(\.rows.labels)),
      .doubles("prediction", parts.flatMap(\.rows.predictions)),
      .doubles("baseline", parts.flatMap(\.rows.baselines)),
    ])
    try TableOutput.writeParquet(table, to: url, context: context)
  }

  /// The rows of a stage in an earlier run; nil where the run has none.
  ///
  /// - Throws: `TableError`.
  static func read(_ run: PublishedRun, stage: StageName) throws -> TestPredictions? {
    guard run.contains(ArtefactPath.testPredictions) else { return nil }
    let table = try readTable(run.url(for: ArtefactPath.testPredictions).path)
    let rows = try table.strings(named: "stage").enumerated().filter { $0.element == stage.rawValue }.map(\.offset)
    guard let first = rows.first, case .date(let days) = try table.requireColumn(named: "snapshot").values else {
      return nil
    }
    let (ids, labels) = (try table.strings(named: "customer_id"), try table.doubles(named: "label"))
    let (predictions, baselines) = (try table.doubles(named: "prediction"), try table.doubles(named: "baseline"))
    return TestPredictions(
      snapshot: Snapshot(day: days.array[first]), customers: rows.map { ids[$0] }, labels: rows.map { labels[$0] },
      predictions: rows.map { predictions[$0] }, baselines: rows.map { baselines[$0] })
  }
}
