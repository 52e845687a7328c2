/// A number with fixed decimals for use in a sentence; `unknown` for nil and for values that are not finite.
package func rounded(_ value: Double?, _ places: Int) -> String {
  guard let value, value.isFinite else { return "unknown" }
  return decimal(value, places: places)
}
