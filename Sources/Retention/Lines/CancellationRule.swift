package import Numerics
import Tables
import Text

/// Which orders are cancellations. A prefix of order ids tells them in some shops and means nothing in others, so it
/// counts only where the lines confirm it.
package struct CancellationRule: Sendable {
  /// What the lines show of each prefix, in the order of the settings.
  package let evidence: [Evidence]
  /// By order code.
  let isCancelled: [Bool]

  /// What the lines show of a prefix.
  package struct Evidence: Sendable, Hashable, Codable {
    package let prefix: String
    /// Orders whose id begins with it, of all orders.
    package let orders: Int
    package let allOrders: Int
    /// Their lines with a quantity, and those of them where it is negative.
    package let lines: Int
    package let negativeLines: Int
    /// Those of the orders whose id without the prefix is built like an id of another order.
    package let similarOrders: Int
    /// Whether these orders are cancellations.
    package let isUsed: Bool

    enum CodingKeys: String, CodingKey {
      case prefix, orders
      case allOrders = "all_orders"
      case lines
      case negativeLines = "negative_lines"
      case similarOrders = "similar_orders"
      case isUsed = "used"
    }
  }

  /// - Parameters:
  ///   - prefixes: of the ids of cancelled orders; the first that an id begins with counts.
  ///   - needsEvidence: false to take every prefix.
  package init(
    _ source: SourceLines, prefixes: [String], needsEvidence: Bool, context: ExecutionContext
  ) throws(Cancelled) {
    // Ids that no column gives tell nothing.
    let prefixes = source.orderIs == .column ? prefixes : []
    let place = try Self.places(source.orders, prefixes, context)
    let counts = try Self.counts(source, place, prefixes.count, context)
    var evidence: [Evidence] = []
    for (index, prefix) in prefixes.enumerated() {
      let orders = place.count { $0 == Int8(index) }
      let isNegative = counts[index].negative > 0 && counts[index].negative * 2 >= counts[index].lines
      let similar =
        orders > 0 ? try Self.similarOrders(source.orders, place, index, prefix.utf8.count, context) : 0
      let isConfirmed = isNegative && similar * 2 >= orders && orders * 2 < place.count
      evidence.append(
        Evidence(
          prefix: prefix, orders: orders, allOrders: place.count, lines: counts[index].lines,
          negativeLines: counts[index].negative, similarOrders: similar,
          isUsed: orders > 0 && (isConfirmed || !needsEvidence)))
    }
    self.evidence = evidence
    let isUsed = evidence.map(\.isUsed)
    isCancelled = place.map { $0 >= 0 && isUsed[Int($0)] }
  }

  /// By order code: the prefix that the id begins with; −1 for none.
  private static func places(
    _ orders: StringDictionary, _ prefixes: [String], _ context: ExecutionContext
  ) throws(Cancelled) -> [Int8] {
    let prefixes = prefixes.prefix(Int(Int8.max)).map { Array($0.utf8) }
    var places = [Int8](repeating: -1, count: orders.count)
    guard !prefixes.isEmpty else { return places }
    try context.forEachBlock(of: orders.count) { codes in
      for code in codes {
        let place = orders.withBytes(of: Int32(code)) { id in prefixes.firstIndex { id.starts(with: $0) } }
        if let place { places[code] = Int8(place) }
      }
    }
    return places
  }

  private struct Count {
    var lines = 0
    var negative = 0
  }

  /// By prefix: lines of its orders.
  private static func counts(
    _ source: SourceLines, _ place: [Int8], _ prefixes: Int, _ context: ExecutionContext
  ) throws(Cancelled) -> [Count] {
    let none = [Count](repeating: Count(), count: prefixes)
    guard place.contains(where: { $0 >= 0 }) else { return none }
    return try source.mapBlocks(context) { range, rows in
      var counts = none
      for row in range where rows.order[row] >= 0 {
        let prefix = Int(place[Int(rows.order[row])])
        guard prefix >= 0, !rows.quantity[row].isNaN, rows.quantity[row] != 0 else { continue }
        counts[prefix].lines += 1
        if rows.quantity[row] < 0 { counts[prefix].negative += 1 }
      }
      return counts
    }.reduce(into: none) { total, block in
      for index in total.indices {
        total[index].lines += block[index].lines
        total[index].negative += block[index].negative
      }
    }
  }

  /// Orders with a prefix whose id behind it is built like the id of an order without any.
  private static func similarOrders(
    _ orders: StringDictionary, _ place: [Int8], _ prefix: Int, _ length: Int, _ context: ExecutionContext
  ) throws(Cancelled) -> Int {
    // Most ids of a shop have one form, so the set is small.
    let found: [Set<UInt64>] = try context.mapChunks(of: orders.count) { codes in
      var forms: Set<UInt64> = []
      var last: UInt64 = 0
      for code in codes where place[code] < 0 {
        let own = orders.withBytes(of: Int32(code)) { Self.form(of: $0[...]) }
        if own != last { forms.insert(own) }
        last = own
      }
      return forms
    }
    let forms = found.reduce(into: Set<UInt64>()) { $0.formUnion($1) }
    let counts: [Int] = try context.mapChunks(of: orders.count) { codes in
      codes.count { code in
        place[code] == Int8(prefix)
          && forms.contains(orders.withBytes(of: Int32(code)) { Self.form(of: $0.dropFirst(length)) })
      }
    }
    return counts.reduce(0, +)
  }

  /// A hash of how an id is built: each letter, each mark as it is, and runs of digits without their length, which
  /// grows with the shop.
  @inline(__always)
  private static func form(of id: Slice<TextBytes>) -> UInt64 {
    var hash = RowHash()
    var isInNumber = false
    for byte in id {
      let isDigit = (48...57).contains(byte)
      if isDigit && isInNumber { continue }
      isInNumber = isDigit
      let isLetter = (65...90).contains(byte) || (97...122).contains(byte)
      hash.add(isDigit ? 1 : isLetter ? 2 : UInt64(byte) + 3)
    }
    return hash.value
  }
}

extension CancellationRule.Evidence {
  /// Whether the ids look like those of cancellations and the quantities do not.
  package var isDoubtful: Bool { !isUsed && orders > 0 && similarOrders * 2 >= orders && orders * 2 < allOrders }

  /// What is made of the orders with the prefix, and why.
  package var sentence: String {
    let ids =
      "the ids of \(grouped(orders)) of \(counted(allOrders, "order", as: grouped(allOrders))) begin with '\(prefix)'"
    let quantities =
      "\(grouped(negativeLines)) of their \(counted(lines, "line", as: grouped(lines))) have a negative quantity"
    if isUsed { return "\(ids): they are cancellations, and \(quantities)" }
    let reason =
      negativeLines * 2 < lines || negativeLines == 0
      ? quantities
      : orders * 2 >= allOrders ? "they are not the minority" : "their ids are built otherwise than the others"
    return "\(ids) and count like all others, because \(reason); if they are cancellations, set "
      + "cleaning.confirm_prefixes to false, and if they are not, cleaning.cancellation_prefixes to []"
  }
}
