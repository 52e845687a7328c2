import Foundation
import Numerics
import Retention
import Tables

/// Reads order lines back from `data/cleaned_data.parquet`, or from any table with its columns.
enum CleanedDataInput {
  /// - Returns: the lines, and the customers' ids by number.
  /// - Throws: `TableError`, `Cancelled`.
  static func read(
    _ url: URL, memory: LineMemory, execution: ExecutionContext
  ) throws -> (lines: TransactionLines, customerIDs: [String]) {
    let parallelism = execution.parallelism
    let columns = [
      "customer_id", "order_id", "product_id", "order_datetime", "quantity", "unit_price", "is_return",
    ]
    let reader = try TableReader(path: url.path, options: ReadOptions(columns: columns, parallelism: parallelism))
    let ids = (0..<3).map { _ in IDCollector() }
    let values = LineValues()
    var rows = 0
    nonisolated(unsafe) let source = reader
    var upcoming = try source.next()
    while let batch = upcoming {
      try execution.checkCancellation()
      rows += batch.table.rowCount
      if case .file(let folder) = memory.place(rows: rows, width: SortedLines.width) {
        for collector in ids { try collector.codes.spillAndReserve(rows, folder) }
        try values.spillAndReserve(rows, folder)
      }
      // One task reads the next batch while the others append this one; no two of them append to the same column.
      let results = parallelism.map(5) { task in
        Result { () throws(TableError) -> TableBatch? in
          switch task {
          case 0: return try source.next()
          case 1...3: try ids[task - 1].append(batch.table.columns[task - 1])
          default: try values.append(batch.table, url.path)
          }
          return nil
        }
      }
      for result in results.dropFirst() { _ = try result.get() }
      upcoming = try results[0].get()
    }
    return try lines(
      ids, values, execution)
  }

  private static func lines(
    _ ids: [IDCollector], _ values: LineValues, _ context: ExecutionContext
  ) throws(Cancelled) -> (lines: TransactionLines, customerIDs: [String]) {
    // Product codes need no particular order.
    let customers = try ids[0].numberByID(context)
    _ = try ids[1].numberByID(context)
    let lines = TransactionLines(
      customer: ids[0].codes, order: ids[1].codes, product: ids[2].codes, time: values.time,
      quantity: values.quantity, unitPrice: values.unitPrice, isReturn: values.isReturn,
      customerCount: customers.count)
    for collector in ids { collector.codes.removeAll() }
    values.removeAll()
    return (lines, customers.map { ids[0].dictionary[$0] })
  }
}

/// Collects the codes of one column of ids. Used by one task at a time.
private final class IDCollector: @unchecked Sendable {
  var codes = SpillableColumn<Int32>()
  private(set) var dictionary = StringDictionary()

  func append(_ column: Column) throws(TableError) {
    codes.append(contentsOf: try dictionary.codes(for: column))
  }

  /// Renumbers the codes in the bytewise order of the ids; returns the old code of each new one.
  func numberByID(_ context: ExecutionContext) throws(Cancelled) -> [Int32] {
    let sorted = try dictionary.sortedCodes(context: context)
    var rank = [Int32](repeating: 0, count: sorted.count)
    for (place, code) in sorted.enumerated() { rank[Int(code)] = Int32(place) }
    try codes.withMutablePages { (codes, pages) throws(Cancelled) in
      try rank.withUnsafeBufferPointer { (rank) throws(Cancelled) in
        nonisolated(unsafe) let (codes, rank) = (codes, rank)
        try context.forEachChunk(of: codes.count, chunkSize: 1 << 17) { rows in
          for row in rows where codes[row] >= 0 { codes[row] = rank[Int(codes[row])] }
          pages.release(rows)
        }
      }
    }
    return sorted
  }
}

/// Collects the other columns of the lines. Used by one task at a time.
private final class LineValues: @unchecked Sendable {
  var time = SpillableColumn<Int64>()
  var quantity = SpillableColumn<Double>()
  var unitPrice = SpillableColumn<Double>()
  var isReturn = SpillableColumn<Bool>()

  func append(_ table: Table, _ path: String) throws(TableError) {
    guard case .timestamp(let times) = table.columns[3].values, case .double(let quantities) = table.columns[4].values,
      case .double(let prices) = table.columns[5].values, case .bool(let returns) = table.columns[6].values
    else {
      throw .wrongType(
        column: "order_datetime, quantity, unit_price or is_return", path: path,
        expected: "a timestamp, two numbers and a truth value",
        found: table.columns[3...6].map(\.values.type.description).joined(separator: ", "))
    }
    times.withValues { time.append(contentsOf: $0) }
    quantities.withValues { quantity.append(contentsOf: $0) }
    prices.withValues { unitPrice.append(contentsOf: $0) }
    returns.withValues { isReturn.append(contentsOf: $0) }
  }

  func spillAndReserve(_ rows: Int, _ folder: String) throws(TableError) {
    try time.spillAndReserve(rows, folder)
    try quantity.spillAndReserve(rows, folder)
    try unitPrice.spillAndReserve(rows, folder)
    try isReturn.spillAndReserve(rows, folder)
  }

  func removeAll() {
    time.removeAll()
    quantity.removeAll()
    unitPrice.removeAll()
    isReturn.removeAll()
  }
}

extension Column {
  /// - Parameter path: of the file, named in the error.
  func bools(path: String) throws(TableError) -> [Bool] {
    guard case .bool(let values) = values else {
      throw .wrongType(column: name, path: path, expected: "truth value", found: values.type.description)
    }
    return values.array
  }
}
