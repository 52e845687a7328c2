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

  // MARK: - Several sheets

  /// The lines on two sheets, behind a cover and before a sheet of other columns.
  private func writeTwoSheets() throws {
    let half = Self.rows.count / 2
    try workbook([
      .init("Cover", [[.text("Our shop")]]), .init("Year 1", Array(Self.rows[..<half])),
      .init("Year 2", [Self.rows[0]] + Self.rows[half...]),
      .init("Codes", [[.text("code"), .text("name")], [.text("a")]]),
    ])
  }

  @Test("lines on two sheets are those of the CSV file; the sheets are named, and what is left out")
  func twoSheets() throws {
    try writeTwoSheets()
    let text = try workspace.run("clean", "--data", "shop.csv", "--output", "csv", "--quiet")
    #expect(text.exitCode == 0, "\(text.errors)")
    let outcome = try workspace.run("clean", "--data", "shop.xlsx", "--output", "xlsx")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let half = Self.rows.count / 2
    #expect(outcome.errors.contains("read sheets 'Year 1' ("), "\(outcome.errors)")
    #expect(outcome.errors.contains("left out the sheet 'Codes' (1 row), which has other columns: code, name"))
    let (expected, found) = try (
      workspace.latest("csv").table("data/cleaned_data.parquet"),
      workspace.latest("xlsx").table("data/cleaned_data.parquet")
    )
    #expect(found.rowCount == expected.rowCount)
    #expect(try found.doubles(named: "revenue") == expected.doubles(named: "revenue"))
    let files = Set(try found.strings(named: "source_file"))
    #expect(files == ["shop.xlsx[Year 1]", "shop.xlsx[Year 2]"])
    let first = try found.strings(named: "source_file").firstIndex(of: "shop.xlsx[Year 2]")
    let line = try found.int64s(named: "source_line")[try #require(first)]
    #expect(line >= 2 && line < 10, "rows are counted by sheet; the sheet begins at row \(half)")
    let input = try workspace.latest("xlsx").json("run.json")["inputs"].array[0]
    #expect(input["path"].text == "shop.xlsx")
    #expect(input["sheets"].array.compactMap(\.text) == ["Year 1", "Year 2"])
    #expect(input["read_as"].text?.contains("sheets 'Year 1' and 'Year 2' of Cover, Year 1, Year 2, Codes") == true)
  }

  @Test("lines are added to a run of two sheets as to any other")
  func appended() throws {
    try writeTwoSheets()
    try workspace.write(SampleShop.header + "\nN1,P1,mug,1,2011-06-30 10:00:00,2.50,A1,Norway\n", to: "more.csv")
    for (command, output) in [(["--data", "shop.xlsx", "more.csv"], "whole"), (["--data", "shop.xlsx"], "steps")] {
      let outcome = try workspace.run(["clean", "--quiet", "--output", output] + command)
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
    }
    let step = try workspace.run(
      "clean", "--quiet", "--output", "steps", "--data", "more.csv", "--append-to", "latest")
    #expect(step.exitCode == 0, "\(step.errors)")
    let (whole, steps) = (try workspace.latest("whole"), try workspace.latest("steps"))
    for path in ["data/cleaned_data.parquet", "data/rejected_rows.parquet", "data/unreadable_cells.parquet"] {
      #expect(try whole.digests()[path] == steps.digests()[path], "\(path)")
    }
    for key in ["inputs", "ingest"] {
      #expect(
        try whole.json("run.json")[key].canonicalText() == steps.json("run.json")[key].canonicalText(), "\(key)")
    }
  }

  @Test("lines that two sheets have in common are told as those of exports that overlap")
  func overlap() throws {
    try workbook([.init("old", Array(Self.rows[..<200])), .init("new", [Self.rows[0]] + Self.rows[150...])])
    let outcome = try workspace.run("clean", "--data", "shop.xlsx", "--dry-run")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("lines of shop.xlsx[new] equal lines of earlier files"), "\(outcome.errors)")
    try workbook([.init("all", Self.rows), .init("part", Array(Self.rows[..<200]))])
    expectFailure(
      try workspace.run("clean", "--data", "shop.xlsx", "--quiet"), code: 4, says: "shop.xlsx[part]", "ingest.sheet")
  }

  @Test("sheets are named by a list, and all of them by all; sheets that differ are an error")
  func listed() throws {
    try writeTwoSheets()
    for sheets in ["[Year 2, Year 1]", "['Year 1']"] {
      let outcome = try workspace.run(
        "clean", "--data", "shop.xlsx", "--dry-run", "--quiet", "--set", "ingest.sheet=\(sheets)")
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
    }
    try workspace.write("ingest:\n  sheet: [Year 1, Year 2]\n", to: "settings.yaml")
    let outcome = try workspace.run("clean", "--data", "shop.xlsx", "--dry-run", "--config", "settings.yaml")
    #expect(outcome.errors.contains("read sheets 'Year 1'"), "\(outcome.errors)")
    expectFailure(
      try workspace.run("clean", "--data", "shop.xlsx", "--quiet", "--set", "ingest.sheet=all"), code: 4,
      says: "'Year 1' and 'Codes' have different columns", "ingest.sheet")
  }

  @Test("inspect shows the sheets")
  func inspected() throws {
    try writeTwoSheets()
    let outcome = try workspace.run("inspect", "shop.xlsx", "--json")
    let file = try JSON(outcome.output)["files"].array[0]
    #expect(file["read_as"].text?.contains("sheets 'Year 1' and 'Year 2'") == true)
    #expect(file["notes"].array.first?.text?.hasPrefix("read sheets 'Year 1' (") == true)
    #expect(file["rows_looked_at"].integer == Self.rows.count - 1)
    let text = try workspace.run("inspect", "shop.xlsx").output
    #expect(text.contains("read sheets 'Year 1' (") && text.contains("'Codes' (1 row)"), "\(text)")
  }
}
