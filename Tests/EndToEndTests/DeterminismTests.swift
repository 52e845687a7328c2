import Foundation
import Testing

@Suite("The same seed, input and settings")
struct DeterminismTests {
  @Test("give the same bytes in every artefact, with one thread and with two")
  func threads() throws {
    let two = try Shared.training.get()
    let workspace = try Workspace()
    try workspace.write(SampleShop.csv, to: "shop.csv")
    let outcome = try workspace.run(
      ["train", "--data", "shop.csv", "--threads", "1", "--quiet"] + Training.settings)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let (first, second) = (try two.run, try workspace.latest())
    let (left, right) = (try first.digests(), try second.digests())
    #expect(Set(left.keys) == Set(right.keys))
    // These tell of time, place and threads; the parts that are results are compared below.
    let told: Set = [
      "run.json", "logs/retention-fast.log", "metrics.json", "data/feature_metadata.json", "config.yaml",
    ]
    for path in left.keys.sorted() where !told.contains(path) {
      #expect(left[path] == right[path], "\(path)")
    }
    let clock: Set = ["timings_s", "peak_rss_mb", "created_at"]
    for path in ["metrics.json", "data/feature_metadata.json"] {
      let texts = try [first, second].map { try $0.json(path).canonicalText(without: clock) }
      #expect(texts[0] == texts[1], "\(path)")
    }
    let settings = try [first, second].map { run in
      try run.text("config.yaml").split(separator: "\n").filter { !$0.contains("threads:") }
    }
    #expect(settings[0] == settings[1])
  }

  @Test("another seed gives other models")
  func seed() throws {
    let training = try Shared.training.get()
    let outcome = try training.workspace.run(
      "churn", "--run", try training.run.url.path, "--output", "other-seed", "--seed", "7", "--quiet")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let other = try training.workspace.latest("other-seed").text("models/churn_blend.txt")
    #expect(try training.run.text("models/churn_blend.txt") != other)
  }
}
