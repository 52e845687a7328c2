import Testing
import Text

@Suite struct NearestNameTests {
  private let names = ["horizon_days", "models", "calibration", "k_min", "k_max"]

  @Test(
    "a small typo finds the name",
    arguments: [
      ("horizon_day", "horizon_days"), ("horizno_days", "horizon_days"), ("Models", "models"), ("k-min", "k_min"),
      ("calibraton", "calibration"), ("model", "models"), ("k_mix", "k_min"), ("horizon", "horizon_days"),
      ("calibration_method", "calibration"),
    ])
  func slips(_ written: String, _ meant: String) {
    #expect(nearestName(to: written, in: names) == meant)
  }

  @Test("swapped letters find the name, even if it is short")
  func swaps() {
    #expect(nearestName(to: "di", in: ["day", "id"]) == "id")
    #expect(nearestName(to: "sku", in: ["ksu", "skus"]) == "ksu")
    #expect(nearestName(to: "Réf", in: ["Fér", "éRf", "x"]) == "éRf")
  }

  @Test("an unrelated name finds nothing", arguments: ["budget", "", "x", "seed_of_all_randomness"])
  func strangers(_ written: String) {
    #expect(nearestName(to: written, in: names) == nil)
  }

  @Test("an empty list gives no name")
  func nothing() {
    #expect(nearestName(to: "models", in: []) == nil)
  }

  @Test("a very long key finds no name")
  func endless() {
    #expect(nearestName(to: String(repeating: "a", count: 100_000), in: names) == nil)
  }

  @Test(
    "known distances",
    arguments: [
      ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("kitten", "sitting", 3), ("ab", "ba", 1), ("ca", "abc", 3),
      ("flaw", "lawn", 2), ("naïve", "naive", 1),
    ])
  func distances(first: String, second: String, edits: Int) {
    #expect(editDistance(first, second) == edits)
    #expect(editDistance(second, first) == edits)
  }
}
