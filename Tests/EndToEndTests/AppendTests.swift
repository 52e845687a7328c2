import Foundation
import Numerics
import Tables
import TestSupport
import Testing

@Suite("Lines that are added to a run")
struct AppendTests {
  let workspace: Workspace

  init() throws { workspace = try Workspace() }

  /// Files that tell when and how fast a run was made.
  private static let told: Set = ["run.json", "logs/retention-fast.log", "metrics.json", "data/feature_metadata.json"]

  /// Runs `command` on all files at once, and on one after the other; both must make the same files.
  @discardableResult
  private func compare(_ files: [String], _ options: [String] = [], command: String = "features") throws -> RunFolder {
    let whole = try workspace.run([command, "--quiet", "--output", "whole", "--data"] + files + options)
    #expect(whole.exitCode == 0, "\(whole.errors)")
    for (index, file) in files.enumerated() {
      let base = index == 0 ? options : ["--append-to", "latest"]
      let step = try workspace.run([command, "--quiet", "--output", "steps", "--data", file] + base)
      #expect(step.exitCode == 0, "\(step.errors)")
      // The lines come from the run alone.
      try FileManager.default.moveItem(at: workspace.file(file), to: workspace.file("gone-\(file)"))
    }
    let (one, other) = (try workspace.latest("whole"), try workspace.latest("steps"))
    let digests = try [one, other].map { try $0.digests().filter { !Self.told.contains($0.key) } }
    #expect(digests[0] == digests[1])
    #expect(digests[0].count >= 6)
    let manifests = try [one, other].map { try $0.json("run.json") }
    for key in ["inputs", "ingest", "seed", "config_sha256"] {
      #expect(try manifests[0][key].canonicalText() == manifests[1][key].canonicalText(), "\(key)")
    }
    let metrics = try [one, other].map { try $0.json("metrics.json")["data"].canonicalText() }
    #expect(metrics[0] == metrics[1])
    return other
  }

  @Test(
    "make the files of a run on all of them: the real shop, with few rows of features computed anew",
    .enabled(if: RealShop.isThere, "\(RealData.absence)"))
  func realShop() throws {
    let (header, records) = try records(of: RealShop.file)
    try write(records[..<400_000], header, to: "a.csv")
    try write(records[400_000..<400_001], header, to: "b.csv")
    try write(records[400_001...], header, to: "c.csv")
    let log = try compare(["a.csv", "b.csv", "c.csv"]).text("logs/retention-fast.log")
    #expect(log.contains("22,235 of 32,325 rows of features are those of the run"), "\(log)")
  }

  static let settings = [
    [], ["--set", "cleaning.duplicates=drop"], ["--set", "cleaning.duplicates=drop_overlap"],
    ["--set", "cleaning.outliers.action=drop"],
    ["--set", "cleaning.outliers.action=winsorise"], ["--set", "features.snapshot_frequency=weekly"],
  ]

  /// Faults are expected.
  private let lenient = [
    "--set", "validation.types.unparsable_datetime.severity=info", "--set",
    "validation.dates.dates_out_of_range.severity=info", "--set",
    "validation.business_rules.conflicting_order_totals.severity=info",
  ]

