import Foundation
import Tables
import Testing

@Suite("Commands beside train")
struct CommandTests {
  let workspace: Workspace

  init() throws { workspace = try Workspace() }

  @Test(
    "a command line that cannot be understood ends with 2, and says what to type",
    arguments: [
      (["trian"], "did you mean 'train'"), (["train"], "--data PATH"), (["train", "--data"], "needs a value"),
      (["train", "--data", "x.csv", "--thread", "2"], "did you mean '--threads'"),
      (["train", "--data", "x.csv", "--threads", "0"], "'0'"), (["train", "--data", "x.csv", "--seed", "x"], "'x'"),
      (["train", "--data", "x.csv", "--as-of", "2024-02-30"], "2024-02-30"),
      (["train", "--data", "x.csv", "--quiet", "--verbose"], "exclude each other"),
      (["train", "--data", "x.csv", "--color", "alway"], "did you mean 'always'"),
      (["train", "--data", "x.csv", "--set", "churn"], "churn"), (["train", "x.csv"], "'x.csv'"),
      ([], "needs a command"),
      (["generate", "--to", "shop.docx"], "shop.docx"), (["generate", "--customers", "0"], "'0'"),
    ])
  func usage(arguments: [String], part: String) throws {
    let outcome = try workspace.run(arguments)
    #expect(outcome.exitCode == 2, "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.sentence?.contains(part) == true, "\(outcome.errors)")
    #expect(outcome.sentence?.contains("--help") == true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: workspace.url.path).isEmpty)
  }

