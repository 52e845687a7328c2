package import Foundation
import Learning
package import Numerics
import Tables

/// Measures learners on one table.
///
/// Reading is not measured: times are from the matrix in memory to the model, as for the peers.
package struct Benchmark: Sendable {
  package let task: BenchmarkTask
  package let settings: BenchmarkSettings
  let cancellation: CancellationFlag

  package init(
    _ task: BenchmarkTask, _ settings: BenchmarkSettings, cancellation: CancellationFlag = CancellationFlag()
  ) {
    self.task = task
    self.settings = settings
    self.cancellation = cancellation
  }
}

extension Benchmark {
  /// Reads `file` once, and passes each run to `report` when it ends.
  ///
  /// - Throws: `TableError`, `BenchmarkError`, the learners' errors, `Cancelled`, and what `report` throws.
  package func run(_ file: URL, report: (BenchmarkRun) throws -> Void) throws {
    let table = try BenchmarkTable(
      file, target: task.needsTarget ? settings.target : nil, holdoutRows: settings.holdoutRows,
      threads: settings.threads)
    let measure = try measurement(table)
    for run in 1...max(1, settings.runs) {
      try cancellation.check()
      try report(measure(run))
    }
  }

  private func measurement(_ table: BenchmarkTable) throws -> (Int) throws -> BenchmarkRun {
    switch task {
    case .gradientBoosting: { try fitTrees(table, run: $0).run }
    case .prediction: try prediction(table)
    case .kMeans: try clustering(table)
    case .logistic: try regression(table)
    case .clusterCount: { try searchClusterCount(table, run: $0) }
    }
  }

  var context: ExecutionContext {
    ExecutionContext(parallelism: Parallelism(threads: settings.threads), cancellation: cancellation)
  }

  func line(_ table: BenchmarkTable, run: Int, rows: Int? = nil) -> BenchmarkRun {
    BenchmarkRun(
      task: task, data: table.path, run: run, rows: rows ?? table.training.rows, features: table.featureNames.count,
      threads: settings.threads)
  }

  /// Writes a column to the file for predictions, if there is one.
  func keep(_ column: @autoclosure () -> Column) throws {
    guard let file = settings.predictions else { return }
    try TableOutput.writeParquet(Table(columns: [column()]), to: file)
  }
}
