import Numerics
import Tables

/// Finds lines that are equal to an earlier line in every source column.
///
/// Lines are distributed by a hash of all their columns: equal lines end up in the same part, and a part is small
/// enough for a hash table in cache.
enum ExactDuplicates {
  /// What comparing all lines has shown about one of them.
  enum Mark: UInt8, Sendable {
    case none
    /// The first equal line is in the same file: a shop may sell the same thing twice.
    case repeated
    /// The first equal line is in an earlier file: exports overlap.
    case exportedBefore
  }

  /// Rows whose hashes are held at once; if there are more, the lines are read several times.
  static let rowsAtOnce = 1 << 24
  static let rowsAtOnceFromFile = 1 << 22
  private static let partsPerBatch = 256

  /// By row: whether an earlier row is equal.
  static func marks(in source: SourceLines, context: ExecutionContext) throws(Cancelled) -> [Mark] {
    let rowsAtOnce = source.time.isInFile ? rowsAtOnceFromFile : rowsAtOnce
    let batches = UInt64(max(1, (source.count + rowsAtOnce - 1) / rowsAtOnce))
    let unreadable = try unreadableText(source, context)
    var marks = [Mark](repeating: .none, count: source.count)
    for batch in 0..<batches {
      let parts = try deal(source, batch: batch, of: batches, context)
      try marks.withUnsafeMutableBufferPointer { (marks) throws(Cancelled) in
        nonisolated(unsafe) let marks = marks
        try context.forEach(parts.count) { part in
          mark(parts[part], in: source, unreadable, marks)
          if part % 16 == 15 { source.release(0..<source.count) }
        }
      }
      source.release(0..<source.count)
    }
    return marks
  }

  private struct Entry {
    let hash: UInt32
    let row: Int32
  }

  /// Rows of a batch by part: within a part in ascending order, block by block.
  private static func deal(
    _ source: SourceLines, batch: UInt64, of batches: UInt64, _ context: ExecutionContext
  ) throws(Cancelled) -> [[[Entry]]] {
    let comparesAmounts = comparesAmounts(source)
    let ordersCompared: UInt32 = comparesOrders(source) ? .max : 0
    let extras = source.extras.map(\.codes)
    let blocks = try source.mapBlocks(context) { range, rows in
      var parts = [[Entry]](repeating: [], count: partsPerBatch)
      for part in parts.indices { parts[part].reserveCapacity(range.count / partsPerBatch / Int(batches) * 5 / 4) }
      for row in range {
        var hash = RowHash()
        hash.add(
          UInt64(UInt32(bitPattern: rows.customer[row])) << 32
            | UInt64(UInt32(bitPattern: rows.order[row]) & ordersCompared))
        hash.add(UInt64(bitPattern: rows.time[row]) ^ UInt64(UInt32(bitPattern: rows.product[row])) << 40)
        if comparesAmounts {
          hash.add(rows.quantity[row].bitPattern)
          hash.add(rows.unitPrice[row].bitPattern)
        }
        for extra in extras { hash.add(UInt64(UInt32(bitPattern: extra.pointer[row]))) }
        let value = hash.value
        guard batches == 1 || (value >> 40) % batches == batch else { continue }
        parts[Int(value >> 32) & (partsPerBatch - 1)].append(
          Entry(hash: UInt32(truncatingIfNeeded: value), row: Int32(truncatingIfNeeded: row)))
      }
      return parts
    }
    return (0..<partsPerBatch).map { part in blocks.map { $0[part] } }
  }

  /// Open addressing over the entries of one part; the first of equal rows stays in the table.
  private static func mark(
    _ part: [[Entry]], in source: SourceLines, _ unreadable: [Int: [String]], _ marks: UnsafeMutableBufferPointer<Mark>
  ) {
    var capacity = 16
    while capacity < part.reduce(0, { $0 + $1.count }) * 2 { capacity *= 2 }
    var table = [Entry](repeating: Entry(hash: 0, row: -1), count: capacity)
    table.withUnsafeMutableBufferPointer { table in
      for block in part {
        for entry in block {
          var slot = Int(entry.hash) & (capacity - 1)
          while table[slot].row >= 0 {
            if table[slot].hash == entry.hash && equal(source, Int(table[slot].row), Int(entry.row), unreadable) {
              let isOfOneFile = source.isOfOneFile(Int(table[slot].row), Int(entry.row))
              marks[Int(entry.row)] = isOfOneFile ? .repeated : .exportedBefore
              break
            }
            slot = (slot + 1) & (capacity - 1)
          }
          if marks[Int(entry.row)] == .none { table[slot] = entry }
        }
      }
    }
  }

  /// A line's share of an order total depends on its position, so the order id has to do for the amount.
  private static func comparesAmounts(_ source: SourceLines) -> Bool {
    source.amount != .orderTotal || source.orderIs == .row
  }

  /// Rows that are orders of their own differ in their ids, but no column of the source says so.
  private static func comparesOrders(_ source: SourceLines) -> Bool { source.orderIs != .row }

  private static func unreadableText(
    _ source: SourceLines, _ context: ExecutionContext
  ) throws(Cancelled) -> [Int: [String]] {
    var texts: [Int: [String]] = [:]
    try context.forEachBlock(of: source.unreadable.count) { cells in
      for cell in source.unreadable[cells] {
        texts[cell.row, default: []].append(cell.column.rawValue + "=" + cell.text)
      }
    }
    return texts
  }

  private static func equal(_ source: SourceLines, _ first: Int, _ second: Int, _ unreadable: [Int: [String]]) -> Bool {
    let rows = source.rows
    return rows.customer[first] == rows.customer[second]
      && (rows.order[first] == rows.order[second] || !comparesOrders(source))
      && rows.product[first] == rows.product[second] && rows.time[first] == rows.time[second]
      && (!comparesAmounts(source)
        || rows.quantity[first].bitPattern == rows.quantity[second].bitPattern
          && rows.unitPrice[first].bitPattern == rows.unitPrice[second].bitPattern)
      && source.extras.allSatisfy { $0.codes[first] == $0.codes[second] }
      && (unreadable.isEmpty || unreadable[first] == unreadable[second])
  }
}

extension SourceLines {
  /// Whether two rows, the earlier first, come from the same file.
  fileprivate func isOfOneFile(_ first: Int, _ second: Int) -> Bool {
    files[fileIndex(ofRow: first)].firstRow == files[fileIndex(ofRow: second)].firstRow
  }
}

/// A mixing hash over 64-bit words: multiply in 128 bits and fold.
struct RowHash {
  private(set) var value: UInt64 = 0x9E37_79B9_7F4A_7C15

  mutating func add(_ word: UInt64) {
    let product = (value ^ word ^ 0xBF58_476D_1CE4_E5B9).multipliedFullWidth(by: 0x94D0_49BB_1331_11EB)
    value = (product.high ^ product.low) &+ 0x9E37_79B9_7F4A_7C15
  }
}
