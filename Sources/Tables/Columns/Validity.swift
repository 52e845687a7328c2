/// Which rows hold a value: one bit per row, least significant first, 1 is a value (Arrow's layout).
@usableFromInline
struct Validity: Sendable {
  @usableFromInline let bits: Storage<UInt8>
  /// Bits to skip before row 0.
  @usableFromInline let offset: Int

  init(bits: Storage<UInt8>, offset: Int) {
    self.bits = bits
    self.offset = offset
  }

  @inlinable func isNull(_ row: Int) -> Bool {
    bits[(row + offset) >> 3] & (1 << UInt8((row + offset) & 7)) == 0
  }
}

extension Validity {
  /// Nil where no row is null.
  init?(isNull: [Bool]) {
    guard isNull.contains(true) else { return nil }
    self.init(count: isNull.count) { isNull[$0] }
  }

  init(count: Int, isNull: (Int) -> Bool) {
    var bits = [UInt8](repeating: 0, count: (count + 7) / 8)
    for row in 0..<count where !isNull(row) {
      bits[row >> 3] |= 1 << UInt8(row & 7)
    }
    self.init(bits: .array(bits), offset: 0)
  }

  func nullCount(of rows: Int) -> Int {
    var nulls = 0
    for row in 0..<rows where isNull(row) { nulls += 1 }
    return nulls
  }
}
