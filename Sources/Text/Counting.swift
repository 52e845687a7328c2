/// `541909` as `541,909`, in every locale.
package func grouped(_ value: Int) -> String {
  let digits = String(value.magnitude)
  var text = value < 0 ? "-" : ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
    text.append(digit)
  }
  return text
}

/// `1 error`, `3 errors`.
///
/// - Parameters:
///   - noun: in the singular; its plural ends in `s`.
///   - text: how the count is written, where not in plain digits.
package func counted<Count: Numeric>(_ count: Count, _ noun: String, as text: String? = nil) -> String {
  "\(text ?? "\(count)") \(noun)\(count == 1 ? "" : "s")"
}
