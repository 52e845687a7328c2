import Foundation
import Learning
import Numerics
import Testing

/// Texts from strangers: each is refused with an error, or makes trees that can be used.
@Suite("LightGBM text format: hostile texts") struct LightGBMHostileTextTests {
  /// A model of two trees with categories, in a kilobyte and a half.
  private static let small: String = {
    var random = RandomForest(columns: 3, seed: 4)
    return random.model([random.tree(leaves: 6), random.tree(leaves: 5, shape: .leftChain)]).lightGBMText()
  }()

  /// Whatever was taken must predict and explain.
  private func use(_ bytes: some Sequence<UInt8>) throws -> Bool {
    guard let model = try? GradientBoostingModel(lightGBMText: String(decoding: Array(bytes), as: UTF8.self)) else {
      return false
    }
    var random = RandomForest(columns: model.featureNames.count, seed: 1)
    let features = random.rows(9)
    let scores = try model.rawScores(features, context: .serial)
    let plain = (0..<9).map { row in model.trees.reduce(0) { $0 + $1.plainValue(features, row) } }
    #expect(scores == plain)
    #expect(try model.contributions(features, context: .serial).rows == 9)
    #expect((try? GradientBoostingModel(lightGBMText: model.lightGBMText())) != nil)
    return true
  }

  @Test("a text that ends anywhere is refused, or has lost nothing but the end")
  func truncated() throws {
    let bytes = Array(Self.small.utf8)
    let end = Self.small.utf8.distance(
      from: Self.small.startIndex, to: Self.small.range(of: "end of parameters")!.upperBound)
    for length in 0..<end where try use(bytes[..<length]) {
      // Parameters are not needed by this objective, and may be missing altogether.
      let kept = String(decoding: bytes[..<length], as: UTF8.self)
      #expect(kept.contains("end of trees") && !kept.contains("\nparameters:\n"), "\(length) bytes were enough")
    }
  }

  @Test("a text with many kinds of damage is refused or harmless", arguments: 0..<8)
  func damaged(part: Int) throws {
    var mutator = TextMutator(seed: UInt64(part))
    let source = Array((part % 2 == 0 ? Self.small : LightGBMTextTests.foreign).utf8)
    var taken = 0
    for _ in 0..<2500 where try use(mutator.damaged(source)) { taken += 1 }
    // Damage that all texts, or none, survive would test nothing.
    #expect(taken > 10 && taken < 2000)
  }

  @Test("numbers of every odd form are refused where they mean nothing")
  func oddNumbers() throws {
    let words = [
      "nan", "-nan", "NaN(7)", "1e999", "-1e999", "0x10", "1_0", "+1", "--1", "1e", "", "1..2", "９", "1,5",
      "9223372036854775808",
      "-9223372036854775809", "1e-400", "∞", "[[[[1]]]]", String(repeating: "9", count: 100_000),
    ]
    for key in ["num_leaves", "num_cat", "max_feature_idx", "tree_sizes", "shrinkage"] {
      for word in words {
        var lines = Self.small.components(separatedBy: "\n")
        let place = lines.firstIndex { $0.hasPrefix(key + "=") }!
        lines[place] = "\(key)=\(word)"
        _ = try use(lines.joined(separator: "\n").utf8)
      }
    }
    #expect(try !use(Self.small.replacingOccurrences(of: "threshold=", with: "threshold=nan ").utf8))
  }

  @Test("lines without end, and bytes that are no text, are refused")
  func notText() throws {
    let line = [UInt8](repeating: UInt8(ascii: "7"), count: 5_000_000)
    #expect(try !use(line))
    #expect(try !use(Array("tree\nversion=v4\nnum_class=".utf8) + line))
    #expect(try !use(Array("tree\n".utf8) + [UInt8](repeating: UInt8(ascii: "="), count: 1_000_000)))
    #expect(try !use(Array("tree\n".utf8) + [UInt8](repeating: UInt8(ascii: "\n"), count: 1_000_000)))
    #expect(try !use([0xFF, 0xFE, 0x00] + Array(Self.small.utf8)))
    #expect(try !use(Array("tree\n".utf8) + (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 151) }))
  }
}

/// Damages texts, each in one to three places, the same ones for the same seed.
private struct TextMutator {
  private var random: PhiloxGenerator

  init(seed: UInt64) { random = PhiloxGenerator(seed: seed) }

  private mutating func below(_ count: Int) -> Int { Int.random(in: 0..<max(1, count), using: &random) }

  mutating func damaged(_ source: [UInt8]) -> [UInt8] {
    var bytes = source
    for _ in 0...below(3) { damage(&bytes) }
    return bytes
  }

  private mutating func damage(_ bytes: inout [UInt8]) {
    let place = below(bytes.count)
    switch below(6) {
    case 0: bytes[place] = Array("0123456789-+. =\n:ex~".utf8)[below(20)]
    case 1: bytes[place] = UInt8(below(256))
    case 2: bytes.removeSubrange(place..<min(bytes.count, place + 1 + below(8)))
    case 3: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 1 + below(60))], at: below(bytes.count))
    case 4: replaceNumber(&bytes, from: place)
    default: swapLines(&bytes)
    }
  }

  private mutating func replaceNumber(_ bytes: inout [UInt8], from place: Int) {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard let first = bytes[place...].firstIndex(where: digits.contains) else { return }
    let end = bytes[first...].firstIndex { !digits.contains($0) } ?? bytes.count
    let words = [
      "0", "1", "-1", "2", "3", "4", "7", "31", "2147483647", "4294967295", "1e308", "inf", "nan", "-9", "0.5",
    ]
    bytes.replaceSubrange(first..<end, with: Array(words[below(words.count)].utf8))
  }

  private mutating func swapLines(_ bytes: inout [UInt8]) {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    lines.swapAt(below(lines.count), below(lines.count))
    bytes = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
  }
}