  @Test(
    "help and version go to standard output", arguments: [["--help"], ["train", "--help"], ["--version"], ["version"]])
  func help(arguments: [String]) throws {
    let outcome = try workspace.run(arguments)
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors.isEmpty && !outcome.output.isEmpty)
  }

  @Test("validate prints a row a check and publishes nothing; failed checks are code 5")
  func validate() throws {
    try workspace.write(SampleShop.csv, to: "shop.csv")
    let good = try workspace.run("validate", "--data", "shop.csv", "--json", "--quiet")
    #expect(good.exitCode == 0, "\(good.errors)")
    _ = try JSON(good.output)
    let bad = (1...1000).map { "8\($0),P101,TEXT,1,not a date,2.50,00011,United Kingdom" }.joined(separator: "\n")
    try workspace.write(SampleShop.csv + bad + "\n", to: "bad.csv")
    let failed = try workspace.run("validate", "--data", "bad.csv", "--json", "--quiet")
    expectFailure(failed, code: 5, says: "unparsable_datetime")
    #expect(failed.output.contains("unparsable_datetime"))
    _ = try JSON(failed.output)
    #expect(!FileManager.default.fileExists(atPath: workspace.file("runs/latest").path))
  }

  @Test("config show prints every value, and with --origin where it came from")
  func configShow() throws {
    try workspace.write("churn:\n  horizon_days: 60\n", to: "shop.yaml")
    let outcome = try workspace.run(
      "config", "show", "--origin", "--config", "shop.yaml", "--set", "allocation.budget=77",
      environment: ["RETENTION_FAST__FEATURES__WINDOW_DAYS": "120"])
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n")
    let about = { (parts: [String]) in lines.contains { line in parts.allSatisfy { line.contains($0) } } }
    #expect(about(["horizon_days", "60", "shop.yaml:2"]))
    #expect(about(["budget", "77", "--set"]))
    #expect(about(["window_days", "120", "RETENTION_FAST__FEATURES__WINDOW_DAYS"]))
    #expect(about(["min_orders", "1", "default"]))
    let json = try JSON(workspace.run("config", "show", "--json", "--config", "shop.yaml").output)
    let horizon = json["churn.horizon_days"]
    #expect(horizon.integer == 60 || horizon.text == "60")
  }

  @Test("config check is silent about good settings and ends with 3 for wrong ones")
  func configCheck() throws {
    try workspace.write("churn:\n  horizon_days: 60\n", to: "good.yaml")
    let good = try workspace.run("config", "check", "--config", "good.yaml")
    #expect(good.exitCode == 0 && good.output.isEmpty && good.errors.isEmpty)
    try workspace.write("churn:\n  models: [logistc]\n", to: "bad.yaml")
    expectFailure(try workspace.run("config", "check", "--config", "bad.yaml"), code: 3, says: "logistic")
    try workspace.write("chrn: {}\n", to: "typo.yaml")
    expectFailure(
      try workspace.run("config", "check", "--config", "typo.yaml"), code: 3, says: "typo.yaml:1:1", "`churn`")
  }

  @Test("config schema prints a JSON Schema")
  func configSchema() throws {
    let outcome = try workspace.run("config", "schema")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let schema = try JSON(outcome.output)
    #expect(schema["$schema"].text?.contains("json-schema.org") == true)
    #expect(schema.properties.keys.isSuperset(of: ["run", "ingest", "churn", "clv", "allocation"]))
  }

  @Test("plugins list names the built-in ones and those of the project")
  func plugins() throws {
    let folder = workspace.file("plugins/naming")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try workspace.write(
      "plugin: naming\nname: two-kinds\ndescription: Two kinds\nrules:\n  - {name: Here, when: recency < 45}\n"
        + "otherwise: Gone\n", to: "plugins/naming/two-kinds.yaml")
    let text = try workspace.run("plugins", "list")
    #expect(text.exitCode == 0, "\(text.errors)")
    let lines = text.output.split(separator: "\n")
    for parts in [["naming", "rfm-corrected", "built-in"], ["naming", "two-kinds", "two-kinds.yaml"]] {
      #expect(lines.contains { line in parts.allSatisfy { line.contains($0) } }, "\(parts)")
    }
    _ = try JSON(workspace.run("plugins", "list", "--json").output)
  }

  @Test("a plugin of the project takes part in a run, and stands in its manifest with its SHA-256")
  func projectPlugin() throws {
    try workspace.write(SampleShop.csv, to: "shop.csv")
    try FileManager.default.createDirectory(
      at: workspace.file("plugins/naming"), withIntermediateDirectories: true)
    try workspace.write(
      "plugin: naming\nname: two-kinds\nrules:\n  - {name: Here, when: recency < 45}\notherwise: Gone\n",
      to: "plugins/naming/two-kinds.yaml")
    let outcome = try workspace.run(
      "train", "--data", "shop.csv", "--quiet", "--set", "segmentation.naming=two-kinds")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let run = try workspace.latest()
    let names = Set(try run.table("segments/segment_assignments.parquet").strings(named: "segment_name"))
    #expect(names.isSubset(of: ["Here", "Gone", "No recent order", "No net purchase"]))
    #expect(!names.isDisjoint(with: ["Here", "Gone"]))
    let record = try #require(try run.json("run.json").plugins.array.first)
    let sum = try workspace.system("sha256sum", "plugins/naming/two-kinds.yaml").output.prefix(64)
    #expect(record.name.text == "two-kinds" && record.sha256.text == String(sum))
  }

  @Test(
    "a rule that is wrong: its file, line and column",
    arguments: [
      ("recency < ", ":4:"), ("recncy < 45", ":4:"), ("recency < 45)", ":4:"),
    ])
  func brokenRule(rule: String, place: String) throws {
    try workspace.write(SampleShop.csv, to: "shop.csv")
    try FileManager.default.createDirectory(
      at: workspace.file("plugins/naming"), withIntermediateDirectories: true)
    try workspace.write(
      "plugin: naming\nname: broken\nrules:\n  - {name: Here, when: \(rule)}\notherwise: Gone\n",
      to: "plugins/naming/broken.yaml")
    let outcome = try workspace.run(
      "train", "--data", "shop.csv", "--quiet", "--set", "segmentation.naming=broken")
    #expect(outcome.exitCode == 9 || outcome.exitCode == 3, "\(outcome.errors)")
    #expect(outcome.sentence?.contains("broken.yaml\(place)") == true, "\(outcome.errors)")
  }

  @Test("generate writes the same shop for the same seed, and train accepts it")
  func generate() throws {
    for name in ["one.csv", "two.csv"] {
      let outcome = try workspace.run("generate", "--customers", "400", "--seed", "3", "--to", name, "--quiet")
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
    }
    let bytes = try ["one.csv", "two.csv"].map { try Data(contentsOf: workspace.file($0)) }
    #expect(bytes[0] == bytes[1])
    let parquet = try workspace.run("generate", "--customers", "400", "--seed", "3", "--to", "one.parquet", "--quiet")
    #expect(parquet.exitCode == 0, "\(parquet.errors)")
    let cleaned = try ["one.csv", "one.parquet"].map { name in
      try JSON(workspace.run("clean", "--data", name, "--dry-run", "--json", "--quiet").output).cleaning
    }
    #expect(cleaned[0].cleaned.rows.integer == cleaned[1].cleaned.rows.integer)
    let train = try workspace.run("train", "--data", "one.csv", "--quiet")
    #expect(train.exitCode == 0, "\(train.errors)")
  }
}
