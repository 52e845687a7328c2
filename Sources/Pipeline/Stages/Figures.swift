import Text

// Figures as they stand in tables and sentences.

func toDigits(_ value: Double, _ digits: Int) -> Double {
  var scale = 1.0
  for _ in 0..<digits { scale *= 10 }
  return (value * scale).rounded() / scale
}

/// How far a plan is from the bound, at most; the bound has rounding errors of its own.
///
/// - Parameter share: of the bound.
package func gapText(_ share: Double?) -> String {
  guard let share else { return "an unknown share" }
  return share < 0.000_01 ? "less than 0.001 %" : "at most \(rounded(100 * share, 3)) %"
}

/// Fixed decimals, for sentences; what is not finite is unknown.
package func rounded(_ value: Double?, _ digits: Int) -> String {
  value.map { decimal($0, places: digits) } ?? "unknown"
}
