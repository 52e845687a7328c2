/// A length of time in words: `0.4 s`, `12 s`, `3 min 05 s`, `2 h 07 min`.
///
/// Negative values give `0.0 s`; 1e9 seconds or more, and values that are not finite, give `a long time`.
package func duration(_ seconds: Double) -> String {
  guard seconds.isFinite, seconds < 1e9 else { return "a long time" }
  if seconds < 9.95 { return "\(decimal(max(0, seconds), places: 1)) s" }
  let whole = Int(seconds.rounded())
  switch whole {
  case ..<60: return "\(whole) s"
  case ..<3600: return "\(whole / 60) min \(String(whole % 60).leftPadded(to: 2, with: "0")) s"
  default: return "\(whole / 3600) h \(String(whole / 60 % 60).leftPadded(to: 2, with: "0")) min"
  }
}
