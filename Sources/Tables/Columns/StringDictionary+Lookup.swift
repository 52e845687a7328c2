#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension StringDictionary {
  /// The code of `text`, a new one where it was not seen before. At most 2 GiB of distinct text.
  public mutating func code(for text: TextBytes) -> Int32 {
    let hash = text.hash(seed: seed)
    let slot = slot(of: text, hash: hash)
    if slots[slot] >= 0 { return slots[slot] }
    let code = Int32(count)
    slots[slot] = code
    hashes.append(hash)
    arena.append(contentsOf: text)
    precondition(arena.count <= Int(Int32.max), "a dictionary holds at most 2 GiB of text")
    offsets.append(Int32(arena.count))
    if count * 2 > slots.count { grow() }
    return code
  }

  public mutating func code(for text: String) -> Int32 {
    var text = text
    return text.withUTF8 { code(for: $0) }
  }

  /// The code of `text` if it was seen before.
  public func existingCode(for text: TextBytes) -> Int32? {
    let code = slots[slot(of: text, hash: text.hash(seed: seed))]
    return code < 0 ? nil : code
  }

  public func existingCode(for text: String) -> Int32? {
    var text = text
    return text.withUTF8 { existingCode(for: $0) }
  }

  /// The slot that holds `text`, or the free one where it belongs.
  private func slot(of text: TextBytes, hash: UInt32) -> Int {
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while slots[slot] >= 0, !isEntry(slots[slot], text, hash) {
      slot = (slot + 1) & mask
    }
    return slot
  }

  private func isEntry(_ code: Int32, _ text: TextBytes, _ hash: UInt32) -> Bool {
    guard hashes[Int(code)] == hash else { return false }
    return withBytes(of: code) { entry in
      entry.count == text.count && (text.isEmpty || memcmp(entry.baseAddress!, text.baseAddress!, text.count) == 0)
    }
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    let mask = slots.count - 1
    for code in hashes.indices {
      var slot = Int(hashes[code]) & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(code)
    }
  }
}

extension StringDictionary {
  /// One code per row, -1 for null. A dictionary's entry is looked up once, when a row first uses it.
  public mutating func codes(for column: DictionaryColumn) -> [Int32] {
    var mapping = knownCodes(of: column.dictionary)
    known = nil
    var result: [Int32] = []
    result.reserveCapacity(column.count)
    column.codes.withValues { codes in
      for row in codes.indices {
        guard !column.codes.isNull(row) else {
          result.append(-1)
          continue
        }
        let entry = Int(codes[row])
        if mapping[entry] == -2 {
          mapping[entry] =
            column.dictionary.isNull(entry) ? -1 : column.dictionary.withBytes(entry) { code(for: $0) }
        }
        result.append(mapping[entry])
      }
    }
    known = (column.dictionary, mapping)
    return result
  }

  /// One code per row of a column of text, -1 for null.
  ///
  /// - Parameter path: for the error, the file of the column.
  /// - Throws: `wrongType` for anything but text.
  public mutating func codes(for column: Column, path: String? = nil) throws(TableError) -> [Int32] {
    switch column.values {
    case .dictionary(let values): codes(for: values)
    case .string(let values): codes(for: values)
    default:
      throw .wrongType(column: column.name, path: path, expected: "text", found: column.values.type.description)
    }
  }

  /// One code per row, -1 for null.
  public mutating func codes(for column: StringColumn) -> [Int32] {
    column.withUnsafeText { offsets, bytes in
      (0..<column.count).map { row in
        if column.isNull(row) { return -1 }
        return code(for: TextBytes(rebasing: bytes[Int(offsets[row])..<Int(offsets[row + 1])]))
      }
    }
  }

  private func knownCodes(of dictionary: StringColumn) -> [Int32] {
    if let known, known.dictionary.sharesMemory(with: dictionary) { return known.codes }
    return [Int32](repeating: -2, count: dictionary.count)
  }
}

extension StringColumn {
  /// Whether both read the same strings at the same place.
  fileprivate func sharesMemory(with other: StringColumn) -> Bool {
    withUnsafeText { offsets, bytes in
      other.withUnsafeText { otherOffsets, otherBytes in
        offsets.baseAddress == otherOffsets.baseAddress && offsets.count == otherOffsets.count
          && bytes.baseAddress == otherBytes.baseAddress && nullCount == other.nullCount
      }
    }
  }
}

extension TextBytes {
  /// Multiply and fold, eight bytes a step; the last step overlaps the one before it.
  fileprivate func hash(seed: UInt64) -> UInt32 {
    let raw = UnsafeRawPointer(baseAddress ?? UnsafePointer(bitPattern: 1)!)
    var state = seed ^ UInt64(truncatingIfNeeded: count)
    var position = 0
    while position &+ 8 < count {
      state = fold(state ^ raw.loadUnaligned(fromByteOffset: position, as: UInt64.self))
      position &+= 8
    }
    if count >= 8 {
      state = fold(state ^ raw.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self))
    } else if count >= 4 {
      let low = UInt64(raw.loadUnaligned(as: UInt32.self))
      let high = UInt64(raw.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self))
      state = fold(state ^ (high << 32 | low))
    } else if count > 0 {
      let low = UInt64(self[0]) | UInt64(self[count >> 1]) << 8 | UInt64(self[count &- 1]) << 16
      state = fold(state ^ low)
    }
    state = fold(state)
    return UInt32(truncatingIfNeeded: state ^ state >> 32)
  }
}

@inline(__always)
private func fold(_ value: UInt64) -> UInt64 {
  let product = (value ^ 0x9e37_79b9_7f4a_7c15).multipliedFullWidth(by: 0xd1b5_4a32_d192_ed03)
  return product.high ^ product.low
}
