import Foundation
import Tables
import TestSupport
import Testing

/// The program reads a workbook as it reads the CSV file of the same lines.
@Suite("XLSX as input") struct SpreadsheetInputTests {
  let workspace: Workspace

  init() throws {
    workspace = try Workspace()
    try workspace.write(SampleShop.csv, to: "shop.csv")
  }

  /// The lines as a spreadsheet program keeps them: ids of digits and quantities as numbers, times as serial numbers;
  /// ids with leading zeros stay text.
  private static let rows: [[MadeWorkbook.Cell]] = {
    let lines = SampleShop.csv.split(separator: "\n").map { fields(of: $0) }
    return lines.enumerated().map { index, fields in
      fields.map { field in index == 0 ? .text(field) : cell(field) }
    }
  }()

  private static func fields(of line: Substring) -> [String] {
    var fields: [String] = [""]
    var isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: fields.append("")
      default: fields[fields.count - 1].append(character)
      }
    }
    return fields
  }

  private static func cell(_ field: String) -> MadeWorkbook.Cell {
    if field.isEmpty { return .blank }
    if let time = parseTimestamp(field) {
      return .date("\(Double(time.microseconds) / 86_400e6 + 25_569)", style: 2)
    }
    let isPadded = field.hasPrefix("0") && field.count > 1 && !field.hasPrefix("0.")
    return parseNumber(field) != nil && !isPadded ? .number(field) : .text(field)
  }

  private func workbook(_ sheets: [MadeWorkbook.Sheet], as name: String = "shop.xlsx") throws {
    try workspace.write(Data(try MadeWorkbook(sheets).packed()), to: name)
  }

  @Test("cleaned rows, amounts and customers are those of the CSV file")
  func sameAsCSV() throws {
    try workbook([.init("Cover", [[.text("Our shop")]]), .init("lines", Self.rows, firstRow: 3)])
    for (file, output) in [("shop.csv", "csv"), ("shop.xlsx", "xlsx")] {
      let outcome = try workspace.run("clean", "--data", file, "--output", output, "--quiet")
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
    }
    let (text, book) = (try workspace.latest("csv"), try workspace.latest("xlsx"))
    let (expected, found) = try (text.table("data/cleaned_data.parquet"), book.table("data/cleaned_data.parquet"))
    #expect(found.fields == expected.fields)
    #expect(found.rowCount == expected.rowCount && found.rowCount > 1000)
    for name in ["customer_id", "order_id", "product_id", "Country"] {
      #expect(try found.strings(named: name) == expected.strings(named: name), "\(name)")
    }
    for name in ["quantity", "unit_price", "revenue"] {
      #expect(try found.doubles(named: name) == expected.doubles(named: name), "\(name)")
    }
    #expect(try found.timestamps(named: "order_datetime") == expected.timestamps(named: "order_datetime"))
    for key in ["input", "cleaned"] {
      let stats = try (text.json("reports/cleaning_stats.json"), book.json("reports/cleaning_stats.json"))
      #expect(stats.0[dynamicMember: key].rows.integer == stats.1[dynamicMember: key].rows.integer)
      #expect(stats.0[dynamicMember: key].money.number == stats.1[dynamicMember: key].money.number)
    }
  }

  @Test("a sheet is chosen by ingest.sheet; an unknown one, and a broken cell, are errors that say where")
  func sheets() throws {
    try workbook([.init("2023", [Self.rows[0], Self.rows[1]]), .init("2024", Self.rows)])
    let outcome = try workspace.run(
      "clean", "--data", "shop.xlsx", "--set", "ingest.sheet=2024", "--dry-run", "--quiet")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    expectFailure(
      try workspace.run("clean", "--data", "shop.xlsx", "--set", "ingest.sheet=2025", "--quiet"), code: 4,
      says: "shop.xlsx", "no sheet '2025'", "2023, 2024")
    var rows = Self.rows
    rows[5][3] = .raw("<c%><v>six</v></c>")
    try workbook([.init("lines", rows)])
    expectFailure(
      try workspace.run("clean", "--data", "shop.xlsx", "--quiet"), code: 4, says: "shop.xlsx", "lines!D6", "six")
  }

  @Test("cells with errors are read as blank, and the program says how many")
  func errorCells() throws {
    var rows = Self.rows
    rows[5][2] = .error("#N/A")
    try workbook([.init("lines", rows)])
    let outcome = try workspace.run("clean", "--data", "shop.xlsx", "--dry-run")
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors.contains("cells with an error such as #N/A are read as blank: 1, the first at lines!C6"))
  }
}
