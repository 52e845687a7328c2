/// Records of the start of a file that are not blank and whole.
struct SampleRecords {
  let text: TextBytes
  /// Those of the record that `next` went to.
  private(set) var fields: [FieldCutter.Field] = []
  private var cutter: FieldCutter
  private let isWhole: Bool

  /// - Parameters:
  ///   - isWhole: whether the file ends with `text`; else its last record may be cut off.
  ///   - count: records to pass over.
  init(_ text: TextBytes, isWhole: Bool, _ dialect: CSVDialect, behind count: Int) {
    self.text = text
    self.isWhole = isWhole
    cutter = FieldCutter(text, dialect)
    for _ in 0..<count where !next() { break }
  }

  /// False where there are no more.
  mutating func next() -> Bool {
    while cutter.next(&fields), isWhole || cutter.position < text.count {
      if fields.count > 1 || !fields[0].isBlank { return true }
    }
    return false
  }
}
