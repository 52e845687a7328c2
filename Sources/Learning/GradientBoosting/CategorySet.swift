/// Categories that go left at a categorical split, one bit each; every other value, a missing one too, goes right.
///
/// A category is the whole part of a value from 0 up, as in LightGBM.
package struct CategorySet: Sendable, Hashable {
  /// Bit c of the whole, 32 per word: category c goes left. The last word is not zero.
  package let words: [UInt32]

  /// - Parameter categories: each 0 or more.
  package init(_ categories: some Sequence<Int>) {
    var words: [UInt32] = []
    for category in categories {
      while words.count <= category / 32 { words.append(0) }
      words[category / 32] |= 1 << UInt32(category % 32)
    }
    self.words = words
  }

  package init(words: [UInt32]) {
    self.words = Array(words[..<((words.lastIndex { $0 != 0 } ?? -1) + 1)])
  }

  package func contains(_ value: Float) -> Bool {
    // A value above −1 is category 0 too, which an empty set has no word for.
    guard value > -1 && value < Float(words.count * 32), !words.isEmpty else { return false }
    let category = Int(value)
    return words[category / 32] >> UInt32(category % 32) & 1 == 1
  }

  /// Ascending.
  package var categories: [Int] {
    words.indices.flatMap { word in
      (0..<32).filter { words[word] >> UInt32($0) & 1 == 1 }.map { word * 32 + $0 }
    }
  }
}
