/// Text for a message: a long one is cut, and what would break the line is replaced.
public func excerpt(_ text: String) -> String { excerpt(text, limit: 60) }

/// Names for a message: the first twenty, each cut.
public func excerpt(_ names: [String]) -> String {
  let shown = names.prefix(20).map { excerpt($0) }.joined(separator: ", ")
  return names.count > 20 ? shown + ", and \(names.count - 20) more" : shown
}

/// - Parameter limit: characters at most, two or more.
public func excerpt(_ text: String, limit: Int) -> String {
  var shown = String.UnicodeScalarView()
  for scalar in text.unicodeScalars.prefix(limit + 1) {
    shown.append(scalar.properties.generalCategory == .control ? " " : scalar)
  }
  return shown.count > limit ? String(String.UnicodeScalarView(shown.prefix(limit - 1))) + "…" : String(shown)
}
