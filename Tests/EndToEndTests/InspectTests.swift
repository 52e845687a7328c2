import Foundation
import Testing

@Suite("inspect")
struct InspectTests {
  let workspace: Workspace

  init() throws { workspace = try Workspace() }

  /// The sample shop as a German spreadsheet would save it.
  private func writeGerman() throws {
    let lines = SampleShop.csv.split(separator: "\n").dropFirst().filter { !$0.contains("\"") }.map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).enumerated().map { position, field in
        position == 5 ? field.replacing(".", with: ",") : String(field)
      }.joined(separator: ";")
    }
    let header = "Belegnummer;Artikelnummer;Bezeichnung;Menge;Bestelldatum;Stückpreis;Kundennummer;Land"
    let text = ([header] + lines + [""]).joined(separator: "\r\n")
    try workspace.write(#require(text.data(using: .windowsCP1252)), to: "shop.csv")
  }

  @Test("a known file: what it holds, and that train reads it as it is")
  func known() throws {
    try workspace.write(SampleShop.csv, to: "shop.csv")
    let outcome = try workspace.run("inspect", "shop.csv")
    #expect(outcome.exitCode == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    for part in [
      "CSV, separated by commas", "Columns", "InvoiceDate", "First rows", "Suggested mapping", "recognised by its name",
      "What 'train' would do", "customers",
    ] { #expect(outcome.output.contains(part), "\(part)") }
    #expect(!outcome.output.contains("would not read"))
    #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "fits a terminal of 80 columns")
    #expect(!outcome.output.contains("\u{1b}"), "no colours where nobody sees them")
    #expect(try FileManager.default.contentsOfDirectory(atPath: workspace.url.path) == ["shop.csv"])
  }

  @Test("a foreign file: the suggestion is saved, and train reads the file with it and not without")
  func foreign() throws {
    try writeGerman()
    let inspected = try workspace.run("inspect", "shop.csv", "--save-mapping", "columns.json", "--json", "--quiet")
    #expect(inspected.exitCode == 0, "\(inspected.errors)")
    let file = try JSON(inspected.output)["files"].array[0]
    #expect(file["read_as"].text == "CSV, separated by semicolons, Windows-1252; numbers as 1.234,56")
    #expect(file["mapping"]["customer_id"].text == "Kundennummer")
    #expect(file["missing"].array.isEmpty)
    #expect(file["train"]["reads_as_is"].truth == false && file["train"]["with_suggested_mapping"].truth == true)
    let bare = try workspace.run("clean", "--data", "shop.csv", "--dry-run", "--quiet")
    expectFailure(bare, code: 4, says: "shop.csv", "--mapping")
    let mapped = try workspace.run(
      "clean", "--data", "shop.csv", "--mapping", "columns.json", "--dry-run", "--quiet", "--json")
    #expect(mapped.exitCode == 0, "\(mapped.errors)")
    // What was foretold is what happens.
    let cleaned = try JSON(mapped.output)["cleaning"]
    #expect(cleaned["cleaned"]["rows"].number == file["train"]["usable_rows"].number)
    #expect(cleaned["input"]["rows"].number == file["train"]["rows"].number)
  }

  @Test("fewer rows on request, and it says so")
  func rows() throws {
    try workspace.write(SampleShop.csv, to: "shop.csv")
    let outcome = try workspace.run("inspect", "shop.csv", "--rows", "100", "--json")
    let file = try JSON(outcome.output)["files"].array[0]
    #expect(file["rows_looked_at"].number == 100 && file["is_whole_file"].truth == false)
    #expect(file["train"]["rows"].number == 100)
    #expect(try workspace.run("inspect", "shop.csv", "--rows", "100").output.contains("the first 100 rows looked at"))
  }

  @Test("columns that are missing are named, and nothing is foretold")
  func missing() throws {
    try workspace.write("when,what\n2024-01-01,tea\n2024-01-02,milk\n", to: "diary.csv")
    let outcome = try workspace.run("inspect", "diary.csv")
    #expect(outcome.exitCode == 0)
    #expect(outcome.output.contains("nothing looks like it") && outcome.output.contains("would not read this file"))
    let none = try workspace.run("inspect", "empty.csv")
    expectFailure(none, code: 4, says: "empty.csv", "no such file")
  }

  @Test("without a file, with a broken one, and with a mapping for two files that differ")
  func refusals() throws {
    expectFailure(try workspace.run("inspect"), code: 2, says: "FILE")
    try workspace.write("a,b\n1,2,3\n", to: "ragged.csv")
    expectFailure(try workspace.run("inspect", "ragged.csv"), code: 4, says: "ragged.csv:2", "2 fields expected")
    try workspace.write("", to: "empty.csv")
    expectFailure(try workspace.run("inspect", "empty.csv"), code: 4, says: "empty.csv", "empty")
    try workspace.write(SampleShop.csv, to: "shop.csv")
    try workspace.write(SampleShop.csv.replacing("CustomerID", with: "Kundennummer"), to: "other.csv")
    let outcome = try workspace.run("inspect", "shop.csv", "other.csv", "--save-mapping", "m.json", "--quiet")
    expectFailure(outcome, code: 4, says: "shop.csv", "other.csv", "one by one")
    #expect(!FileManager.default.fileExists(atPath: workspace.file("m.json").path))
  }

  @Test("wide tables and long cells stay readable")
  func wide() throws {
    let header = (0..<300).map { "column number \($0) of a wide table" }.joined(separator: ",")
    let row = (0..<300).map { _ in String(repeating: "x", count: 500) }.joined(separator: ",")
    try workspace.write([header, row, row, ""].joined(separator: "\n"), to: "wide.csv")
    let outcome = try workspace.run("inspect", "wide.csv")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("… and 240 more columns"))
    #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }
}