  @Test("whatever is wrong with them, and whatever is done with it", arguments: settings)
  func faults(options: [String]) throws {
    let (header, records) = DirtyShop.csv(.price, seed: 7)
    try write(records[..<1800], header, to: "a.csv")
    try write(records[1800..<1803], header, to: "b.csv")
    try write(records[1803...], header, to: "c.csv")
    let run = try compare(["a.csv", "b.csv", "c.csv"], options + lenient)
    let log = try run.text("logs/retention-fast.log")
    let isReused = !options.contains { $0.hasSuffix("winsorise") }
    #expect(log.contains("rows of features are those of the run") == isReused)
    let table = try run.table("data/rejected_rows.parquet")
    #expect(table.fields.suffix(4).map(\.name) == ["year", "source_stage", "note", "source_year"])
    #expect(
      try run.table("data/cleaned_data.parquet").fields.suffix(4).map(\.name)
        == ["source_source_year", "stage", "note", "source_year"])
  }

  @Test("with amounts of any shape", arguments: DirtyShop.Amounts.allCases)
  func amounts(amounts: DirtyShop.Amounts) throws {
    let (header, records) = DirtyShop.csv(amounts, seed: 8)
    try write(records[..<1000], header, to: "a.csv")
    try write(records[1000...], header, to: "b.csv")
    try compare(["a.csv", "b.csv"], lenient)
  }

  @Test("of other columns, to a run with none of their own")
  func otherColumns() throws {
    try workspace.write(Self.header + "a,o1,p,2024-01-01,1,2\n", to: "a.csv")
    try workspace.write("note," + Self.header + "n,b,o2,p,2024-01-02,1,2\n", to: "b.csv")
    try workspace.write(Self.header + "b,o3,p,2024-01-03,1,2\n", to: "c.csv")
    try compare(["a.csv", "b.csv", "c.csv"], command: "clean")
  }

  @Test("by any stage and through its runs, and with other settings of features")
  func otherSettings() throws {
    let (header, records) = DirtyShop.csv(.price, seed: 9)
    try write(records[..<2000], header, to: "a.csv")
    try write(records[2000...], header, to: "b.csv")
    let options = lenient + ["--quiet", "--output", "steps"]
    #expect(try workspace.run(["clean", "--data", "a.csv"] + options).exitCode == 0)
    #expect(try workspace.run("features", "--output", "steps", "--quiet").exitCode == 0)
    let step = try workspace.run(
      "features", "--data", "b.csv", "--output", "steps", "--append-to", "latest", "--set", "features.window_days=90")
    #expect(step.exitCode == 0, "\(step.errors)")
    #expect(step.errors.contains("all are computed anew"), "\(step.errors)")
    let whole = try workspace.run(
      ["features", "--data", "a.csv", "b.csv", "--output", "whole", "--set", "features.window_days=90", "--quiet"]
        + lenient)
    #expect(whole.exitCode == 0, "\(whole.errors)")
    let digests = try ["whole", "steps"].map { try workspace.latest($0).digests() }
    for path in ["data/cleaned_data.parquet", "data/customer_features.parquet", "reports/cleaning_stats.json"] {
      #expect(digests[0][path] == digests[1][path], "\(path)")
    }
  }
}

extension AppendTests {
  @Test("to a run whose features were made by settings that it no longer names: none of them is taken over")
  func mixedSettings() throws {
    let (header, records) = DirtyShop.csv(.price, seed: 10)
    try write(records[..<2000], header, to: "a.csv")
    try write(records[2000...], header, to: "b.csv")
    let changes = [["features.window_days=90"], ["cleaning.cancellation_prefixes=[\"o1\"]"]]
    for (index, change) in changes.enumerated() {
      let output = "steps\(index)"
      let first = try workspace.run(["features", "--data", "a.csv", "--output", output, "--quiet"] + lenient)
      #expect(first.exitCode == 0, "\(first.errors)")
      // Another stage writes the setting into the config of a run with the old features; or only features go by it.
      let stage = index == 0 ? "segment" : "features"
      let second = try workspace.run([stage, "--output", output, "--quiet", "--set"] + change)
      #expect(second.exitCode == 0, "\(second.errors)")
      let step = try workspace.run("features", "--data", "b.csv", "--append-to", "latest", "--output", output)
      #expect(step.exitCode == 0 && step.errors.contains("all are computed anew"), "\(step.errors)")
      let whole = try workspace.run(
        ["features", "--data", "a.csv", "b.csv", "--output", "whole\(index)", "--quiet", "--set"] + change + lenient)
      #expect(whole.exitCode == 0, "\(whole.errors)")
      let digests = try [output, "whole\(index)"].map { try workspace.latest($0).digests() }
      #expect(digests[0]["data/customer_features.parquet"] == digests[1]["data/customer_features.parquet"])
    }
  }

