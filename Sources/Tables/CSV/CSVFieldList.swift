/// Where a field's text lies in its block, quotes left out.
struct CSVField: BitwiseCopyable {
  let start: UInt32
  /// Length, shifted by one; the low bit says that quotes inside are doubled.
  private let packed: UInt32

  init(start: Int, end: Int, isEscaped: Bool) {
    self.start = UInt32(truncatingIfNeeded: start)
    packed = UInt32(truncatingIfNeeded: end - start) << 1 | (isEscaped ? 1 : 0)
  }

  var length: Int { Int(packed >> 1) }
  var isEscaped: Bool { packed & 1 == 1 }
}

/// Fields of a block, row after row, in memory that is used again for the next block.
final class CSVFieldList {
  private(set) var fields: UnsafeMutablePointer<CSVField>
  private var capacity: Int
  private(set) var count = 0

  init(capacity: Int) {
    self.capacity = capacity
    fields = .allocate(capacity: capacity)
  }

  deinit { fields.deallocate() }

  @inline(__always) func append(_ field: CSVField) {
    if count == capacity { grow() }
    fields[count] = field
    count &+= 1
  }

  func truncate(to count: Int) {
    self.count = count
  }

  private func grow() {
    let larger = UnsafeMutablePointer<CSVField>.allocate(capacity: capacity * 2)
    larger.update(from: fields, count: count)
    fields.deallocate()
    fields = larger
    capacity *= 2
  }
}
