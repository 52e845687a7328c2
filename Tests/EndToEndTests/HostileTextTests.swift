import Foundation
import Tables
import Testing

@Suite("Hostile and odd text files")
struct HostileTextTests {
  let workspace: Workspace

  init() throws { workspace = try Workspace() }

  private func bytes(_ text: String, _ encoding: String.Encoding) throws -> Data {
    try #require(text.data(using: encoding))
  }

  private static let header = "customer_id,order_id,product_id,order_datetime,quantity,unit_price,place\n"

  private func line(_ number: Int, _ day: String = "2024-01-01", quantity: String = "1", price: String = "2.50")
    -> String
  {
    "c\(number % 7),o\(number),p,\(day),\(quantity),\(price),Köln\n"
  }

  @Test("the same shop in other encodings gives the same money")
  func encodings() throws {
    let text = Self.header + (0..<50).map { line($0) }.joined()
    let mark = Data([0xff, 0xfe])
    try workspace.write(text, to: "utf8.csv")
    try workspace.write(bytes(text, .windowsCP1252), to: "latin.csv")
    try workspace.write(mark + bytes(text, .utf16LittleEndian), to: "wide.csv")
    let expected = [("utf8.csv", "UTF-8"), ("latin.csv", "Windows-1252"), ("wide.csv", "UTF-16")]
    for (file, name) in expected {
      let outcome = try workspace.run("clean", "--data", file)
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      #expect(outcome.errors.contains("\(file): CSV, separated by commas, \(name); numbers as 1,234.56"))
      let run = try workspace.latest().json("run.json")
      #expect(run["inputs"].array[0]["read_as"].text?.contains(name) == true)
    }
  }

  @Test("two encodings in one file are refused with the line and the setting")
  func mixedEncodings() throws {
    let text = Self.header + line(1) + line(2)
    try workspace.write(bytes(text, .windowsCP1252) + Data(line(3).utf8), to: "mixed.csv")
    try expectRefusal(
      of: ["mixed.csv"], in: workspace, code: 4, says: ["mixed.csv:4", "UTF-8", "Windows-1252", "ingest.encoding"])
    try workspace.write(Data((Self.header + line(1)).utf8) + bytes(line(2), .windowsCP1252), to: "other.csv")
    try expectRefusal(
      of: ["other.csv"], in: workspace, code: 4, says: ["other.csv:3", "'place'", "not UTF-8", "ingest.encoding"])
    try workspace.write(Data((Self.header).utf8) + Data([0x81, 0x0a]), to: "noletter.csv")
    try expectRefusal(
      of: ["noletter.csv"], in: workspace, code: 4, says: ["noletter.csv:2", "Windows-1252", "ingest.encoding=latin-1"])
  }

  @Test("JSON Lines are read as the CSV file of the same lines; other JSON, HTML and the like are refused")
  func json() throws {
    let text = Self.header + (0..<50).map { line($0) }.joined()
    let lines = (0..<50).map { number in
      #"{"customer_id": "c\#(number % 7)", "order_id": "o\#(number)", "product_id": "p", "#
        + #""order_datetime": "2024-01-01", "quantity": 1, "unit_price": 2.50, "place": "K\u00f6ln"}"# + "\n"
    }
    try workspace.write(text, to: "shop.csv")
    try workspace.write(lines.joined(), to: "folder.jsonl")
    for file in ["shop.csv", "folder.jsonl"] {
      let outcome = try workspace.run("clean", "--quiet", "--data", file, "--output", file + ".runs")
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
    }
    let tables = try ["shop.csv", "folder.jsonl"].map {
      try workspace.latest($0 + ".runs").table("data/cleaned_data.parquet")
    }
    #expect(tables[0].rowCount == 50 && tables[1].rowCount == 50)
    for name in ["customer_id", "order_id", "place"] {
      #expect(try tables[0].strings(named: name) == tables[1].strings(named: name), "\(name)")
    }
    #expect(try tables[0].doubles(named: "revenue") == tables[1].doubles(named: "revenue"))
    #expect(try tables[1].int64s(named: "source_line") == (1...50).map(Int64.init))
    let run = try workspace.latest("folder.jsonl.runs").json("run.json")
    #expect(run["inputs"].array[0]["read_as"].text == "JSON Lines, ASCII")
    try workspace.write("[" + lines.joined(separator: ",") + "]", to: "orders.json")
    try expectRefusal(
      of: ["orders.json"], in: workspace, code: 4, says: ["orders.json", "JSON document", "JSON Lines"])
    try workspace.write("<html><table><tr><td>customer_id</td></tr></table></html>", to: "orders.xls")
    try expectRefusal(of: ["orders.xls"], in: workspace, code: 4, says: ["orders.xls", "HTML", "XLSX or CSV"])
  }

