import Foundation

/// The words of a header in lower case, without accents: `Cancelled at` and `cancelledAt` are `cancelled`, `at`.
func headerParts(_ header: String) -> [String] {
  var parts: [String] = []
  var part = ""
  var wasLower = false
  for scalar in header.prefix(100).decomposedStringWithCompatibilityMapping.unicodeScalars {
    let isUpper = ("A"..."Z").contains(scalar)
    let isLetter = isUpper || ("a"..."z").contains(scalar)
    // Accents have become marks of their own.
    if scalar.properties.isDiacritic { continue }
    if !isLetter || isUpper && wasLower {
      if !part.isEmpty { parts.append(part) }
      part = ""
    }
    if isLetter { part.unicodeScalars.append(scalar) }
    wasLower = isLetter && !isUpper
  }
  if !part.isEmpty { parts.append(part) }
  return parts.map { $0.lowercased() }
}