  @Test("of times with offsets, dates that leave their order open, and amounts without end")
  func oddities() throws {
    let header = "customer_id,order_id,product_id,order_datetime,quantity,line_total"
    try write(["a,o1,p,2024-01-02T10:00:00+02:00,1,5", "A,o0,p,2024-01-02,1e-300,1e10"], header, to: "a.csv")
    try write(["b,o2,p,2024-01-03T10:00:00+02:00,1,5", "c,o3,p,2024-01-04,2,0"], header, to: "b.csv")
    let blanks = ["--set", "validation.completeness.blank_price.severity=info"]
    let run = try compare(["a.csv", "b.csv"], blanks, command: "clean")
    let told = try run.json("metrics.json")["warnings"].array.compactMap { $0["message"].text }
    #expect(told.filter { $0.contains("offset") }.count == 1, "\(told)")
    // Days that are months too say nothing of the order.
    try write(["a,o1,p,05/05/2024,1,5"], header, to: "c.csv")
    try write(["b,o2,p,03/04/2024,1,5"], header, to: "d.csv")
    #expect(try workspace.run("clean", "--data", "c.csv", "--output", "open", "--quiet").exitCode == 0)
    let open = try workspace.run("clean", "--data", "d.csv", "--append-to", "latest", "--output", "open", "--quiet")
    expectFailure(open, code: 4, says: "03/04/2024", "ingest.date_order")
  }
}

// MARK: - Files that do not fit

extension AppendTests {
  private static let header = "customer_id,order_id,product_id,order_datetime,quantity,unit_price\n"

  /// A first run on the line of a customer.
  private func start(_ line: String = "a,o1,p,2024-01-01,1,2") throws {
    try workspace.write(Self.header + line + "\n", to: "a.csv")
    let outcome = try workspace.run("clean", "--data", "a.csv", "--quiet")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
  }

  private func add(_ line: String, _ options: String...) throws -> Outcome {
    try workspace.write(Self.header + line + "\n", to: "b.csv")
    return try workspace.run(["clean", "--data", "b.csv", "--append-to", "latest"] + options)
  }

  @Test("what the run has read is passed over, by content, and without anything else the run stays the last")
  func nothingNew() throws {
    try start()
    let before = try workspace.latest().name
    try FileManager.default.copyItem(at: workspace.file("a.csv"), to: workspace.file("copy.csv"))
    let same = try workspace.run("clean", "--data", "copy.csv", "a.csv", "--append-to", "latest")
    #expect(same.exitCode == 0, "\(same.errors)")
    #expect(same.errors.contains("nothing to add") && same.output.hasPrefix("Nothing to add: "), "\(same)")
    let rehearsal = try workspace.run("clean", "--data", "a.csv", "--append-to", "latest", "--dry-run", "--json")
    #expect(try JSON(rehearsal.output)["unchanged"].truth == true)
    #expect(try workspace.latest().name == before)
    // A run that lacks what is asked for, or was made in another way, is no answer.
    let features = try workspace.run("clean", "--data", "a.csv", "--append-to", "latest", "--seed", "7", "--quiet")
    #expect(features.exitCode == 0, "\(features.errors)")
    #expect(try workspace.latest().name != before)
    try FileManager.default.removeItem(at: workspace.latest().url)
    try FileManager.default.removeItem(at: workspace.file("runs/latest"))
    try FileManager.default.createSymbolicLink(
      atPath: workspace.file("runs/latest").path, withDestinationPath: before)
    try workspace.write(Self.header + "b,o2,p,2024-01-02,1,2\n", to: "b.csv")
    let more = try workspace.run("clean", "--data", "copy.csv", "b.csv", "--append-to", "latest")
    #expect(more.exitCode == 0, "\(more.errors)")
    let run = try workspace.latest().json("run.json")
    #expect(run["inputs"].array.compactMap { $0["path"].text } == ["a.csv", "b.csv"])
    #expect(run["parent"].text == before)
  }

