import Foundation
import Numerics
import Retention
import Runs
import Tables

/// What customers were invoiced, from a run's artefacts: cleaned lines, and the outliers and duplicates that were
/// dropped.
enum InvoicedSpendInput {
  static func read(_ run: PublishedRun, _ context: ExecutionContext) throws -> InvoicedSpend {
    let cleaned = try readTable(
      run.existing(ArtefactPath.cleaned, writtenBy: "clean").path,
      columns: ["customer_id", "order_id", "order_datetime", "revenue", "is_return"])
    let isReturn = try cleaned.requireColumn(named: "is_return").bools(path: ArtefactPath.cleaned)
    var lines = InvoicedSpend.Lines()
    try lines.append(cleaned, amount: "revenue") { !isReturn[$0] }
    let rejected = try readTable(
      run.existing(ArtefactPath.rejected, writtenBy: "clean").path,
      columns: ["customer_id", "order_id", "order_datetime", "amount", "reason", "quantity"])
    let reasons = try rejected.strings(named: "reason")
    let quantities = try rejected.doubles(named: "quantity")
    let dropped = Set([RemovalReason.duplicate, .outlierPrice, .outlierQuantity].map(\.name))
    let amounts = try rejected.doubles(named: "amount")
    try lines.append(rejected, amount: "amount") {
      dropped.contains(reasons[$0]) && quantities[$0] > 0 && amounts[$0] > 0
    }
    return try InvoicedSpend(lines, context: context)
  }
}

extension InvoicedSpend.Lines {
  mutating func append(_ table: Table, amount: String, where isIncluded: (Int) -> Bool) throws {
    let customers = try table.strings(named: "customer_id")
    let orders = try table.strings(named: "order_id")
    let amounts = try table.doubles(named: amount)
    guard case .timestamp(let times) = try table.requireColumn(named: "order_datetime").values else { return }
    for row in 0..<table.rowCount where isIncluded(row) {
      append(customer: customers[row], order: orders[row], time: times[row], amount: amounts[row])
    }
  }
}
