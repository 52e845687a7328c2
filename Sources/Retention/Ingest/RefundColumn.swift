import Numerics
import Tables
import Text

/// A column that states what was refunded, of a line or of its whole order.
struct RefundColumn {
  let header: String
  /// By code of the column: the amount, without its sign; 0 where it is no number or nothing was refunded.
  let amounts: [Double]

  /// nil where no column has this header.
  ///
  /// - Parameter scale: what amounts of the files are multiplied by.
  init?(_ header: String, in lines: SourceLines, format: NumberFormat, scale: Double) {
    guard let (_, dictionary) = lines.texts(named: header) else { return nil }
    self.header = header
    amounts = (0..<Int32(dictionary.count)).map { code in
      dictionary.withBytes(of: code) { abs(parseNumber($0, format: format)?.value ?? 0) * scale }
    }
  }

  /// Whether all lines of an order state the same amount, which is then the order's: shown by the orders of several
  /// lines with an amount. Orders of one line leave it open, where it does not matter.
  private func isOfOrders(
    _ codes: SpillableColumn<Int32>, _ lines: SourceLines, _ context: ExecutionContext
  ) throws(Cancelled) -> Bool {
    var stated = [Double](repeating: .nan, count: lines.orders.count)
    var count = [Int32](repeating: 0, count: lines.orders.count)
    var isEven = true
    try lines.forEachBlock(context) { range, rows in
      for row in range where rows.order[row] >= 0 {
        let order = Int(rows.order[row])
        let amount = codes.pointer[row] >= 0 ? amounts[Int(codes.pointer[row])] : 0
        count[order] += 1
        if stated[order].isNaN { stated[order] = amount }
        if stated[order] != amount { isEven = false }
      }
    }
    return isEven && zip(stated, count).contains { $0 > 0 && $1 > 1 }
  }

  /// Appends a return for each refund, of one unit at the amount refunded, as a file of its own.
  ///
  /// - Returns: number of refunds.
  /// - Throws: `TableError` where the disk is full; `Cancelled`.
  ///
  /// - Parameter rate: of the currency of a row.
  func append(to lines: inout SourceLines, rate: (Int) -> Double, _ memory: LineMemory, _ context: ExecutionContext)
    throws -> Int
  {
    guard let (codes, _) = lines.texts(named: header) else { return 0 }
    let isOfOrders = try isOfOrders(codes, lines, context)
    var seen = [Bool](repeating: false, count: lines.orders.count)
    var found: [Int] = []
    try lines.forEachBlock(context) { range, rows in
      for row in range where codes.pointer[row] >= 0 && amounts[Int(codes.pointer[row])] > 0 {
        if isOfOrders, rows.order[row] >= 0 {
          if seen[Int(rows.order[row])] { continue }
          seen[Int(rows.order[row])] = true
        }
        found.append(row)
      }
    }
    guard !found.isEmpty else { return 0 }
    let perOrder = isOfOrders
    try lines.reserve(found.count, memory)
    let refunded = found.map { amounts[Int(codes.pointer[$0])] * rate($0) }
    func repeated<Element>(_ column: inout SpillableColumn<Element>) {
      let values = found.map { column[$0] }
      column.append(contentsOf: values)
    }
    let path = lines.files.first.map { $0.path } ?? ""
    let name = lines.files.count == 1 ? path : "\(lines.files.count) files"
    lines.firstRefund = lines.count
    lines.files.append(
      SourceFile(path: "\(name), refunds by column '\(header)'", firstRow: lines.count, rows: found.count))
    repeated(&lines.customer)
    repeated(&lines.order)
    // What was refunded of a whole order is of no product.
    if perOrder { lines.product.append(repeating: -1, count: found.count) } else { repeated(&lines.product) }
    repeated(&lines.time)
    repeated(&lines.fileLine)
    lines.quantity.append(repeating: -1, count: found.count)
    lines.unitPrice.append(contentsOf: refunded)
    if lines.orderTotals.count > 0 { lines.orderTotals.append(repeating: .nan, count: found.count) }
    for index in lines.extras.indices {
      guard case .text(var values, let dictionary) = lines.extras[index].values else { continue }
      repeated(&values)
      lines.extras[index].values = .text(codes: values, dictionary: dictionary)
    }
    return found.count
  }
}
