import Numerics
import Tables

/// The cells of a column as codes, by row. Exports of shops often state what is true of a whole order on its first line
/// alone: then the blank cells of its other lines take that.
struct OrderCells: @unchecked Sendable {  // reads the columns it points to
  private let codes: UnsafePointer<Int32>
  private let order: UnsafePointer<Int32>
  /// By order code: what its first line states; empty where each line speaks for itself.
  private let ofOrder: [Int32]

  /// Valid as long as the lines do not change.
  init(_ codes: SpillableColumn<Int32>, of source: SourceLines) {
    self.codes = codes.pointer
    order = source.order.pointer
    ofOrder = Self.firstCells(codes.pointer, source)
  }

  /// −1 for a blank cell.
  @inline(__always)
  subscript(row: Int) -> Int32 {
    let own = codes[row]
    guard own < 0, !ofOrder.isEmpty, order[row] >= 0 else { return own }
    return ofOrder[Int(order[row])]
  }

  /// By order code; empty unless first lines alone are filled, in orders of several lines too.
  private static func firstCells(_ codes: UnsafePointer<Int32>, _ source: SourceLines) -> [Int32] {
    let rows = source.rows
    var first = [Int32](repeating: -2, count: source.orders.count)
    var hasOthers = false
    // Refunds repeat the cells of their lines.
    for row in 0..<(source.firstRefund ?? source.count) where rows.order[row] >= 0 {
      let order = Int(rows.order[row])
      if first[order] == -2 {
        first[order] = codes[row]
      } else if codes[row] >= 0 {
        return []
      } else if first[order] >= 0 {
        hasOthers = true
      }
    }
    return hasOthers ? first.map { max(-1, $0) } : []
  }
}
