/// A number with thousands separators, in every locale: `541,909`.
package func grouped(_ value: Int) -> String {
  let digits = String(value.magnitude)
  var text = value < 0 ? "-" : ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
    text.append(digit)
  }
  return text
}

/// A count with its noun: `1 error`, `3 errors`.
///
/// - Parameters:
///   - noun: in the singular; its plural must end in `s`.
///   - text: the count as text, if not in plain digits.
package func counted<Count: Numeric>(_ count: Count, _ noun: String, as text: String? = nil) -> String {
  "\(text ?? "\(count)") \(noun)\(count == 1 ? "" : "s")"
}

/// Words as a list: `a`, `a and b`, `a, b and c`.
package func listed(_ words: [String]) -> String {
  guard words.count > 1, let last = words.last else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " and \(last)"
}
