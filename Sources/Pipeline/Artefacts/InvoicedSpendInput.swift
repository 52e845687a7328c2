import Foundation
import Numerics
import Retention
import Runs
import Tables

/// Reads what customers were invoiced from a run's artifacts: cleaned lines, and dropped outliers and duplicates.
enum InvoicedSpendInput {
  /// - Throws: `TableError`, `Cancelled`, `RunError.missingArtefact`.
  static func read(_ run: PublishedRun, _ context: ExecutionContext) throws -> InvoicedSpend {
    var lines = InvoicedSpend.Lines()
    let columns = ["customer_id", "order_id", "order_datetime"]
    try forEachBatch(run, ArtefactPath.cleaned, columns + ["revenue", "is_return"], context) { batch in
      let isReturn = try batch.requireColumn(named: "is_return").bools(path: ArtefactPath.cleaned)
      try lines.append(batch, amount: "revenue") { !isReturn[$0] }
    }
    let dropped = Set([RemovalReason.duplicate, .outlierPrice, .outlierQuantity].map(\.name))
    try forEachBatch(run, ArtefactPath.rejected, columns + ["amount", "reason", "quantity"], context) { batch in
      let reasons = try batch.strings(named: "reason")
      let (quantities, amounts) = (try batch.doubles(named: "quantity"), try batch.doubles(named: "amount"))
      try lines.append(batch, amount: "amount") {
        dropped.contains(reasons[$0]) && quantities[$0] > 0 && amounts[$0] > 0
      }
    }
    return try InvoicedSpend(lines, context: context)
  }

  private static func forEachBatch(
    _ run: PublishedRun, _ path: String, _ columns: [String], _ context: ExecutionContext,
    _ body: (Table) throws -> Void
  ) throws {
    let reader = try TableReader(
      path: run.existing(path, writtenBy: "clean").path,
      options: ReadOptions(columns: columns, parallelism: context.parallelism))
    while let batch = try reader.next()?.table {
      try context.checkCancellation()
      try body(batch)
    }
  }
}
