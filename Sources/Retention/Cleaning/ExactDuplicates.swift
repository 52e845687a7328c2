import Numerics

/// Lines whose source columns all equal those of an earlier line.
enum ExactDuplicates {
  /// True for every line but the first of its kind.
  static func marks(in source: SourceLines, parallelism: Parallelism) -> [Bool] {
    let hashes = hashes(of: source, parallelism: parallelism)
    var isDuplicate = [Bool](repeating: false, count: source.count)
    // Open addressing over row numbers: one table, no array per key.
    var capacity = 16
    while capacity < source.count * 2 { capacity *= 2 }
    var table = [Int32](repeating: -1, count: capacity)
    let unreadable = unreadableText(source)
    for row in 0..<source.count {
      var slot = Int(truncatingIfNeeded: hashes[row]) & (capacity - 1)
      while table[slot] >= 0 {
        let other = Int(table[slot])
        if hashes[other] == hashes[row] && equal(source, other, row, unreadable) {
          isDuplicate[row] = true
          break
        }
        slot = (slot + 1) & (capacity - 1)
      }
      if !isDuplicate[row] { table[slot] = Int32(row) }
    }
    return isDuplicate
  }

  /// The share of an order's total depends on the place of the line; the order stands for its total.
  private static func comparesAmounts(_ source: SourceLines) -> Bool { source.amount != .orderTotal }

  private static func equalAmounts(_ source: SourceLines, _ first: Int, _ second: Int) -> Bool {
    source.quantity[first].bitPattern == source.quantity[second].bitPattern
      && source.unitPrice[first].bitPattern == source.unitPrice[second].bitPattern
  }

  private static func unreadableText(_ source: SourceLines) -> [Int: [String]] {
    Dictionary(grouping: source.unreadable, by: \.row).mapValues { $0.map { $0.column.rawValue + "=" + $0.text } }
  }

  private static func hashes(of source: SourceLines, parallelism: Parallelism) -> [UInt64] {
    parallelism.mapChunks(of: source.count, chunkSize: 1 << 16) { rows in
      rows.map { row in
        var hash = RowHash()
        hash.add(UInt64(bitPattern: Int64(source.customer[row])))
        hash.add(UInt64(bitPattern: Int64(source.order[row])))
        hash.add(UInt64(bitPattern: Int64(source.product[row])))
        hash.add(UInt64(bitPattern: source.time[row]))
        if comparesAmounts(source) {
          hash.add(source.quantity[row].bitPattern)
          hash.add(source.unitPrice[row].bitPattern)
        }
        for extra in source.extras { hash.add(extra.bits(ofRow: row)) }
        return hash.value
      }
    }.flatMap { $0 }
  }

  private static func equal(_ source: SourceLines, _ first: Int, _ second: Int, _ unreadable: [Int: [String]]) -> Bool {
    source.customer[first] == source.customer[second] && source.order[first] == source.order[second]
      && source.product[first] == source.product[second] && source.time[first] == source.time[second]
      && (!comparesAmounts(source) || equalAmounts(source, first, second))
      && source.extras.allSatisfy { $0.bits(ofRow: first) == $0.bits(ofRow: second) }
      && (unreadable.isEmpty || unreadable[first] == unreadable[second])
  }
}

extension ExtraColumn {
  /// Bits that are equal exactly where the cells are.
  func bits(ofRow row: Int) -> UInt64 {
    switch values {
    case .text(let codes, _): UInt64(bitPattern: Int64(codes[row]))
    }
  }
}

/// A mixing hash over 64-bit words (the finaliser of SplitMix64 after each).
struct RowHash {
  private(set) var value: UInt64 = 0x9E37_79B9_7F4A_7C15

  mutating func add(_ word: UInt64) {
    var z = (value ^ word) &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    value = z ^ (z >> 31)
  }
}
