import Foundation
import Numerics
import Retention
import Tables

/// Reads `data/cleaned_data.parquet` back, or any table of order lines with its columns.
enum CleanedDataInput {
  /// - Throws: `TableError`, `Interrupted`.
  static func read(
    _ url: URL, memory: LineMemory, parallelism: Parallelism, interruption: Interruption
  ) throws -> (lines: TransactionLines, customerIDs: [String]) {
    let columns = [
      "customer_id", "order_id", "product_id", "order_datetime", "quantity", "unit_price", "is_return",
    ]
    let reader = try TableReader(path: url.path, options: ReadOptions(columns: columns, parallelism: parallelism))
    let ids = (0..<3).map { _ in IDCollector() }
    let values = LineValues()
    var rows = 0
    while let batch = try reader.next() {
      try interruption.check()
      rows += batch.table.rowCount
      if case .file(let folder) = memory.place(rows: rows, width: SortedLines.width) {
        for collector in ids { try collector.codes.spillAndReserve(rows, folder) }
        try values.spillAndReserve(rows, folder)
      }
      // A column a task: each appends to columns of its own.
      let results = parallelism.map(4) { task in
        Result { () throws(TableError) in
          if task < 3 {
            try ids[task].append(batch.table.columns[task])
          } else {
            try values.append(batch.table, url.path)
          }
        }
      }
      for result in results { try result.get() }
    }
    return lines(ids, values, parallelism)
  }

  private static func lines(
    _ ids: [IDCollector], _ values: LineValues, _ parallelism: Parallelism
  ) -> (lines: TransactionLines, customerIDs: [String]) {
    let names = parallelism.map(3) { task in
      // Products need no order.
      task < 2 ? ids[task].numberByID() : []
    }
    let lines = TransactionLines(
      customer: ids[0].codes, order: ids[1].codes, product: ids[2].codes, time: values.time,
      quantity: values.quantity, unitPrice: values.unitPrice, isReturn: values.isReturn,
      customerCount: names[0].count)
    for collector in ids { collector.codes.removeAll() }
    values.removeAll()
    return (lines, names[0].map { ids[0].dictionary[$0] })
  }
}

/// Codes of one column of ids; used by one task at a time.
private final class IDCollector: @unchecked Sendable {
  var codes = LongColumn<Int32>()
  private(set) var dictionary = StringDictionary()

  func append(_ column: Column) throws(TableError) {
    switch column.values {
    case .dictionary(let values): codes.append(contentsOf: dictionary.codes(for: values))
    case .string(let values): codes.append(contentsOf: dictionary.codes(for: values))
    default: throw .wrongType(column: column.name, path: nil, expected: "text", found: column.values.type.description)
    }
  }

  /// Renumbers the codes in the byte-wise order of the ids; returns the old code of each new one.
  func numberByID() -> [Int32] {
    let sorted = dictionary.sortedCodes()
    var rank = [Int32](repeating: 0, count: sorted.count)
    for (place, code) in sorted.enumerated() { rank[Int(code)] = Int32(place) }
    codes.withMutableValues { codes in
      rank.withUnsafeBufferPointer { rank in
        for row in codes.indices where codes[row] >= 0 { codes[row] = rank[Int(codes[row])] }
      }
    }
    return sorted
  }
}

/// The other columns of the lines; used by one task at a time.
private final class LineValues: @unchecked Sendable {
  var time = LongColumn<Int64>()
  var quantity = LongColumn<Double>()
  var unitPrice = LongColumn<Double>()
  var isReturn = LongColumn<Bool>()

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
  func truths(path: String) throws(TableError) -> [Bool] {
    guard case .bool(let values) = values else {
      throw .wrongType(column: name, path: path, expected: "truth value", found: values.type.description)
    }
    return values.array
  }
}
