import Foundation
import Numerics
import Tables

/// Customer ids that differ in case, blanks or the width of letters alone: probably one customer that counts as several.
struct SimilarIDs: Sendable {
  /// Ids that are like an earlier one.
  let count: Int
  /// Two of them.
  let example: (first: String, second: String)?

  init(_ ids: StringDictionary, isPresent: @Sendable (Int) -> Bool, _ context: ExecutionContext) throws(Cancelled) {
    // Ids that have no two such spellings anyway, as numbers, need no comparison.
    let spellings = try context.mapChunks(of: ids.count) { codes in
      codes.reduce(into: Spellings()) { found, code in ids.withBytes(of: Int32(code)) { found.add($0) } }
    }.reduce(into: Spellings()) { $0.formUnion($1) }
    guard spellings.canDiffer else {
      (count, example) = (0, nil)
      return
    }
    let hashes = Array(
      try context.mapChunks(of: ids.count) { codes in
        codes.map { code in isPresent(code) ? ids.withBytes(of: Int32(code), Self.key) : 0 }
      }.joined())
    var first: [UInt64: Int32] = [:]
    first.reserveCapacity(hashes.count)
    var count = 0
    var example: (String, String)?
    try context.forEachBlock(of: hashes.count) { codes in
      for code in codes where hashes[code] != 0 {
        guard let earlier = first[hashes[code]] else {
          first[hashes[code]] = Int32(code)
          continue
        }
        count += 1
        if example == nil { example = (ids[earlier], ids[Int32(code)]) }
      }
    }
    self.count = count
    self.example = example
  }

  /// What letters ids are written with.
  private struct Spellings: Sendable {
    var hasLower = false
    var hasUpper = false
    var hasOther = false

    var canDiffer: Bool { hasOther || hasLower && hasUpper }

    @inline(__always)
    mutating func add(_ id: TextBytes) {
      for byte in id {
        if (97...122).contains(byte) { hasLower = true }
        if (65...90).contains(byte) { hasUpper = true }
        if byte >= 128 || byte == 32 || byte == 9 { hasOther = true }
      }
    }

    mutating func formUnion(_ other: Spellings) {
      hasLower = hasLower || other.hasLower
      hasUpper = hasUpper || other.hasUpper
      hasOther = hasOther || other.hasOther
    }
  }

  /// A hash of what is left without case, blanks and width; never 0.
  private static func key(_ id: TextBytes) -> UInt64 {
    var hash = RowHash()
    if id.allSatisfy({ $0 < 128 }) {
      for byte in id where byte != 32 && byte != 9 {
        hash.add(UInt64((65...90).contains(byte) ? byte | 0x20 : byte))
      }
    } else {
      let text = String(decoding: id, as: UTF8.self).precomposedStringWithCompatibilityMapping.lowercased()
      for byte in text.utf8 where byte != 32 && byte != 9 { hash.add(UInt64(byte)) }
    }
    return hash.value | 1
  }
}
