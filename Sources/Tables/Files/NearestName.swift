/// The name among `known` that a user most likely meant: few edits away, letter case aside; nil where none is near.
func nearestName(to name: String, among known: [String]) -> String? {
  let limit = max(1, name.count / 3)
  let nearest = known.map { (name: $0, edits: editDistance(name.lowercased(), $0.lowercased())) }
    .min { $0.edits < $1.edits }
  return nearest.flatMap { $0.edits <= limit ? $0.name : nil }
}

/// Insertions, deletions and replacements that turn one string into the other (Levenshtein 1966).
package func editDistance(_ left: String, _ right: String) -> Int {
  let right = Array(right)
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
