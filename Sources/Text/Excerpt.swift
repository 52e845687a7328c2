/// Somebody else's text for a message: a long one is cut, and a character that could break the line or drive the
/// terminal becomes a blank.
///
/// - Parameter limit: Unicode scalars at most, two or more; the ellipsis of a cut text is one of them.
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

/// Names for a message: the first twenty, each cut.
package func excerpt(_ names: [String]) -> String {
  let shown = names.prefix(20).map { excerpt($0) }.joined(separator: ", ")
  return names.count > 20 ? shown + ", and \(names.count - 20) more" : shown
}
