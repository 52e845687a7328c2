import Foundation
import TestSupport
import Testing

@Suite("Files that cannot be read")
struct BadFileTests {
  let workspace: Workspace

  init() throws { workspace = try Workspace() }

  @Test("a missing file")
  func missing() throws {
    try expectRefusal(
      of: ["nothere.csv"], in: workspace, code: 4, says: ["nothere.csv", "no such file", "check the path"])
  }

  @Test("a missing file among good ones")
  func missingAmongGood() throws {
    try workspace.write(SampleShop.csv, to: "shop.csv")
    try expectRefusal(of: ["shop.csv", "more.csv"], in: workspace, code: 4, says: ["more.csv", "no such file"])
  }

  @Test("an empty file")
  func empty() throws {
    try workspace.write("", to: "empty.csv")
    try expectRefusal(of: ["empty.csv"], in: workspace, code: 4, says: ["empty.csv", "empty", "export it again"])
  }

  @Test("a header and no rows")
  func headerOnly() throws {
    try workspace.write(SampleShop.header + "\n", to: "header.csv")
    try expectRefusal(of: ["header.csv"], in: workspace, code: 4, says: ["header.csv", "header and no rows"])
  }

  @Test("compressed text that was cut off", arguments: [("gzip", "gz"), ("zstd", "zst")])
  func truncatedCompression(program: String, ending: String) throws {
    try workspace.write(SampleShop.csv, to: "shop.csv")
    let packed = try workspace.system(program, "-q", "-k", "-f", "shop.csv")
    try #require(packed.exitCode == 0, "\(program) is needed for this test: \(packed.errors)")
    let bytes = try Data(contentsOf: workspace.file("shop.csv.\(ending)"))
    // The whole file is read without a word.
    let whole = try workspace.run("clean", "--data", "shop.csv.\(ending)", "--dry-run", "--quiet")
    #expect(whole.exitCode == 0, "\(whole.errors)")
    for share in [0.1, 0.5, 0.999] {
      try workspace.write(bytes.prefix(Int(Double(bytes.count) * share)), to: "cut.csv.\(ending)")
      let outcome = try workspace.run("clean", "--data", "cut.csv.\(ending)", "--quiet")
      expectFailure(outcome, code: 4, says: "cut.csv.\(ending)", "ends too early", "again")
    }
    #expect(!FileManager.default.fileExists(atPath: workspace.file("runs/latest").path))
  }

  @Test("Parquet that was cut off")
  func truncatedParquet() throws {
    let run = try Shared.training.get().run
    let bytes = try Data(contentsOf: run.file("data/cleaned_data.parquet"))
    try workspace.write(bytes, to: "whole.parquet")
    let whole = try workspace.run("clean", "--data", "whole.parquet", "--dry-run", "--quiet")
    #expect(whole.exitCode == 0, "\(whole.errors)")
    try workspace.write(bytes.prefix(bytes.count / 2), to: "cut.parquet")
    try expectRefusal(of: ["cut.parquet"], in: workspace, code: 4, says: ["cut.parquet", "Parquet", "too early"])
  }

  @Test("CSV that was cut off within a quoted field")
  func truncatedQuote() throws {
    let text = SampleShop.header + "\n1,a,ok,1,2024-01-01,1,c1,UK\n2,a,\"cut of"
    try workspace.write(text, to: "quote.csv")
    try expectRefusal(of: ["quote.csv"], in: workspace, code: 4, says: ["quote.csv:3:5", "quote", "closing quote"])
  }

  @Test("a program instead of a table")
  func binary() throws {
    try workspace.write(Data(contentsOf: URL(fileURLWithPath: "/proc/self/exe")).prefix(100_000), to: "shop.csv")
    try expectRefusal(of: ["shop.csv"], in: workspace, code: 4, says: ["shop.csv", "this is a program", "export"])
  }

  @Test("noise instead of a table")
  func noise() throws {
    var random = SplitMix(state: 1)
    try workspace.write(Data((0..<20_000).map { _ in UInt8(random.below(256)) }), to: "noise.csv")
    try expectRefusal(of: ["noise.csv"], in: workspace, code: 4, says: ["noise.csv"])
  }

  @Test("a row with another number of fields than the header", arguments: [-1, 1])
  func ragged(difference: Int) throws {
    let row = "1,a,text,1,2024-01-01,1,c1" + (difference > 0 ? ",UK,more" : "")
    try workspace.write(SampleShop.csv + row + "\n", to: "ragged.csv")
    let line = SampleShop.lineCount + 2
    try expectRefusal(
      of: ["ragged.csv"], in: workspace, code: 4,
      says: ["ragged.csv:\(line)", "8 fields expected", "\(8 + difference) found"])
  }

  @Test("two columns of one name")
  func duplicateHeader() throws {
    try workspace.write(SampleShop.csv.replacing("Country", with: "CustomerID", maxReplacements: 1), to: "twice.csv")
    try expectRefusal(
      of: ["twice.csv"], in: workspace, code: 4, says: ["twice.csv", "columns 7 and 8", "'CustomerID'", "rename"])
  }

  @Test("a file that may not be read", .disabled(if: geteuid() == 0, "root may read everything"))
  func noPermission() throws {
    try workspace.write(SampleShop.csv, to: "secret.csv")
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: workspace.file("secret.csv").path)
    try expectRefusal(of: ["secret.csv"], in: workspace, code: 4, says: ["secret.csv", "permission"])
  }
}
