/// What a buy-till-you-die model knows about a customer; times in a unit of the caller's choice, such as weeks.
package struct PurchaseSummary: Sendable, Hashable, Codable {
  /// x: periods with a purchase after the first one.
  package var repeats: Int
  /// t_x: from the first purchase to the last; 0 without a repeat.
  package var recency: Double
  /// T: from the first purchase to the end of observation.
  package var age: Double
  /// How many customers share this history.
  package var weight: Double

  package init(repeats: Int, recency: Double, age: Double, weight: Double = 1) {
    self.repeats = repeats
    self.recency = recency
    self.age = age
    self.weight = weight
  }
}
