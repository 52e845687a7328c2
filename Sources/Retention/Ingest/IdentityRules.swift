import Numerics
import Tables
import Text

/// Ids that stand for no one, and ids that are written in several ways: settled once for all lines, by distinct id.
struct IdentityRules: Sendable {
  /// Words that databases and programs write for a blank cell.
  let nullWords: NullWords
  /// Ids of customers that are none, such as a counter sale's.
  let blankCustomers: NullWords
  let foldsCase: IngestSettings.CaseFolding

  /// What was changed, for the log.
  struct Effects: Sendable {
    /// Lines whose cell was taken for a blank, and the commonest such text, by column.
    var blanked: [CanonicalColumn: (lines: Int, example: String)] = [:]
    /// A customer id that was folded to lower case.
    var folded: String?
  }

  init(_ settings: IngestSettings) {
    nullWords = NullWords(settings.nullWords)
    blankCustomers = NullWords(settings.blankCustomers)
    foldsCase = settings.foldCase
  }

  /// Changes codes in place, where any id asks for it.
  func apply(to lines: inout SourceLines, _ context: ExecutionContext) throws(Cancelled) -> Effects {
    var effects = Effects()
    let folded = try foldedCustomers(&lines.customers, context)
    effects.folded = folded?.example
    try settle(
      .customerID, &lines.customer, lines.customers, [nullWords, blankCustomers], folded?.target, &effects, context)
    try settle(.orderID, &lines.order, lines.orders, [nullWords], nil, &effects, context)
    try settle(.productID, &lines.product, lines.products, [nullWords], nil, &effects, context)
    let words = nullWords
    let blank = lines.unreadable.filter { words.contains($0.text) }
    if !blank.isEmpty {
      lines.unreadable.removeAll { words.contains($0.text) }
      for (column, cells) in Dictionary(grouping: blank, by: \.column) {
        effects.blanked[column] = (cells.count, cells[0].text)
      }
    }
    return effects
  }

  /// - Parameter targets: by code, the code that takes its place; nil to change none.
  private func settle(
    _ column: CanonicalColumn, _ codes: inout SpillableColumn<Int32>, _ ids: StringDictionary, _ words: [NullWords],
    _ targets: [Int32]?, _ effects: inout Effects, _ context: ExecutionContext
  ) throws(Cancelled) {
    var targets = targets ?? []
    let found: [[Int32]] = try context.mapChunks(of: ids.count) { range in
      range.compactMap { code in
        ids.withBytes(of: Int32(code)) { id in words.contains { $0.contains(id[...]) } } ? Int32(code) : nil
      }
    }
    let blanks = found.flatMap { $0 }
    if !blanks.isEmpty && targets.isEmpty { targets = (0..<Int32(ids.count)).map { $0 } }
    guard !targets.isEmpty else { return }
    for code in blanks { targets[Int(code)] = -1 }
    var lines = [Int](repeating: 0, count: blanks.isEmpty ? 0 : ids.count)
    try codes.withMutableValues { (values) throws(Cancelled) in
      try context.forEachBlock(of: values.count) { rows in
        for row in rows where values[row] >= 0 {
          let code = Int(values[row])
          values[row] = targets[code]
          if targets[code] < 0 { lines[code] += 1 }
        }
      }
    }
    let total = blanks.reduce(0) { $0 + lines[Int($1)] }
    guard total > 0, let most = blanks.max(by: { lines[Int($0)] < lines[Int($1)] }) else { return }
    effects.blanked[column] = (total, ids[most])
  }

  /// By code, the code of the id in lower case; nil where that changes none.
  private func foldedCustomers(
    _ ids: inout StringDictionary, _ context: ExecutionContext
  ) throws(Cancelled) -> (target: [Int32], example: String)? {
    guard foldsCase != .none else { return nil }
    let needsAt = foldsCase == .emails
    var changed: [(code: Int32, id: [UInt8])] = []
    let count = ids.count
    try context.forEachBlock(of: count) { range in
      for code in range {
        let lower = ids.withBytes(of: Int32(code)) { bytes -> [UInt8]? in
          guard bytes.contains(where: { (65...90).contains($0) }), !needsAt || bytes.contains(UInt8(ascii: "@")) else {
            return nil
          }
          return bytes.map { (65...90).contains($0) ? $0 | 0x20 : $0 }
        }
        if let lower { changed.append((Int32(code), lower)) }
      }
    }
    guard let first = changed.first else { return nil }
    let example = ids[first.code]
    var target = (0..<Int32(count)).map { $0 }
    for (code, id) in changed { target[Int(code)] = id.withUnsafeBufferPointer { ids.code(for: $0) } }
    for code in count..<ids.count { target.append(Int32(code)) }
    return (target, example)
  }
}

/// Words that are compared with cells without regard to case; a cell of quotes alone is among them.
struct NullWords: Sendable {
  /// By length in bytes: the words in lower case.
  private let words: [[[UInt8]]]

  init(_ words: [String]) {
    let all = words.map { Array($0.utf8.map(Self.lower)) }
    let longest = all.map(\.count).max() ?? 0
    var byLength = [[[UInt8]]](repeating: [], count: longest + 1)
    for word in all { byLength[word.count].append(word) }
    self.words = byLength
  }

  /// - Parameter cell: trimmed.
  func contains(_ cell: some Collection<UInt8>) -> Bool {
    let count = cell.count
    guard count > 0 else { return false }
    if count < words.count, !words[count].isEmpty {
      for word in words[count] where zip(word, cell).allSatisfy({ $0 == Self.lower($1) }) { return true }
    }
    return count % 2 == 0 && cell.allSatisfy { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
  }

  func contains(_ cell: String) -> Bool {
    let blanks: Set<Character> = [" ", "\t"]
    let front = cell.drop { blanks.contains($0) }
    return contains(Array(front.utf8.reversed().drop { $0 == 32 || $0 == 9 }.reversed()))
  }

  private static func lower(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 0x20 : byte }
}
