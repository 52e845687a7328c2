/// The distinct names of a part's elements and attributes. Any parser keeps each of them until the part ends, so their
/// number is bounded here, by what comes out of the parser: what goes on inside differs from version to version.
///
/// A class, since each tag and each attribute comes by: no check of exclusive access, and the names of every cell are
/// found among a few words.
final class XMLNameBudget {
  private var names = StringDictionary()
  /// Names of up to eight bytes that are in `names`, each in the slot that its bytes lead to; 0 where none is.
  private let recent: UnsafeMutablePointer<UInt64>
  private static let slots = 64
  /// Bytes that further names may take.
  private var left = SpreadsheetLimits.nameBytes

  init() {
    recent = .allocate(capacity: Self.slots)
    recent.initialize(repeating: 0, count: Self.slots)
  }

  deinit { recent.deallocate() }

  /// Counts `name` unless it is known. False where the names take more than a workbook's could.
  @inline(__always)
  func admits(_ name: XMLName) -> Bool {
    // The names of cells. There are few of one or two bytes, so they need no look.
    if name[0] == 0 || name[1] == 0 || name[2] == 0 { return true }
    guard let word = Self.packed(name) else { return admits(name.textBytes) }
    let slot = Int(truncatingIfNeeded: (word &* 0x9e37_79b9_7f4a_7c15) >> 58)
    if recent[slot] == word { return true }
    guard admits(name.textBytes) else { return false }
    recent[slot] = word
    return true
  }

  /// As `admits` for all keys of `attributes`.
  @inline(__always)
  func admits(keysOf attributes: XMLAttributes) -> Bool {
    var pair = attributes
    while let key = pair[0] {
      guard admits(key) else { return false }
      pair += 2
    }
    return true
  }

  private func admits(_ name: TextBytes) -> Bool {
    if names.existingCode(for: name) != nil { return true }
    left -= name.count + SpreadsheetLimits.bytesBesideName
    guard left >= 0 else { return false }
    _ = names.code(for: name)
    return true
  }

  /// The bytes of a name of up to eight of them, the first one lowest.
  @inline(__always)
  private static func packed(_ name: XMLName) -> UInt64? {
    var word: UInt64 = 0
    for index in 0..<8 {
      let byte = UInt8(bitPattern: name[index])
      if byte == 0 { return word }
      word |= UInt64(byte) << UInt64(8 * index)
    }
    return name[8] == 0 ? word : nil
  }
}
