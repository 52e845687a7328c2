import Foundation
import TestSupport
import Testing

@Suite("A limit to memory")
struct MemoryLimitTests {
  @Test(
    "changes no artefact of the real shop, whose lines then lie in files",
    .enabled(if: RealShop.isThere, "\(RealData.absence)"))
  func sameArtefacts() throws {
    let workspace = try Workspace()
    var digests: [[String: String]] = []
    for (folder, limit) in [("free", "8GB"), ("bounded", "100MB")] {
      let outcome = try workspace.run(
        "features", "--data", RealShop.file, "--output", folder, "--max-memory", limit, "--quiet")
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      let run = try workspace.latest(folder)
      let warns = try run.text("logs/retention-fast.log").contains("more than run.max_memory")
      #expect(warns == (limit == "100MB"), "200 MB are needed, and the run says so")
      let all = try run.digests()
      let told: Set = ["run.json", "logs/retention-fast.log", "metrics.json", "data/feature_metadata.json"]
      digests.append(all.filter { !told.contains($0.key) })
      let left = try FileManager.default.contentsOfDirectory(atPath: workspace.file(folder).path)
      #expect(left.allSatisfy { !$0.hasPrefix(".retention-fast") }, "\(left)")
    }
    #expect(digests[0] == digests[1])
    #expect(digests[0].keys.contains("data/customer_features.parquet"))
  }

  @Test("what is no size, or too small a one, is refused with an example", arguments: ["lots", "12", "1MB"])
  func refused(size: String) throws {
    let workspace = try Workspace()
    try workspace.write(SampleShop.csv, to: "shop.csv")
    let outcome = try workspace.run("clean", "--data", "shop.csv", "--max-memory", size, "--quiet")
    expectFailure(outcome, code: size == "1MB" ? 3 : 2, says: "--max-memory", size == "1MB" ? "100MB" : "512MB")
  }

  @Test("features from order lines, or from a run, not from both")
  func featuresFromData() throws {
    let workspace = try Workspace()
    try workspace.write(SampleShop.csv, to: "shop.csv")
    let direct = try workspace.run("features", "--data", "shop.csv", "--output", "direct", "--quiet")
    #expect(direct.exitCode == 0, "\(direct.errors)")
    #expect(try workspace.run("clean", "--data", "shop.csv", "--output", "steps", "--quiet").exitCode == 0)
    #expect(try workspace.run("features", "--output", "steps", "--quiet").exitCode == 0)
    let (one, two) = (try workspace.latest("direct").digests(), try workspace.latest("steps").digests())
    #expect(one["data/customer_features.parquet"] == two["data/customer_features.parquet"])
    #expect(one["data/cleaned_data.parquet"] == two["data/cleaned_data.parquet"])
    expectFailure(
      try workspace.run("features", "--data", "shop.csv", "--run", "latest", "--quiet"), code: 2, says: "--run",
      "--data")
  }
}
