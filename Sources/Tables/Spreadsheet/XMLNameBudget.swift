/// The distinct names of a part's elements and attributes. Any parser keeps each of them until the part ends, so their
/// number is bounded here, by what comes out of the parser: what goes on inside differs from version to version.
struct XMLNameBudget {
  private var names = StringDictionary()
  /// Bytes that further names may take.
  private var left = SpreadsheetLimits.nameBytes

  /// Counts `name` unless it is known. False where the names take more than a workbook's could.
  @inline(__always)
  mutating func admits(_ name: XMLName) -> Bool {
    // The names of cells. There are few of one or two bytes, so they need no look.
    if name[0] == 0 || name[1] == 0 || name[2] == 0 { return true }
    return admits(name.textBytes)
  }

  /// As `admits` for all keys of `attributes`.
  @inline(__always)
  mutating func admits(keysOf attributes: XMLAttributes) -> Bool {
    var pair = attributes
    while let key = pair[0] {
      guard admits(key) else { return false }
      pair += 2
    }
    return true
  }

  private mutating func admits(_ name: TextBytes) -> Bool {
    if names.existingCode(for: name) != nil { return true }
    left -= name.count + SpreadsheetLimits.bytesBesideName
    guard left >= 0 else { return false }
    _ = names.code(for: name)
    return true
  }
}
