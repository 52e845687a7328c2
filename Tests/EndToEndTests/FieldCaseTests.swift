import Foundation
import Tables
import TestSupport
import Testing

/// Cells and headers as exports have them: what each case must give was worked out by hand.
@Suite("Cells and headers from the field") struct FieldCaseTests {
  let workspace: Workspace

  init() throws { workspace = try Workspace() }

  private static func path(_ name: String) -> String {
    RealData.projectRoot.appendingPathComponent("Tests/Fixtures/cases/\(name)").path
  }

  /// What a dry run of `train` says about a case: rows and money that are used, and the warnings.
  private func use(_ name: String, _ options: [String] = []) throws -> (rows: Double, money: Double, warnings: String) {
    let outcome = try workspace.run(["train", "--data", Self.path(name), "--dry-run", "--json"] + options)
    #expect(outcome.exitCode == 0, "\(name): \(outcome.errors)")
    let cleaned = try JSON(outcome.output)["cleaning"]["cleaned"]
    return (
      cleaned["rows"].number ?? -1, cleaned["money"].number ?? .nan,
      outcome.errorLines.filter { $0.contains("warning:") }.joined(separator: "\n")
    )
  }

  private func refusal(_ name: String, _ options: [String] = [], code: Int32 = 4) throws -> String {
    let outcome = try workspace.run(["train", "--data", Self.path(name), "--dry-run", "--quiet"] + options)
    expectFailure(outcome, code: code)
    return outcome.sentence ?? ""
  }

  @Test(
    "nameless and blank columns, and two of one name",
    arguments: [
      ("pandas_index.csv", nil), ("trailing_everywhere.csv", "field 7 has no name and is blank in all rows"),
      ("trailing_in_rows.csv", "field 7 has no name"), ("trailing_many.csv", "fields 7, 8, 9 have no name"),
      ("repeated_name.csv", "columns 1 and 8 are both named 'note'; the second one is called 'note_2'"),
    ])
  func columns(name: String, warning: String?) throws {
    let used = try use("nameless-column/\(name)")
    #expect(used.rows == 3 && used.money == 37)
    if let warning {
      #expect(used.warnings.contains(warning))
    } else {
      #expect(!used.warnings.contains("column"))
    }
  }

  @Test(
    "amounts with dashes, words, lakhs and thin spaces",
    arguments: [("orders.csv", 4, 112.25), ("rupees.csv", 4, 124_206.25), ("zloty.csv", 3, 2314.5)])
  func amounts(name: String, rows: Double, money: Double) throws {
    let used = try use("price-with-dash-for-cents/\(name)")
    // A negative price is no return: the line of 8.25 in parentheses is removed.
    #expect(used.rows == rows && used.money == money)
  }

  @Test("percentages are no amounts")
  func percentages() throws {
    let sentence = try refusal("price-with-dash-for-cents/percent.csv")
    #expect(sentence.contains("column 'unit_price' holds percentages such as '10 %'"))
  }

  @Test("prices in cents, read as such and added to with the same scale")
  func cents() throws {
    let scale = ["--set", "ingest.amount_scale=0.01"]
    let used = try use("price-in-cents/orders.csv", scale)
    #expect(used.rows == 3 && used.money == 0.15)
    #expect(try use("price-in-cents/totals.csv", scale).money == 10)
    let first = try workspace.run(
      ["clean", "--data", Self.path("price-in-cents/orders.csv"), "--quiet"] + scale)
    #expect(first.exitCode == 0, "\(first.errors)")
    try workspace.write(
      "customer_id,order_id,product_id,order_datetime,quantity,unit_price\nK3,9,P1,2023-04-01,1,299\n", to: "new.csv")
    let second = try workspace.run("clean", "--data", "new.csv", "--append-to", "latest", "--quiet")
    #expect(second.exitCode == 0, "\(second.errors)")
    let prices = try workspace.latest().table("data/cleaned_data.parquet").doubles(named: "unit_price")
    #expect(prices.sorted() == [0.05, 2.99, 19.99, 19.99])
  }

