import Foundation
import Testing

@Suite("Columns and mappings that do not fit")
struct BadColumnTests {
  let workspace: Workspace

  init() throws {
    workspace = try Workspace()
    try workspace.write(SampleShop.csv, to: "shop.csv")
  }

  @Test(
    "a column that is not there, and is known by no other name",
    arguments: [
      ("CustomerID", "customer_id"), ("InvoiceDate", "order_datetime"), ("InvoiceNo", "order_id"),
      ("UnitPrice", "unit_price"),
    ])
  func missingColumn(header: String, column: String) throws {
    try workspace.write(SampleShop.csv.replacing(header, with: "Other", maxReplacements: 1), to: "other.csv")
    try expectRefusal(of: ["other.csv"], in: workspace, code: 4, says: ["other.csv", column, "--mapping", "Other"])
  }

  @Test("a product that is not known as one is left out, with a warning that names what looks like it")
  func missingProduct() throws {
    try workspace.write(SampleShop.csv.replacing("StockCode", with: "Other", maxReplacements: 1), to: "other.csv")
    let run = try workspace.run("clean", "--data", "other.csv", "--dry-run")
    #expect(run.exitCode == 0 && run.errors.contains("'Other' looks like it"), "\(run.errors)")
    let known = try workspace.run("clean", "--data", "shop.csv", "--dry-run")
    #expect(!known.errors.contains("looks like it"))
  }

  @Test("'validate' reports a missing column as the check that it is, and the others as skipped")
  func missingColumnReported() throws {
    try workspace.write(SampleShop.csv.replacing("CustomerID", with: "Other", maxReplacements: 1), to: "other.csv")
    let run = try workspace.run("validate", "--data", "other.csv", "--quiet")
    #expect(run.exitCode == 5)
    let line = try #require(run.output.split(separator: "\n").first { $0.contains("missing_columns") })
    #expect(line.hasPrefix("error") && line.contains("other.csv") && line.contains("customer_id"), "\(line)")
    #expect(run.output.contains("0 rows: 1 error, 0 warnings."))
    #expect(run.errors.contains("missing_columns"), "\(run.errors)")
    let lenient = try workspace.run(
      "validate", "--data", "other.csv", "--set", "validation.schema.missing_columns.severity=warning")
    #expect(lenient.exitCode == 4)
  }

  @Test("a mapping to a column that is not there: the nearest name, and all of them")
  func unknownHeader() throws {
    try workspace.write(#"{"customer_id": "CustomerIT"}"#, to: "mapping.json")
    try expectRefusal(
      of: ["shop.csv"], in: workspace, with: ["--mapping", "mapping.json"], code: 4,
      says: ["shop.csv", "'CustomerIT'", "customer_id", "did you mean 'CustomerID'", "StockCode"])
  }

  @Test("a mapping to a column that is like none")
  func strangeHeader() throws {
    try expectRefusal(
      of: ["shop.csv"], in: workspace, with: ["--set", "ingest.mapping.customer_id=Kunde"], code: 4,
      says: ["shop.csv", "'Kunde'", "customer_id", "InvoiceNo"])
  }

  @Test(
    "a mapping that is no JSON",
    arguments: [
      (#"{"customer_id": "CustomerID""#, "mapping.json:1:"),
      ("{\n  \"customer_id\": CustomerID\n}", "mapping.json:2:18"),
      (#"{"customer_id": "CustomerID",}"#, "mapping.json:1:30"), ("", "mapping.json:1:1"),
    ])
  func malformed(text: String, place: String) throws {
    try workspace.write(text, to: "mapping.json")
    try expectRefusal(
      of: ["shop.csv"], in: workspace, with: ["--mapping", "mapping.json"], code: 4, says: [place, "JSON"])
  }

  @Test(
    "a mapping with something else than headers in it",
    arguments: [
      (#"["CustomerID"]"#, "mapping.json:1:1"), (#"{"customer": "CustomerID"}"#, "did you mean"),
      (#"{"customer_id": ["CustomerID"]}"#, "mapping.json:1:17"),
    ])
  func notHeaders(text: String, part: String) throws {
    try workspace.write(text, to: "mapping.json")
    try expectRefusal(
      of: ["shop.csv"], in: workspace, with: ["--mapping", "mapping.json"], code: 4, says: ["mapping.json", part])
  }

  @Test("a mapping that is not there")
  func missingMapping() throws {
    try expectRefusal(
      of: ["shop.csv"], in: workspace, with: ["--mapping", "nomap.json"], code: 4, says: ["nomap.json", "no such file"])
  }

  @Test("one column for two parts")
  func usedTwice() throws {
    try workspace.write(#"{"customer_id": "InvoiceNo", "order_id": "InvoiceNo"}"#, to: "mapping.json")
    try expectRefusal(
      of: ["shop.csv"], in: workspace, with: ["--mapping", "mapping.json"], code: 4,
      says: ["InvoiceNo", "customer_id", "order_id"])
  }

  @Test("a mapping that fits makes the same run as the known headers do")
  func goodMapping() throws {
    let headers = ["TxnID", "SKU", "Text", "Units", "PurchaseDate", "Price €", "ClientNumber", "Land"]
    let lines = SampleShop.csv.split(separator: "\n", maxSplits: 1)
    try workspace.write(headers.joined(separator: ",") + "\n" + lines[1], to: "own.csv")
    try workspace.write(
      """
      {"customer_id": "ClientNumber", "order_id": "TxnID", "order_datetime": "PurchaseDate",
       "product_id": "SKU", "quantity": "Units", "unit_price": "Price €"}
      """, to: "mapping.json")
    let own = try workspace.run("clean", "--data", "own.csv", "--mapping", "mapping.json", "--dry-run", "--quiet")
    let known = try workspace.run("clean", "--data", "shop.csv", "--dry-run", "--quiet")
    #expect(own.exitCode == 0, "\(own.errors)")
    #expect(own.output == known.output && known.output.contains("reconcile"))
  }
}