  @Test("a file that has grown since is refused by any name: its first lines would count twice")
  func grown() throws {
    try start()
    try FileManager.default.createSymbolicLink(atPath: workspace.file("link.csv").path, withDestinationPath: "a.csv")
    let whole = Self.header + "a,o1,p,2024-01-01,1,2\nb,o2,p,2024-01-02,1,2\n"
    // The same beginning, another beginning under the same name.
    for text in [whole, Self.header + "b,o2,p,2024-01-02,1,2\n"] {
      try workspace.write(text, to: "a.csv")
      for name in ["a.csv", "./a.csv", "link.csv", workspace.file("a.csv").path] {
        let outcome = try workspace.run("clean", "--data", name, "--append-to", "latest", "--quiet")
        expectFailure(outcome, code: 4, says: name, "has changed since", "another name", "--append-to")
      }
    }
    try workspace.write(whole, to: "export-2024.csv")
    let renamed = try workspace.run("clean", "--data", "export-2024.csv", "--append-to", "latest", "--quiet")
    expectFailure(renamed, code: 4, says: "export-2024.csv", "has changed since")
  }

  @Test("another file that has the name of one that was read is told apart by its place")
  func sameName() throws {
    try start()
    try FileManager.default.createDirectory(at: workspace.file("next"), withIntermediateDirectories: true)
    try workspace.write(Self.header + "b,o2,p,2024-01-02,1,2\n", to: "next/a.csv")
    let outcome = try RunningProgram(
      ["clean", "--data", "a.csv", "--append-to", "latest", "--output", "../runs", "--quiet"],
      in: workspace.file("next")
    ).wait()
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let paths = try workspace.latest().json("run.json")["inputs"].array.compactMap { $0["path"].text }
    #expect(paths.count == 2 && paths[0] == "a.csv" && paths[1].hasSuffix("/next/a.csv"), "\(paths)")
    #expect(try workspace.latest().table("data/cleaned_data.parquet").rowCount == 2)
  }

  @Test("exports that overlap are told, and the overlap can be dropped; a file that only repeats is refused")
  func overlap() throws {
    try start()
    let lines = "b,o2,p,2024-01-02,1,2\na,o1,p,2024-01-01,1,2\nb,o2,p,2024-01-02,1,2"
    let outcome = try add(lines)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(
      outcome.errors.contains("1 of the 3 lines of b.csv equal lines of earlier files")
        && outcome.errors.contains("drop_overlap"), "\(outcome.errors)")
    #expect(try workspace.latest().table("data/cleaned_data.parquet").rowCount == 4)
    let again = try workspace.run(
      "clean", "--data", "a.csv", "b.csv", "--quiet", "--set", "cleaning.duplicates=drop_overlap")
    #expect(again.exitCode == 0, "\(again.errors)")
    // What a file repeats within itself stays.
    #expect(try workspace.latest().table("data/cleaned_data.parquet").rowCount == 3)
    let rejected = try workspace.latest().table("data/rejected_rows.parquet")
    #expect(try rejected.strings(named: "reason") == ["line_of_earlier_file"])
    try workspace.write(
      "order_id,customer_id,product_id,order_datetime,quantity,unit_price\no1,a,p,2024-01-01,1,2\n", to: "c.csv")
    let repeated = try workspace.run("clean", "--data", "a.csv", "c.csv", "--quiet")
    expectFailure(repeated, code: 4, says: "c.csv", "equal lines of earlier files", "leave the file out")
  }

  @Test("a file without rows is told, and does not count as read")
  func withoutRows() throws {
    try start()
    try workspace.write(Self.header, to: "b.csv")
    let alone = try workspace.run("clean", "--data", "b.csv", "--append-to", "latest", "--quiet")
    expectFailure(alone, code: 4, says: "b.csv", "a header and no rows")
    try workspace.write(Self.header + "c,o3,p,2024-01-03,1,2\n", to: "c.csv")
    let both = try workspace.run("clean", "--data", "b.csv", "c.csv", "--append-to", "latest")
    #expect(both.exitCode == 0 && both.errors.contains("b.csv holds a header and no rows"), "\(both.errors)")
    #expect(try add("b,o2,p,2024-01-02,1,2").exitCode == 0)
    let paths = try workspace.latest().json("run.json")["inputs"].array.compactMap { $0["path"].text }
    #expect(paths == ["a.csv", "c.csv", "b.csv"])
  }

