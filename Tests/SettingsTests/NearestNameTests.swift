import Settings
import Testing

@Suite struct NearestNameTests {
  private let names = ["horizon_days", "models", "calibration", "k_min", "k_max"]

  @Test(
    "one slip is found",
    arguments: [
      ("horizon_day", "horizon_days"), ("horizno_days", "horizon_days"), ("Models", "models"), ("k-min", "k_min"),
      ("calibraton", "calibration"), ("model", "models"), ("k_mix", "k_min"), ("horizon", "horizon_days"),
      ("calibration_method", "calibration"),
    ])
  func slips(_ written: String, _ meant: String) {
    #expect(nearestName(to: written, in: names) == meant)
  }

  @Test("something else altogether is not", arguments: ["budget", "", "x", "seed_of_all_randomness"])
  func strangers(_ written: String) {
    #expect(nearestName(to: written, in: names) == nil)
  }

  @Test("an endless key costs no more than a long one")
  func endless() {
    #expect(nearestName(to: String(repeating: "a", count: 100_000), in: names) == nil)
  }
}
