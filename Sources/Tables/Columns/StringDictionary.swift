/// Gives equal strings equal small integers: codes 0, 1, 2, … in order of first appearance.
///
/// Strings end here and dense integers go on. The text lies end to end in one arena, and a table of slots (open
/// addressing, a power of two, at most half full) finds a string's code; no `String` is made.
public struct StringDictionary: Sendable {
  /// A code, or -1.
  var slots: [Int32]
  /// One hash per code: compared before the text, and enough to grow the slots without reading it.
  var hashes: [UInt32] = []
  /// Code `c` is `arena[offsets[c]..<offsets[c + 1]]`.
  var offsets: [Int32] = [0]
  var arena: [UInt8] = []
  /// The last column's dictionary and what its entries became (-2: not looked up yet): batches of one file often
  /// share a dictionary. Holding it keeps its address from being used again.
  var known: (dictionary: StringColumn, codes: [Int32])?
  /// Random for each process, so that no file can be made whose strings collide. Codes do not depend on it.
  let seed = processSeed

  /// - Parameter capacity: distinct strings to have room for.
  public init(capacity: Int = 0) {
    var slotCount = 16
    while slotCount < capacity * 2 { slotCount *= 2 }
    slots = [Int32](repeating: -1, count: slotCount)
  }
}

private let processSeed = UInt64.random(in: .min ... .max)

extension StringDictionary {
  /// Distinct strings.
  public var count: Int { offsets.count - 1 }

  /// The string of `code`, which one of the lookups returned.
  public subscript(code: Int32) -> String {
    withBytes(of: code) { String(decoding: $0, as: UTF8.self) }
  }

  /// Reads the bytes of a string in place. The pointer is valid only inside `body`.
  public func withBytes<Result, Failure: Error>(
    of code: Int32, _ body: (TextBytes) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let start = Int(offsets[Int(code)])
    let end = Int(offsets[Int(code) + 1])
    return try arena.withUnsafeBufferPointer { arena throws(Failure) in
      try body(TextBytes(rebasing: arena[start..<end]))
    }
  }

  /// All strings in the order of their codes.
  public func asColumn() -> StringColumn {
    StringColumn(offsets: .array(offsets), bytes: .array(arena))
  }
}
