import Tables

/// The cells of a column as codes of its texts, in bounded memory.
struct ColumnSample: Sendable {
  /// One code per row; −1 where the cell is blank, −2 where its text was not kept.
  private(set) var codes: [Int32] = []
  private(set) var texts = StringDictionary()
  /// Number of rows with each text.
  private(set) var counts: [Int] = []
  private(set) var isBounded = false
  private var keptBytes = 0

  /// Bytes kept of each text, and of all texts of a column together.
  private static let textLimit = 200
  private static let columnLimit = 32 << 20

  mutating func append(_ values: ColumnValues) {
    switch values {
    case .dictionary(let column):
      // The rows may use only some of its entries.
      var entries = [Int32](repeating: -3, count: column.dictionary.count)
      for row in 0..<column.count {
        guard !column.isNull(row) else {
          add(-1)
          continue
        }
        let entry = Int(column.codes[row])
        if entries[entry] == -3 {
          entries[entry] = column.dictionary.isNull(entry) ? -1 : column.dictionary.withBytes(entry) { code(of: $0) }
        }
        add(entries[entry])
      }
    case .string(let column):
      for row in 0..<column.count { add(column.isNull(row) ? -1 : column.withBytes(row) { code(of: $0) }) }
    default:
      for row in 0..<values.count {
        var text = values.isNull(row) ? "" : ColumnCells.plainText(values, row)
        add(text.withUTF8 { code(of: $0) })
      }
    }
  }

  private mutating func add(_ code: Int32) {
    codes.append(code)
    if code >= 0 { counts[Int(code)] += 1 }
  }

  private mutating func code(of bytes: TextBytes) -> Int32 {
    let trimmed = ColumnCells.trimmed(bytes)
    if trimmed.isEmpty { return -1 }
    var count = min(trimmed.count, Self.textLimit)
    if count < trimmed.count {
      isBounded = true
      // Not within a character.
      while count > 0, trimmed[trimmed.startIndex + count] & 0xc0 == 0x80 { count -= 1 }
    }
    let key = TextBytes(rebasing: trimmed.prefix(count))
    guard keptBytes < Self.columnLimit else {
      isBounded = true
      return texts.existingCode(for: key) ?? -2
    }
    let code = texts.code(for: key)
    if Int(code) == counts.count {
      counts.append(0)
      keptBytes += key.count + 16
    }
    return code
  }
}
