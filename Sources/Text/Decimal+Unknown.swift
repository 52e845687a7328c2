/// Fixed decimals for sentences; a number that is not there, or not finite, is unknown.
package func rounded(_ value: Double?, _ places: Int) -> String {
  guard let value, value.isFinite else { return "unknown" }
  return decimal(value, places: places)
}
