import Foundation

extension StringColumn {
  /// Whether some text has a mark of a percentage; a quick look at all bytes.
  public var mayHoldPercentages: Bool {
    withUnsafeText { offsets, bytes in
      let (start, end) = (Int(offsets[0]), Int(offsets[count]))
      guard end > start, let base = bytes.baseAddress else { return false }
      // The percent sign, and the first byte of the wide one.
      return memchr(base + start, 0x25, end - start) != nil || memchr(base + start, 0xef, end - start) != nil
    }
  }
}
