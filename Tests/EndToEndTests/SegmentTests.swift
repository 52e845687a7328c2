import Foundation
import Tables
import TestSupport
import Testing

@Suite("Segments of a run and of those that follow")
struct SegmentTests {
  private static let quick = ["--quiet", "--set", "segmentation.bootstrap_samples=0", "--set", "segmentation.n_init=2"]

  private func run(_ workspace: Workspace, _ arguments: [String]) throws -> RunFolder {
    let outcome = try workspace.run(arguments + Self.quick)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    return try workspace.latest()
  }

  private func thresholds(_ run: RunFolder) throws -> String {
    try run.json("models/segmenter.json").thresholds.canonicalText()
  }

  @Test("limits are kept by runs that add lines, learned anew on request, and customers are followed from run to run")
  func kept() throws {
    let workspace = try Workspace()
    let lines = SampleShop.csv.split(separator: "\n").map(String.init)
    // In order of time, but for a few broken ones at the end.
    let cut = lines.count * 4 / 5
    try workspace.write(lines[..<cut].joined(separator: "\n") + "\n", to: "a.csv")
    try workspace.write(([lines[0]] + lines[cut...]).joined(separator: "\n") + "\n", to: "b.csv")
    let lenient = Training.settings
    _ = try run(workspace, ["features", "--data", "a.csv"] + lenient)
    let first = try run(workspace, ["segment"])
    let learned = try thresholds(first)
    #expect(try first.json("metrics.json").segmentation.migration_since.text?.count == 10)
    let added = try run(workspace, ["train", "--data", "b.csv", "--append-to", "latest"])
    #expect(try thresholds(added) == learned)
    #expect(try added.text("logs/retention-fast.log").contains("kept from the run \(first.name)"))
    let metrics = try added.json("metrics.json").segmentation
    #expect(metrics.migration_since.text == first.name && (metrics.moved.integer ?? 0) > 0)
    try checkMigration(from: first, to: added)
    let again = try run(workspace, ["segment", "--set", "segmentation.relearn=true"])
    #expect(try thresholds(again) != learned)
    let outcomes = metrics.outcomes.segments.array
    #expect(outcomes.allSatisfy { (0...1).contains($0.churn_rate.number ?? -1) } && outcomes.count > 4)
  }

  /// The file counts each customer of the later run once, as their two assignments say.
  private func checkMigration(from first: RunFolder, to second: RunFolder) throws {
    func names(_ run: RunFolder) throws -> [String: String] {
      let table = try run.table("segments/segment_assignments.parquet")
      return Dictionary(
        uniqueKeysWithValues: zip(try table.strings(named: "customer_id"), try table.strings(named: "segment_name")))
    }
    let (before, after) = (try names(first), try names(second))
    var expected: [String: Int] = [:]
    for (id, name) in after { expected["\(before[id] ?? "(not yet a customer)")>\(name)", default: 0] += 1 }
    let table = try second.table("reports/segment_migration.csv")
    let (from, to) = (try table.strings(named: "from"), try table.strings(named: "to"))
    let counts = try table.int64s(named: "customers").map { Int($0) }
    #expect(Dictionary(uniqueKeysWithValues: from.indices.map { ("\(from[$0])>\(to[$0])", counts[$0]) }) == expected)
  }

  @Test("a naming of clusters warns of names that match no cluster, and has its strategies for those left out")
  func clusters() throws {
    let training = try Shared.training.get()
    let outcome = try training.workspace.run(
      [
        "segment", "--run", try training.run.url.path, "--output", "classic", "--set",
        "segmentation.naming=rfm-classic",
      ]
        + Self.quick)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let run = try training.workspace.latest("classic")
    let warnings = try run.json("metrics.json")["warnings"].array.compactMap { $0["message"].text }
    #expect(warnings.contains { $0.contains("the naming rfm-classic has 8 names, and") && $0.contains("no cluster") })
    let names = Set(try run.table("segments/segment_assignments.parquet").strings(named: "segment_name"))
    #expect(names.contains("No recent order"))
    #expect(try run.json("segments/segment_strategies.json")["No recent order"].budget_level.text == "none")
    #expect(try run.table("reports/segment_migration.csv").rowCount == 0)
    let clusters = try run.json("metrics.json").segmentation.clusters.array
    #expect(clusters.allSatisfy { $0.differences.array.count == 3 && $0.segment.text != nil })
  }
}