  @Test("dates in which day and month could change places are read as the run's; others are refused")
  func dates() throws {
    try start("a,o1,p,25/12/2023,1,2")
    #expect(try add("b,o2,p,03/01/2024,1,2").exitCode == 0)
    let times = try workspace.latest().table("data/cleaned_data.parquet").timestamps(named: "order_datetime")
    #expect(times[1] - times[0] == 9 * 86_400_000_000)
    try FileManager.default.removeItem(at: workspace.file("b.csv"))
    try workspace.write(Self.header + "c,o3,p,01/31/2024,1,2\n", to: "c.csv")
    let other = try workspace.run("clean", "--data", "c.csv", "--append-to", "latest", "--quiet")
    expectFailure(other, code: 4, says: "c.csv", "01/31/2024", "day-first", "ingest.date_order=month_first")
    let told = try workspace.run(
      "clean", "--data", "c.csv", "--append-to", "latest", "--quiet", "--set", "ingest.date_order=month_first")
    #expect(told.exitCode == 0, "\(told.errors)")
  }

  @Test("lines that mostly lie before the run's last ones are told: their dates may have been misread")
  func earlyLines() throws {
    try start()
    let later = try add("b,o2,p,2023-01-02,1,2\nb,o3,p,2024-01-02,1,2")
    #expect(later.exitCode == 0 && !later.errors.contains("ingest.date_order"), "\(later.errors)")
    try workspace.write(Self.header + "c,o4,p,2023-01-02,1,2\n", to: "c.csv")
    let earlier = try workspace.run("clean", "--data", "c.csv", "--append-to", "latest")
    #expect(earlier.errors.contains("1 of 1 added lines lie before the last ones of the run, of 2024-01-02"))
  }

  @Test("another currency, other amounts and another zone are refused")
  func others() throws {
    try start("a,o1,p,2024-01-01,1,£2.00")
    expectFailure(try add("b,o2,p,2024-01-02,1,€2.00", "--quiet"), code: 4, says: "'€'", "a.csv", "'£'")
    expectFailure(
      try add("b,o2,p,2024-01-02,1,2.00", "--quiet", "--set", "ingest.timezone=Europe/London"), code: 4,
      says: "ingest.timezone", "Europe/London", "not set")
    try workspace.write("customer_id,order_id,product_id,order_datetime,line_total\nb,o,p,2024-01-02,5\n", to: "c.csv")
    let amounts = try workspace.run("clean", "--data", "c.csv", "--append-to", "latest", "--quiet")
    expectFailure(amounts, code: 4, says: "c.csv", "other columns")
  }

