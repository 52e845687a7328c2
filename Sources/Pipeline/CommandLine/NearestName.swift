/// Finds the name somebody probably meant.
package enum NearestName {
  /// The known name with the fewest edits (insert, remove, replace, swap neighbours), if they are few for its length.
  package static func of(_ name: String, among known: some Sequence<String>) -> String? {
    let wanted = Array(name.lowercased().unicodeScalars)
    // Nobody mistypes a page; and the table below is quadratic.
    guard (1...64).contains(wanted.count) else { return nil }
    var best: (name: String, edits: Int)?
    for candidate in known {
      let edits = distance(wanted, Array(candidate.lowercased().unicodeScalars))
      let limit = max(1, min(wanted.count, candidate.unicodeScalars.count) / 3)
      if edits <= limit, edits < best?.edits ?? .max { best = (candidate, edits) }
    }
    return best?.name
  }

  /// Optimal string alignment distance (Damerau 1964, without edits inside a swap).
  static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var before: [Int] = []
    var previous = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      for column in right.indices {
        let replaced = previous[column] + (left[row] == right[column] ? 0 : 1)
        var edits = min(replaced, previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          edits = min(edits, before[column - 1] + 1)
        }
        current.append(edits)
      }
      (before, previous) = (previous, current)
    }
    return previous[right.count]
  }
}