  @Test("text of which the encoding is not sure is refused with the setting, and read with it")
  func unsureEncoding() throws {
    let start = Data(Self.header.utf8)
    // Dvořák, in Windows-1250.
    let row = Data("c1,o1,p,2024-01-01,1,2.50,Dvo".utf8) + [0xf8, 0xe1] + Data("k\n".utf8)
    try workspace.write(start + row, to: "names.csv")
    try expectRefusal(
      of: ["names.csv"], in: workspace, code: 4, says: ["names.csv:2", "not UTF-8", "ingest.encoding="])
    let set = try workspace.run(
      "clean", "--quiet", "--data", "names.csv", "--set", "ingest.encoding=windows-1250")
    #expect(set.exitCode == 0, "\(set.errors)")
    #expect(try workspace.latest().table("data/cleaned_data.parquet").strings(named: "place") == ["Dvořák"])
  }

  @Test("a number that can be read in two ways is refused with the setting")
  func ambiguousNumbers() throws {
    try workspace.write(Self.header + line(1, quantity: "\"1,234\"", price: "5"), to: "numbers.csv")
    try expectRefusal(
      of: ["numbers.csv"], in: workspace, code: 4, says: ["numbers.csv", "'1,234'", "--set ingest.decimal=point"])
    let set = try workspace.run("clean", "--data", "numbers.csv", "--dry-run", "--set", "ingest.decimal=point")
    #expect(set.exitCode == 0 && set.output.contains("6170.00"), "\(set.output)\(set.errors)")
  }

  @Test("amounts in two currencies are refused")
  func currencies() throws {
    try workspace.write(Self.header + line(1, price: "£2.50") + line(2, price: "€2.50"), to: "money.csv")
    try expectRefusal(of: ["money.csv"], in: workspace, code: 4, says: ["money.csv", "'£'", "'€'", "convert"])
  }

  @Test("a million columns, and a line without an end")
  func shapes() throws {
    try workspace.write(String(repeating: "a,", count: 1_000_000) + "b\n1\n", to: "wide.csv")
    try expectRefusal(of: ["wide.csv"], in: workspace, code: 4, says: ["wide.csv:1", "1000001 columns", "16384"])
    try workspace.write(Self.header + "\"" + String(repeating: "x", count: 65 << 20), to: "long.csv")
    try expectRefusal(of: ["long.csv"], in: workspace, code: 4, says: ["long.csv:2", "longer than 64 MiB"])
    try workspace.write(Self.header + "c,o\0,p,2024-01-01,1,1,x\n", to: "nul.csv")
    try expectRefusal(of: ["nul.csv"], in: workspace, code: 4, says: ["nul.csv:2", "NUL"])
  }

  @Test("a novel in a cell that should be a date makes a short sentence")
  func novel() throws {
    let novel = String(repeating: "word ", count: 2_000_000)
    try workspace.write(Self.header + line(1, novel), to: "novel.csv")
    let outcome = try workspace.run("clean", "--data", "novel.csv", "--quiet", "--dry-run")
    expectFailure(outcome, code: 4, says: "novel.csv", "word word", "order_datetime")
    #expect(outcome.errors.utf8.count < 1000)
  }

  @Test("impossible and absurd values are rejected line by line, with their reasons")
  func values() throws {
    let good = (0..<20).map { line($0) }.joined()
    let bad =
      line(50, "0000-01-01") + line(51, "9999-12-31") + line(52, quantity: "1e308") + line(53, price: "-1e308")
      + line(54, "2024-02-30")
    try workspace.write(Self.header + good + bad, to: "values.csv")
    let outcome = try workspace.run(
      "clean", "--data", "values.csv", "--dry-run", "--json", "--quiet", "--set",
      "validation.types.unparsable_datetime.severity=warning", "--set",
      "validation.types.unparsable_quantity.severity=warning", "--set",
      "validation.types.unparsable_price.severity=warning", "--set",
      "validation.dates.dates_out_of_range.severity=warning")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let stats = try JSON(outcome.output)["cleaning"]
    let reasons = stats["stages"]["structural"]["reasons"]
    #expect(reasons["unparsable_order_datetime"]["rows"].number == 2)
    #expect(reasons["unparsable_quantity"]["rows"].number == 1)
    #expect(reasons["unparsable_unit_price"]["rows"].number == 1)
    #expect(stats["reconciliation"]["reconciles"].truth == true)
  }

  @Test("a pipe and a device are refused at once")
  func noFiles() throws {
    try #require(mkfifo(workspace.file("pipe").path, 0o600) == 0)
    for path in ["pipe", "/dev/zero"] {
      let outcome = try workspace.run("clean", "--data", path, "--quiet")
      expectFailure(outcome, code: 4, says: path, "pipe or a device", "write what it gives to a file")
    }
  }
}
