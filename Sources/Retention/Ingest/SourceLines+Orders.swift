import CivilTime
import Foundation
import Numerics
import Tables

extension SourceLines {
  /// Gives rows an order id where the source has none: `orders.csv:17` for the row on that line, or `K1 2023-01-05` for
  /// the lines of a customer on a day.
  ///
  /// A row without a customer or a time belongs to no customer's day. Ids depend on the rows alone, and continue those
  /// of earlier rows.
  ///
  /// - Parameter firstRow: rows before it have their orders.
  mutating func makeOrders(from firstRow: Int, _ context: ExecutionContext) throws(Cancelled) {
    guard orderIs != .column else { return }
    var maker = OrderMaker(orderIs, files: files)
    let (rows, lines) = (rows, fileLine.pointer)
    // Moved out, so that they can change in place while the other columns are read.
    var ids = StringDictionary()
    swap(&ids, &orders)
    defer { swap(&ids, &orders) }
    var column = SpillableColumn<Int32>()
    swap(&column, &order)
    defer { swap(&column, &order) }
    context.progress.expect(count - firstRow, unit: Self.progressUnit)
    try column.withMutablePages { (column, pages) throws(Cancelled) in
      try context.forEachBlock(of: count - firstRow, blockSize: Self.rowsPerBlock) { block in
        let range = firstRow + block.lowerBound..<firstRow + block.upperBound
        for row in range {
          column[row] =
            switch maker.definition {
            case .customerDay: maker.order(of: rows.customer[row], at: rows.time[row], customers, &ids)
            default: maker.order(ofRow: row, line: lines[row], &ids)
            }
        }
        pages.release(range)
        customer.release(range)
        time.release(range)
        fileLine.release(range)
        context.progress.advance(by: range.count)
      }
    }
  }
}

/// Makes the ids of orders, one row after the other.
private struct OrderMaker {
  let definition: OrderDefinition
  private let files: [SourceFile]
  private var file = -1
  private var label: [UInt8] = []
  private var known: [UInt64: Int32] = [:]
  private var last: (key: UInt64, code: Int32)?
  private var text: [UInt8] = []

  init(_ definition: OrderDefinition, files: [SourceFile]) {
    self.definition = definition
    self.files = files
  }

  mutating func order(
    of customer: Int32, at time: Int64, _ customers: StringDictionary, _ ids: inout StringDictionary
  ) -> Int32 {
    guard customer >= 0, time != SourceLines.unknownTime else { return -1 }
    let day = Microseconds.day(of: time)
    let key = UInt64(UInt32(bitPattern: customer)) << 32 | UInt64(UInt32(bitPattern: day))
    if let last, last.key == key { return last.code }
    var code = known[key] ?? -1
    if code < 0 {
      text.removeAll(keepingCapacity: true)
      customers.withBytes(of: customer) { text.append(contentsOf: $0) }
      text.append(UInt8(ascii: " "))
      text.append(contentsOf: dateString(day).utf8)
      code = text.withUnsafeBufferPointer { ids.code(for: $0) }
      known[key] = code
    }
    last = (key, code)
    return code
  }

  mutating func order(ofRow row: Int, line: Int32, _ ids: inout StringDictionary) -> Int32 {
    while file < 0 || row >= files[file].firstRow + files[file].rows { begin(file + 1) }
    text.removeAll(keepingCapacity: true)
    text.append(contentsOf: label)
    text.append(contentsOf: String(line).utf8)
    // Sheets of a workbook can share line numbers.
    var copies = 1
    let end = text.count
    while text.withUnsafeBufferPointer({ ids.existingCode(for: $0) }) != nil {
      copies += 1
      text.removeSubrange(end...)
      text.append(contentsOf: "/\(copies)".utf8)
    }
    return text.withUnsafeBufferPointer { ids.code(for: $0) }
  }

  /// The name of a file; its path where an earlier one has the same name.
  private mutating func begin(_ index: Int) {
    file = index
    let name = (files[index].path as NSString).lastPathComponent
    let isTaken = files[..<index].contains { $0.rows > 0 && ($0.path as NSString).lastPathComponent == name }
    label = Array("\(isTaken ? files[index].path : name):".utf8)
  }
}
