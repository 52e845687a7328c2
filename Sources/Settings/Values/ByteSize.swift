/// An amount of memory, written `512MB`, `1.5GB` or `2GiB`: units of 1000, or of 1024 where there is an `i`.
package struct ByteSize: Sendable, Hashable {
  /// 0 or more.
  package let bytes: Int

  package init(bytes: Int) {
    self.bytes = bytes
  }

  /// Nil unless `text` is a number above 0 with a unit, and at most 2⁶² bytes.
  package init?(_ text: String) {
    let text = text.lowercased()
    for (unit, size) in Self.units where text.hasSuffix(unit) {
      let number = text.dropLast(unit.utf8.count).trimmingSuffix { $0 == " " }
      guard number.utf8.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: ".") }),
        let value = Double(String(number)), value > 0, value * size < 0x1p62
      else { return nil }
      bytes = Int((value * size).rounded())
      return
    }
    return nil
  }

  /// Longer names first, for each ends in a shorter one.
  private static let units: [(name: String, size: Double)] = [
    ("kib", 0x1p10), ("mib", 0x1p20), ("gib", 0x1p30), ("tib", 0x1p40), ("kb", 1e3), ("mb", 1e6), ("gb", 1e9),
    ("tb", 1e12), ("b", 1),
  ]
}

extension Substring {
  fileprivate func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> Substring {
    var text = self
    while let last = text.last, isTrimmed(last) { text.removeLast() }
    return text
  }
}

extension ByteSize: CustomStringConvertible, Comparable {
  /// In the largest unit that it is a whole number of.
  package var description: String {
    for (name, size) in [("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000)]
    where bytes >= size && bytes % size == 0 {
      return "\(bytes / size)\(name)"
    }
    return "\(bytes)B"
  }

  package static func < (left: Self, right: Self) -> Bool { left.bytes < right.bytes }
}

extension ByteSize: SettingValue {
  package static func decode(_ node: YAMLNode, key: String, limits: ValueLimits) throws(SettingsError) -> Self {
    let text = try node.string(key)
    guard let size = ByteSize(text) else {
      throw node.wrongType(key, expected: "an amount of memory such as 512MB or 2GB")
    }
    guard limits.range.contains(Double(size.bytes)) else {
      throw .outOfRange(key: key, value: text, allowed: "an amount of at least 100MB", at: node.position)
    }
    return size
  }

  package static func schema(_ limits: ValueLimits) -> [SettingLiteral.Field] {
    [.init("type", "string"), .init("pattern", "^[0-9.]+ ?([kKmMgGtT][iI]?)?[bB]$")]
  }

  package var literal: SettingLiteral { .string(description) }
  package static var takesBareText: Bool { true }
  package static func allowed(_ limits: ValueLimits) -> String? { "as 512MB or 2GB" }
}
