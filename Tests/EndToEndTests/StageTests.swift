import Foundation
import Tables
import Testing

@Suite("Stages one after the other")
struct StageTests {
  @Test("give the scores, plan and reports of train")
  func chain() throws {
    let training = try Shared.training.get()
    let workspace = try Workspace()
    try workspace.write(SampleShop.csv, to: "shop.csv")
    let commands = [
      ["clean", "--data", "shop.csv"] + Training.settings, ["features"], ["segment"], ["churn"], ["clv"], ["allocate"],
    ]
    var parent: String?
    for command in commands {
      let outcome = try workspace.run(command + ["--quiet"])
      #expect(outcome.exitCode == 0, "\(command[0]): \(outcome.errors)")
      let manifest = try workspace.latest().json("run.json")
      #expect(manifest.parent.text == parent, "\(command[0])")
      parent = manifest.run_id.text
    }
    let (whole, chained) = (try training.run.digests(), try workspace.latest().digests())
    for path in TrainTests.contract.sorted() where path.contains("/") {
      // Two tell when they were made, one what was said meanwhile.
      if ["data/feature_metadata.json", "logs/retention-fast.log"].contains(path) { continue }
      #expect(whole[path] == chained[path], "\(path)")
    }
    let metrics = try [training.run, workspace.latest()].map { try $0.json("metrics.json") }
    for section in ["data", "segmentation", "churn", "clv", "bgnbd", "allocation", "reports"] {
      #expect(
        try metrics[0][section].canonicalText() == metrics[1][section].canonicalText(), "metrics.json: \(section)")
    }
  }

  @Test("a stage leaves the run that it starts from as it was")
  func parentIsUnchanged() throws {
    let training = try Shared.training.get()
    let before = try FolderState(training.run.url)
    let outcome = try training.workspace.run(
      "segment", "--run", try training.run.url.path, "--output", "segments", "--quiet", "--set",
      "segmentation.n_clusters=4")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(try FolderState(training.run.url).differences(from: before).isEmpty)
    #expect(try training.workspace.latest("segments").json("metrics.json").segmentation.k.integer == 4)
  }

  @Test("a stage without its input names the command that makes it")
  func missingInput() throws {
    let workspace = try Workspace()
    try workspace.write(SampleShop.csv, to: "shop.csv")
    #expect(try workspace.run("clean", "--data", "shop.csv", "--quiet").exitCode == 0)
    expectFailure(
      try workspace.run("allocate", "--quiet"), code: 2, says: "customer_features.parquet", "retention-fast features")
    expectFailure(
      try workspace.run("segment", "--output", "nowhere", "--quiet"), code: 2, says: "no run in", "nowhere",
      "retention-fast train")
    expectFailure(
      try workspace.run("segment", "--run", "yesterday", "--quiet"), code: 2, says: "no run 'yesterday'")
  }
}
