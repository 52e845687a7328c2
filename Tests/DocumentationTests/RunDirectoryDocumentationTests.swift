import Foundation
import Pipeline
import Retention
import Tables
import TestSupport
import Testing

/// Compares `docs/run-directory.md` with a run on the sample shop.
@Suite("Documentation of the run directory") struct RunDirectoryDocumentationTests {
  private let document: Document

  init() throws { document = try Document("docs/run-directory.md") }

  /// A run takes minutes in a debug build.
  static let isOptimized: Bool = {
    #if DEBUG
      false
    #else
      true
    #endif
  }()

  @Test(
    "docs/run-directory.md lists the files, columns and metrics of a run, and no files that a run does not write",
    .enabled(if: isOptimized, "runs in release builds"))
  func sampleRun() throws {
    let output = FileManager.default.temporaryDirectory.appendingPathComponent("docs-run-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: output) }
    try Program.run(["train", "--data", "data/sample/shop.csv", "--output", output.path, "--quiet"])
    let run = output.appendingPathComponent("latest").resolvingSymlinksInPath()
    try checkFiles(run)
    try checkColumns(run)
    try checkMetrics(run)
  }

  private func checkFiles(_ run: URL) throws {
    let paths = try #require(FileManager.default.enumerator(atPath: run.path)).compactMap { $0 as? String }
    let files = Set(paths.filter { $0.contains(/\.\w+$/) })
    let documented = Set(
      document.rows.flatMap { $0[0].matches(of: /`([^`]+\.\w+)`/).map { String($0.output.1) } })
    #expect(files.subtracting(documented) == [], "not in the docs")
    #expect(documented.subtracting(files) == [], "not in the run")
  }

  private func checkColumns(_ run: URL) throws {
    let features = Set(Feature.allCases.map(\.name))
    let canonical: Set = ["customer_id", "order_id", "product_id", "order_datetime", "quantity", "unit_price"]
    let carried: Set = ["Description", "Country"]
    let described = features.union(canonical).union(carried)
    for row in document.rows {
      let path = row[0].filter { $0 != "`" }.split(separator: ",").first.map(String.init) ?? ""
      guard path.hasSuffix(".parquet") || path.hasPrefix("reports/") && path.hasSuffix(".csv") else { continue }
      let columns = try TableReader(path: run.appendingPathComponent(path).path).fields.map(\.name)
      let text = path.hasSuffix("margin_protection.csv") ? try previousText(of: row) : row[1]
      for column in columns where !described.contains(column) {
        #expect(text.contains("`\(column)`"), "\(path): \(column)")
      }
    }
  }

  /// The text of a row that says "the same first columns", with that of the row above.
  private func previousText(of row: [String]) throws -> String {
    let rows = document.rows
    let index = try #require(rows.firstIndex(of: row))
    return rows[index - 1][1] + row[1]
  }

  private func checkMetrics(_ run: URL) throws {
    let file = run.appendingPathComponent("metrics.json")
    let sections = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    #expect(sections.count > 8)
    let rows = try document.section("metrics.json").rows
    for (key, value) in sections {
      guard let members = value as? [String: Any] else {
        #expect(document.codeSpans.contains(key))
        continue
      }
      let row = try #require(rows.first { $0[0] == "`\(key)`" }, "\(key)")
      for member in members.keys { #expect(row[1].contains("`\(member)`"), "\(key).\(member)") }
    }
  }
}
