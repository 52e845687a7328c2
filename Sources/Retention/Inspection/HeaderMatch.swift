import Foundation
import Text

/// How well a header names a canonical column.
struct HeaderMatch {
  /// 1 for a known header, less for a similar one.
  let score: Double
  let reason: MappingSuggestion.Reason

  /// nil if the header does not suggest the column.
  init?(header: String, column: CanonicalColumn) {
    if Self.isKnown(header, column) {
      (score, reason) = (1, .known)
      return
    }
    let name = Self.folded(header)
    guard !name.isEmpty, let best = Self.best(name, column) else { return nil }
    self = best
  }

  /// Whether a header is the name of a column, and not only like it.
  static func isExact(_ header: String, _ column: CanonicalColumn) -> Bool {
    HeaderMatch(header: header, column: column).map { $0.score > 0.9 } ?? false
  }

  /// Whether a header has one of `words` in it.
  static func has(_ header: String, _ words: [String]) -> Bool {
    let name = folded(header)
    return words.contains { name.contains($0) }
  }

  static func isKnown(_ header: String, _ column: CanonicalColumn) -> Bool {
    ColumnMapping.knownHeaders[column, default: []].contains(ColumnMapping.normalized(header))
  }

  private init(score: Double, reason: MappingSuggestion.Reason) {
    self.score = score
    self.reason = reason
  }

  private static func best(_ name: String, _ column: CanonicalColumn) -> HeaderMatch? {
    var best: HeaderMatch?
    let strangers = HeaderWords.strangers.filter { name.contains($0) }
    for (language, words) in zip(HeaderWords.languages, HeaderWords.words(for: column)) {
      for (rank, word) in words.enumerated() {
        guard let match = match(name, word, language, rank, strangers) else { continue }
        if match.score > best?.score ?? 0 { best = match }
      }
    }
    return best.map { HeaderMatch(score: $0.score, reason: $0.reason.inFirstLanguage(column)) }
  }

  /// - Parameter strangers: parts of the name that mean something else.
  private static func match(
    _ name: String, _ word: String, _ language: String, _ rank: Int, _ strangers: [String]
  ) -> HeaderMatch? {
    // If two columns are named exactly, the commoner word wins.
    if name == word { return HeaderMatch(score: 0.95 - 0.001 * Double(rank), reason: .word(word, language: language)) }
    guard word.count >= 5, strangers.allSatisfy({ word.contains($0) }) else { return nil }
    if name.contains(word) {
      let cover = Double(word.count) / Double(name.count)
      return cover >= 0.4 ? HeaderMatch(score: 0.5 + 0.35 * cover, reason: .similar(word, language: language)) : nil
    }
    guard abs(name.count - word.count) <= 2 else { return nil }
    let edits = editDistance(name, word)
    guard edits <= (word.count >= 9 ? 2 : 1) else { return nil }
    return HeaderMatch(score: 0.75 - 0.1 * Double(edits), reason: .similar(word, language: language))
  }

  /// Lower case, without accents, blanks and marks: `N° Commande` is `ncommande`, `Stückpreis` is `stuckpreis`.
  static func folded(_ header: String) -> String {
    let plain = header.prefix(100).decomposedStringWithCompatibilityMapping.lowercased()
    return String(
      String.UnicodeScalarView(
        plain.unicodeScalars.filter { ("a"..."z").contains($0) || ("0"..."9").contains($0) }))
  }
}

extension MappingSuggestion.Reason {
  /// A word of several languages is reported as one of the first of them.
  fileprivate func inFirstLanguage(_ column: CanonicalColumn) -> MappingSuggestion.Reason {
    func first(_ word: String, _ language: String) -> String {
      zip(HeaderWords.languages, HeaderWords.words(for: column)).first { $1.contains(word) }?.0 ?? language
    }
    return switch self {
    case .word(let word, let language): .word(word, language: first(word, language))
    case .similar(let word, let language): .similar(word, language: first(word, language))
    default: self
    }
  }
}