  @Test(
    "dates as numbers, told",
    arguments: [
      ("orders.csv", 5, "days since 1899-12-30, as spreadsheets count: 44931 is 2023-01-05"),
      ("orders.xlsx", 5, "44931.5 is 2023-01-05 12:00:00"),
      ("epoch.csv", 5, "milliseconds since 1970-01-01 00:00 UTC: 1672909200000 is 2023-01-05 09:00:00"),
      ("days_and_hours.csv", 3, "44931,5 is 2023-01-05 12:00:00"),
    ])
  func numberDates(name: String, rows: Double, words: String) throws {
    let used = try use("dates-as-serial-numbers/\(name)")
    #expect(used.rows == rows && used.money == rows * 10)
    #expect(used.warnings.contains("order_datetime is read as") && used.warnings.contains(words))
    let forbidden = try refusal("dates-as-serial-numbers/\(name)", ["--set", "ingest.date_format=text"])
    #expect(forbidden.contains("order_datetime"))
  }

  @Test("inspect reads dates of numbers as train does, and says so")
  func inspectNumberDates() throws {
    let outcome = try workspace.run("inspect", Self.path("dates-as-serial-numbers/orders.csv"), "--json")
    let file = try JSON(outcome.output)["files"].array[0]
    #expect(file["columns"].array.map { $0["content"].text }[3] == "date")
    #expect(file["train"]["first_day"].text == "2023-01-05" && file["train"]["last_day"].text == "2023-02-10")
    #expect(file["warnings"].array.contains { $0.text?.contains("44931 is 2023-01-05") == true })
  }

  @Test("dates in words and digits are days of one January")
  func wordDates() throws {
    let used = try use("dates-as-serial-numbers/letters.csv")
    #expect(used.rows == 6 && used.money == 60 && !used.warnings.contains("cannot be read"))
  }

  @Test("a file without a header is refused with the way out, and read on it")
  func noHeader() throws {
    for (name, columns) in [("no_header.txt", 4), ("no_header.csv", 6)] {
      let sentence = try refusal("not-a-csv/\(name)")
      #expect(sentence.contains("\(name):1: the first line looks like data"))
      #expect(sentence.contains("set ingest.header to false and map column_1 to column_\(columns)"))
    }
    let mapping = [
      "customer_id=column_1", "order_id=2", "product_id=column_3", "order_datetime=4", "quantity=5", "unit_price=6",
    ]
    let options = ["--set", "ingest.header=false"] + mapping.flatMap { ["--set", "ingest.mapping.\($0)"] }
    let used = try use("not-a-csv/no_header.csv", options)
    #expect(used.rows == 3 && used.money == 37)
    try workspace.write(
      #"{"customer_id": "1", "order_datetime": "2", "order_total": 3, "order_id": "column_4"}"#, to: "m.json")
    let padded = try use("not-a-csv/no_header.txt", ["--set", "ingest.header=false", "--mapping", "m.json"])
    #expect(padded.rows == 6 && padded.money == 6)
  }

  @Test("columns of blanks are found, or stated")
  func blanks() throws {
    let total = ["--set", "ingest.mapping.order_total=line_total"]
    #expect(try use("not-a-csv/aligned.txt", total).money == 37)
    #expect(try use("not-a-csv/aligned.txt", total + ["--set", "ingest.separator=blanks"]).rows == 3)
  }

  @Test("inspect shows a file without a header, and the settings that read it")
  func inspectNoHeader() throws {
    let path = Self.path("not-a-csv/no_header.csv")
    let outcome = try workspace.run("inspect", path, "--json", "--save-mapping", "m.json")
    let file = try JSON(outcome.output)["files"].array[0]
    #expect(file["settings"].array.map(\.text) == ["ingest.header=false"])
    #expect(file["columns"].array.map { $0["name"].text }.last == "column_6")
    #expect(file["mapping"]["order_datetime"].text == "column_4")
    #expect(file["train"]["reads_as_is"].truth == false)
    let text = try workspace.run("inspect", path).output.replacing(/\s+/, with: " ")
    #expect(text.contains("--set ingest.header=false"))
    let padded = try workspace.run("inspect", Self.path("not-a-csv/no_header.txt"), "--json")
    #expect(try JSON(padded.output)["files"].array[0]["read_as"].text?.contains("separated by blanks") == true)
  }
}
