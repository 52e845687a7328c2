/// The known name that a misspelled one most likely stands for; nil if none is close.
///
/// A name is close if its edit distance (see `editDistance`) is at most a third of the length of the longer name, or 1.
/// Ties go to the earlier name. If no name is close, the result is the only one that is a prefix of `name` or has it as
/// a prefix, of at least three characters. Case is ignored, and `-` equals `_`.
package func nearestName(to name: String, in known: some Sequence<String>) -> String? {
  let wanted = folded(name)
  var best: (name: String, distance: Int)?
  for candidate in known {
    let other = folded(candidate)
    let limit = max(1, max(wanted.count, other.count) / 3)
    guard abs(wanted.count - other.count) <= limit else { continue }
    let distance = editDistance(wanted, other)
    if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best?.name ?? uniquePrefixMatch(of: wanted, in: known)
}

/// Matches `horizon` to `horizon_days`. Prefixes of fewer than three characters say too little.
private func uniquePrefixMatch(of wanted: [Unicode.Scalar], in known: some Sequence<String>) -> String? {
  let related = known.filter {
    let other = folded($0)
    return min(wanted.count, other.count) >= 3 && (other.starts(with: wanted) || wanted.starts(with: other))
  }
  return related.count == 1 ? related[0] : nil
}

/// The number of insertions, deletions, substitutions and swaps of adjacent Unicode scalars that turn one text into the
/// other: the optimal string alignment distance (Damerau 1964).
package func editDistance(_ first: String, _ second: String) -> Int {
  editDistance(Array(first.unicodeScalars), Array(second.unicodeScalars))
}

private func editDistance(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar]) -> Int {
  guard !first.isEmpty else { return second.count }
  guard !second.isEmpty else { return first.count }
  var beforeLast: [Int] = []
  var last = Array(0...second.count)
  for row in 1...first.count {
    var current = [row]
    for column in 1...second.count {
      let replaced = last[column - 1] + (first[row - 1] == second[column - 1] ? 0 : 1)
      var distance = min(replaced, last[column] + 1, current[column - 1] + 1)
      let isSwap =
        row > 1 && column > 1 && first[row - 1] == second[column - 2] && first[row - 2] == second[column - 1]
      if isSwap { distance = min(distance, beforeLast[column - 2] + 1) }
      current.append(distance)
    }
    (beforeLast, last) = (last, current)
  }
  return last[second.count]
}

/// Our names have at most 100 characters, so longer input is cut to bound the cost.
private func folded(_ name: String) -> [Unicode.Scalar] {
  name.prefix(100).lowercased().unicodeScalars.map { $0 == "-" ? "_" : $0 }
}
