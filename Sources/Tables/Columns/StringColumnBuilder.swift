/// Lays strings end to end.
struct StringColumnBuilder {
  private var offsets: [Int32] = [0]
  private var bytes: [UInt8] = []
  private var nulls: [Int] = []

  init(capacity: Int) {
    offsets.reserveCapacity(capacity + 1)
  }

  /// False, and nothing appended, where the text would pass 2 GiB.
  mutating func append(_ text: TextBytes) -> Bool {
    guard bytes.count + text.count <= Int(Int32.max) else { return false }
    bytes.append(contentsOf: text)
    offsets.append(Int32(bytes.count))
    return true
  }

  mutating func appendNull() -> Bool {
    nulls.append(offsets.count - 1)
    offsets.append(Int32(bytes.count))
    return true
  }

  func column() -> StringColumn {
    var isNull = [Bool](repeating: false, count: offsets.count - 1)
    for row in nulls { isNull[row] = true }
    return StringColumn(
      offsets: .array(offsets), bytes: .array(bytes), validity: Validity(isNull: isNull), nullCount: nulls.count)
  }
}
