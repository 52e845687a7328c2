import Foundation

/// How well a header names a canonical column.
struct HeaderMatch {
  /// 1 for a known header, less for likeness.
  let score: Double
  let reason: MappingSuggestion.Reason

  /// Nil where the header says nothing of the kind.
  init?(header: String, column: CanonicalColumn) {
    if ColumnMapping.knownHeaders[column, default: []].contains(ColumnMapping.normalized(header)) {
      (score, reason) = (1, .known)
      return
    }
    let name = Self.folded(header)
    guard !name.isEmpty, let best = Self.best(name, column) else { return nil }
    self = best
  }

  private init(score: Double, reason: MappingSuggestion.Reason) {
    self.score = score
    self.reason = reason
  }

  private static func best(_ name: String, _ column: CanonicalColumn) -> HeaderMatch? {
    var best: HeaderMatch?
    for (language, words) in zip(HeaderWords.languages, HeaderWords.words(for: column)) {
      for (rank, word) in words.enumerated() {
        guard let match = match(name, word, language, rank) else { continue }
        if match.score > best?.score ?? 0 { best = match }
      }
    }
    return best
  }

  private static func match(_ name: String, _ word: String, _ language: String, _ rank: Int) -> HeaderMatch? {
    // Of two columns that are both named outright, the one of the commoner word.
    if name == word { return HeaderMatch(score: 0.95 - 0.001 * Double(rank), reason: .word(word, language: language)) }
    let isStranger = HeaderWords.strangers.contains { name.contains($0) && !word.contains($0) }
    if isStranger { return nil }
    if word.count >= 5, name.contains(word) {
      let cover = Double(word.count) / Double(name.count)
      return cover >= 0.4 ? HeaderMatch(score: 0.5 + 0.35 * cover, reason: .similar(word, language: language)) : nil
    }
    guard word.count >= 5, abs(name.count - word.count) <= 2 else { return nil }
    let edits = editDistance(Array(name.unicodeScalars), Array(word.unicodeScalars))
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

/// Insertions, deletions and replacements that turn one text into the other (Levenshtein 1966).
private func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
  var row = Array(0...right.count)
  for (index, letter) in left.enumerated() {
    var diagonal = row[0]
    row[0] = index + 1
    for position in right.indices {
      let replaced = diagonal + (right[position] == letter ? 0 : 1)
      diagonal = row[position + 1]
      row[position + 1] = min(replaced, diagonal + 1, row[position] + 1)
    }
  }
  return row[right.count]
}
