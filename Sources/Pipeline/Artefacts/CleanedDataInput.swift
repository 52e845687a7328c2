import Foundation
import Numerics
import Retention
import Tables

/// Reads `data/cleaned_data.parquet` back.
enum CleanedDataInput {
  static func read(_ url: URL, parallelism: Parallelism) throws -> (lines: TransactionLines, customerIDs: [String]) {
    let columns = [
      "customer_id", "order_id", "product_id", "order_datetime", "quantity", "unit_price", "is_return",
    ]
    let table = try readTable(url.path, columns: columns, parallelism: parallelism)
    let customers = try ids(table, "customer_id")
    let orders = try ids(table, "order_id")
    let lines = TransactionLines(
      customer: customers.codes, order: orders.codes, product: try ids(table, "product_id").codes,
      time: try table.timestamps(named: "order_datetime"), quantity: try table.doubles(named: "quantity"),
      unitPrice: try table.doubles(named: "unit_price"),
      isReturn: try table.requireColumn(named: "is_return").truths(path: url.path),
      customerCount: customers.names.count)
    return (lines, customers.names)
  }

  /// Codes in the byte-wise order of the ids; −1 for null.
  private static func ids(_ table: Table, _ name: String) throws -> (codes: [Int32], names: [String]) {
    var dictionary = StringDictionary()
    let codes: [Int32]
    switch try table.requireColumn(named: name).values {
    case .dictionary(let column): codes = dictionary.codes(for: column)
    case .string(let column): codes = dictionary.codes(for: column)
    default: codes = try table.strings(named: name).map { dictionary.code(for: $0) }
    }
    let ranks = dictionary.ranked()
    let names = dictionary.sortedCodes().map { dictionary[$0] }
    return (codes.map { $0 < 0 ? -1 : ranks[Int($0)] }, names)
  }
}

extension Column {
  func truths(path: String) throws(TableError) -> [Bool] {
    guard case .bool(let values) = values else {
      throw .wrongType(column: name, path: path, expected: "truth value", found: values.type.description)
    }
    return values.array
  }
}
