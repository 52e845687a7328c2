/// Text from outside, made safe for a message: cut to `limit`, with a space for each character that could break the
/// line or control the terminal.
///
/// - Parameter limit: maximum number of Unicode scalars, at least 2; the ellipsis of a cut text counts.
package func excerpt(_ text: some StringProtocol, limit: Int = 60) -> String {
  var shown = String.UnicodeScalarView()
  for scalar in text.unicodeScalars.prefix(limit + 1) {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: shown.append(" ")
    default: shown.append(scalar)
    }
  }
  return shown.count > limit ? String(String.UnicodeScalarView(shown.prefix(limit - 1))) + "…" : String(shown)
}

/// A list of names for a message: the first twenty, each shortened, and how many more there are.
package func excerpt(_ names: [String]) -> String {
  let shown = names.prefix(20).map { excerpt($0) }.joined(separator: ", ")
  return names.count > 20 ? shown + ", and \(names.count - 20) more" : shown
}
