import Foundation
import TestSupport
import Testing

@Suite("Settings that are wrong")
struct BadSettingTests {
  let workspace: Workspace

  init() throws {
    workspace = try Workspace()
    try workspace.write(SampleShop.csv, to: "shop.csv")
  }

  private func expectRefused(
    _ options: [String], code: Int32 = 3, says parts: [String], location: SourceLocation = #_sourceLocation
  ) throws {
    try expectRefusal(of: ["shop.csv"], in: workspace, with: options, code: code, says: parts, location: location)
  }

  @Test("a key with a slip: its place, and the nearest name")
  func typo() throws {
    try workspace.write("# mine\nchurn:\n  horizon_dys: 60\n", to: "shop.yaml")
    try expectRefused(
      ["--config", "shop.yaml"], says: ["shop.yaml:3:3", "churn.horizon_dys", "did you mean `churn.horizon_days`"])
  }

  @Test("a value out of its range: its place, and what is allowed")
  func range() throws {
    try workspace.write("churn:\n  horizon_days: 0\n", to: "shop.yaml")
    try expectRefused(["--config", "shop.yaml"], says: ["shop.yaml:2:17", "`churn.horizon_days` is 0", "1 to 3650"])
    try expectRefused(
      ["--set", "churn.horizon_days=-3"], says: ["--set churn.horizon_days", "`churn.horizon_days` is -3", "1 to 3650"])
  }

  @Test("a value of the wrong type")
  func type() throws {
    try workspace.write("churn:\n  horizon_days: soon\n", to: "shop.yaml")
    try expectRefused(["--config", "shop.yaml"], says: ["shop.yaml:2:17", "`churn.horizon_days`", "soon"])
  }

  @Test("text that is no YAML")
  func syntax() throws {
    try workspace.write("churn:\n\thorizon_days: 60\n", to: "shop.yaml")
    try expectRefused(["--config", "shop.yaml"], says: ["shop.yaml:2:", "blanks, not tabs"])
  }

  @Test("a file that is not there")
  func missing() throws {
    try expectRefused(["--config", "nothere.yaml"], says: ["nothere.yaml", "no such file"])
  }

  @Test("an environment variable for a key that is not there")
  func environment() throws {
    let outcome = try workspace.run(
      "train", "--quiet", "--data", "shop.csv", environment: ["RETENTION_FAST__CHURN__HORIZON_DYS": "60"])
    expectFailure(
      outcome, code: 3, says: "RETENTION_FAST__CHURN__HORIZON_DYS", "did you mean `RETENTION_FAST__CHURN__HORIZON_DAYS`"
    )
    #expect(!FileManager.default.fileExists(atPath: workspace.file("runs").path))
  }

  @Test(
    "a plugin that is not there: the nearest name, and all of the kind",
    arguments: [
      ("allocation.strategy=lagrangean", "lagrangian", "proportional"),
      ("segmentation.naming=rfm-correct", "rfm-corrected", "rfm-relative"),
      ("churn.models=[logistc]", "logistic", "stack"), ("clv.models=[gbtd]", "gbdt", "scaled-trees"),
      ("segmentation.algorithm=kmean", "kmeans", "kmeans"), ("strategies.book=standart", "standard", "standard"),
    ])
  func plugin(setting: String, nearest: String, other: String) throws {
    try expectRefused(["--set", setting], says: ["did you mean `\(nearest)`", "`\(other)`"])
  }

  @Test("a feature that is not there")
  func feature() throws {
    try expectRefused(
      ["--set", "segmentation.features=[rfm_recency_day]"], says: ["segmentation.features", "rfm_recency_days"])
  }

  @Test("more clusters than customers")
  func clusters() throws {
    let lines = SampleShop.csv.split(separator: "\n").prefix(40).joined(separator: "\n")
    try workspace.write(lines + "\n", to: "few.csv")
    let outcome = try workspace.run("train", "--quiet", "--data", "few.csv", "--set", "segmentation.n_clusters=60")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let verdicts = try workspace.latest().json("metrics.json").verdicts.array
    let clusters = try #require(verdicts.first { $0.stage.text == "segment" }?.verdict.text)
    #expect(clusters.contains("60 clusters need at least 120") && clusters.contains("segments and reports still work"))
  }

  @Test("an output folder below a file")
  func output() throws {
    try workspace.write("", to: "afile")
    let outcome = try workspace.run("train", "--quiet", "--data", "shop.csv", "--output", "afile/runs")
    expectFailure(outcome, code: 2, says: "afile/runs", "--output")
    #expect(try Data(contentsOf: workspace.file("afile")).isEmpty)
  }

  @Test("an output folder that may not be written", .disabled(if: geteuid() == 0, "root may write everywhere"))
  func readOnly() throws {
    let folder = workspace.file("closed")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path)
    let outcome = try workspace.run("train", "--quiet", "--data", "shop.csv", "--output", "closed/runs")
    expectFailure(outcome, code: 2, says: "closed/runs", "permission", "--output")
  }
}
