package import Numerics
import Tables

extension SourceLines {
  /// The carried column that is most like a customer: each order has one value of it, and values come back in other
  /// orders. A name that speaks of persons comes first, and one that does not must have more values that come back.
  package func returningColumn(context: ExecutionContext) throws(Cancelled) -> ReturningColumn? {
    var best: (isPerson: Bool, column: ReturningColumn)?
    for extra in extras {
      guard !HeaderMatch.has(extra.name, HeaderWords.impersonal), case .text(let codes, let texts) = extra.values,
        texts.count > 1, let returning = try returning(codes, count: texts.count, context)
      else { continue }
      let isPerson = HeaderMatch.has(extra.name, HeaderWords.persons)
      guard returning > 1, isPerson || returning * 10 >= texts.count && texts.count * 20 > orders.count else {
        continue
      }
      let column = ReturningColumn(name: extra.name, values: texts.count, returning: returning)
      if let best, (best.isPerson ? 1 : 0, best.column.returning) >= (isPerson ? 1 : 0, returning) { continue }
      best = (isPerson, column)
    }
    return best?.column
  }

  /// Number of values that stand in several orders; nil where orders have several values.
  private func returning(
    _ codes: SpillableColumn<Int32>, count: Int, _ context: ExecutionContext
  ) throws(Cancelled) -> Int? {
    var first = [Int32](repeating: -1, count: count)
    var isBack = [Bool](repeating: false, count: count)
    var valueOfOrder = [Int32](repeating: -1, count: orders.count)
    var isMixed = [Bool](repeating: false, count: orders.count)
    try forEachBlock(context) { range, rows in
      let values = codes.pointer
      for row in range where rows.order[row] >= 0 && values[row] >= 0 {
        let (order, value) = (Int(rows.order[row]), Int(values[row]))
        if valueOfOrder[order] < 0 { valueOfOrder[order] = Int32(value) }
        if valueOfOrder[order] != Int32(value) { isMixed[order] = true }
        if first[value] < 0 { first[value] = Int32(order) }
        if first[value] != Int32(order) { isBack[value] = true }
      }
      codes.release(range)
    }
    guard isMixed.count(where: { $0 }) * 33 <= orders.count else { return nil }
    return isBack.count { $0 }
  }
}