  @Test("added lines that are mostly not used are told, with the reason")
  func unused() throws {
    try start()
    let outcome = try add("b,o2,p,2024-01-02,1,0\nb,o3,p,2024-01-02,1,0\nb,o4,p,2024-01-02,1,2")
    #expect(
      outcome.errors.contains("2 of 3 added lines are not used, most of them because of unit_price_not_positive"),
      "\(outcome.errors)")
  }

  @Test("settings of ingest hold for the files that they are given with, and a mapping replaces the run's")
  func ingestSettings() throws {
    try start()
    try workspace.write(
      "Kunde;order_id;product_id;order_datetime;quantity;unit_price\nb;o2;p;2024-01-02;1;2\n", to: "b.csv")
    try workspace.write(#"{"customer_id": "Kunde"}"#, to: "map.json")
    let mapped = try workspace.run(
      "clean", "--data", "b.csv", "--append-to", "latest", "--quiet", "--mapping", "map.json", "--set",
      "ingest.separator=semicolon")
    #expect(mapped.exitCode == 0, "\(mapped.errors)")
    try workspace.write(Self.header + "c,o3,p,2024-01-03,1,2\n", to: "c.csv")
    let plain = try workspace.run("clean", "--data", "c.csv", "--append-to", "latest", "--quiet")
    #expect(plain.exitCode == 0, "\(plain.errors)")
    let customers = try workspace.latest().table("data/cleaned_data.parquet").strings(named: "customer_id")
    #expect(customers == ["a", "b", "c"])
    #expect(try !workspace.latest().text("config.yaml").contains("Kunde"))
  }

  @Test("the day of scoring is each run's own")
  func asOf() throws {
    try workspace.write(Self.header + "a,o1,p,2024-01-01,1,2\nb,o2,p,2024-01-05,1,2\n", to: "a.csv")
    #expect(try workspace.run("clean", "--data", "a.csv", "--quiet", "--as-of", "2024-01-02").exitCode == 0)
    #expect(try workspace.latest().table("data/cleaned_data.parquet").rowCount == 1)
    try workspace.write(Self.header + "c,o3,p,2024-01-06,1,2\n", to: "c.csv")
    let later = try workspace.run("clean", "--data", "c.csv", "--append-to", "latest", "--quiet")
    #expect(later.exitCode == 0, "\(later.errors)")
    // What was left out before is back.
    #expect(try workspace.latest().table("data/cleaned_data.parquet").rowCount == 3)
  }

  @Test("a run with a file that is missing or was changed is refused")
  func damaged() throws {
    for path in ["data/cleaned_data.parquet", "data/rejected_rows.parquet"] {
      try start()
      let file = try workspace.latest().file(path)
      var bytes = try Data(contentsOf: file)
      bytes[bytes.count / 2] ^= 1
      try bytes.write(to: file)
      expectFailure(
        try add("b,o2,p,2024-01-02,1,2", "--quiet"), code: 4, says: path, "is damaged", "choose another run")
      try FileManager.default.removeItem(at: file)
      expectFailure(try add("b,o2,p,2024-01-02,1,2", "--quiet"), code: 4, says: path, "is damaged")
    }
  }

  @Test("a run that is not the latest can grow, and says what is not in it")
  func older() throws {
    try start()
    let first = try workspace.latest().name
    #expect(try add("b,o2,p,2024-01-02,1,2", "--quiet").exitCode == 0)
    let second = try workspace.latest().name
    try workspace.write(Self.header + "c,o3,p,2024-01-03,1,2\n", to: "c.csv")
    let outcome = try workspace.run("clean", "--data", "c.csv", "--append-to", first)
    #expect(outcome.exitCode == 0 && outcome.errors.contains("what \(second) has added is not in this one"))
  }

  @Test("validation looks at the lines of the run and those that would be added")
  func validation() throws {
    try start()
    try workspace.write(Self.header + "b,o1,p,2024-01-02,1,2\n", to: "b.csv")
    let outcome = try workspace.run("validate", "--data", "b.csv", "--append-to", "latest", "--json")
    #expect(outcome.output.contains("2 rows of orders that carry several customer ids; for example a.csv:2, b.csv:2"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: workspace.file("runs").path).count == 3)
  }

  @Test("a run that is not there, that says too little, or no lines at all")
  func unfit() throws {
    try start()
    let none = try workspace.run("clean", "--data", "a.csv", "--append-to", "20200101T000000Z-abcdef", "--quiet")
    expectFailure(none, code: 2, says: "20200101T000000Z-abcdef")
    expectFailure(try workspace.run("features", "--append-to", "latest", "--quiet"), code: 2, says: "--data PATH")
    let manifest = try workspace.latest().file("run.json")
    let text = try String(contentsOf: manifest, encoding: .utf8)
    try text.replacing("\"ingest\"", with: "\"other\"").write(to: manifest, atomically: true, encoding: .utf8)
    let silent = try add("b,o2,p,2024-01-02,1,2", "--quiet")
    expectFailure(silent, code: 4, says: "does not keep", "run train on all files")
  }
}

// MARK: - Making files

extension AppendTests {
  private func write(_ records: ArraySlice<String>, _ header: String, to name: String) throws {
    try workspace.write(([header] + records).joined(separator: "\n") + "\n", to: name)
  }

  /// Of a file without line ends in its cells.
  private func records(of packed: String) throws -> (header: String, records: [String]) {
    #expect(try workspace.system("zstd", "-dqo", "all.csv", packed).exitCode == 0)
    let bytes = try Data(contentsOf: workspace.file("all.csv"))
    var lines = bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    return (lines.removeFirst(), lines)
  }
}
