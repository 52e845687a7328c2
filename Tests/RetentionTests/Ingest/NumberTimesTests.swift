import Foundation
import Numerics
import Retention
import Settings
import Tables
import TestSupport
import Testing

@Suite("Times that are numbers") struct NumberTimesTests {
  private func read(
    _ files: [[String]], _ settings: String = "", threads: Int = 1
  ) throws -> (lines: SourceLines, told: [String]) {
    let folder = try TemporaryFolder()
    for (index, times) in files.enumerated() {
      let rows = times.map { "a,1,p,\"\($0)\",1,1\n" }.joined()
      try folder.write("customer_id,order_id,product_id,When,quantity,unit_price\n" + rows, to: "\(index + 1).csv")
    }
    let configuration = try RetentionParameters.catalog.resolve(
      yaml: "ingest:\n  mapping: {order_datetime: When}\n" + (settings.isEmpty ? "" : "  \(settings)\n"))
    var ingest = TransactionIngest(settings: try IngestSettings(configuration), context: .threads(threads))
    return (
      try ingest.lines(of: files.indices.map { "\($0 + 1).csv" }, in: folder, blockSize: 4096), ingest.numberTimes
    )
  }

  private func time(_ day: String, _ hour: Int64 = 0, _ minute: Int64 = 0) -> Int64 {
    Snapshot(day).time + (hour * 60 + minute) * 60_000_000
  }

  @Test("days of a spreadsheet, with a time of day behind either mark, are told")
  func days() throws {
    let (lines, told) = try read([["44931", "44931.5", "44940,25", ""]])
    #expect(
      lines.time == [time("2023-01-05"), time("2023-01-05", 12), time("2023-01-14", 6), SourceLines.unknownTime])
    #expect(
      told == [
        "1.csv: order_datetime ('When') is read as days since 1899-12-30, as spreadsheets count: 44931 is 2023-01-05"
      ])
    #expect(lines.unreadable.isEmpty)
  }

  @Test(
    "seconds and their fractions since 1970",
    arguments: [
      ("1672909200", "seconds"), ("1672909200000", "milliseconds"), ("1672909200000000", "microseconds"),
      ("1672909200.0", "seconds"),
    ])
  func unix(number: String, unit: String) throws {
    let (lines, told) = try read([[number, number]])
    #expect(lines.time == [time("2023-01-05", 9), time("2023-01-05", 9)])
    #expect(
      told.count == 1
        && told[0].contains("is read as \(unit) since 1970-01-01 00:00 UTC: \(number) is 2023-01-05 09:00:00"))
    #expect(told[0].contains("set ingest.timezone"))
    let there = try read([[number]], "timezone: Europe/Berlin")
    #expect(there.lines.time == [time("2023-01-05", 10)] && !there.told[0].contains("timezone"))
  }

  @Test("digits of a date are a date, and need no telling", arguments: ["20230102", "20230102184400", "202301021844"])
  func digits(text: String) throws {
    let (lines, told) = try read([[text, "2023-01-02"]])
    #expect(lines.time == [time("2023-01-02", text.count > 8 ? 18 : 0, text.count > 8 ? 44 : 0), time("2023-01-02")])
    #expect(told == [])
  }

  @Test(
    "numbers among dates are unreadable cells, whatever the order of the dates",
    arguments: ["2023-01-05", "31/01/2023", "5 Jan 2023"])
  func amongDates(date: String) throws {
    let (lines, told) = try read([[date] + [String](repeating: "44931", count: 40)])
    #expect(lines.unreadable.count == 40 && told == [])
    #expect(lines.time[0] != SourceLines.unknownTime && lines.time[1] == SourceLines.unknownTime)
  }

  @Test("dirt of a tenth among numbers is unreadable, also numbers of another kind; more of it is no column of dates")
  func dirt() throws {
    let good = [String](repeating: "1672909200", count: 18)
    let (lines, told) = try read([good + ["soon", "44931"]])
    #expect(lines.unreadable.map(\.text) == ["soon", "44931"] && told.count == 1)
    #expect(throws: IngestError.noReadableDate(example: "1672909200", header: "When", file: "1.csv")) {
      _ = try read([good + ["soon", "44931", "12"]])
    }
    let message = "\(IngestError.noReadableDate(example: "44931", header: "When", file: "1.csv"))"
    #expect(message.contains("ingest.date_format"))
  }

  @Test(
    "numbers that would be days of another time, hours or ids are no dates",
    arguments: ["12346", "536365", "2023010218", "99"])
  func implausible(text: String) throws {
    #expect(throws: IngestError.noReadableDate(example: text, header: "When", file: "1.csv")) {
      _ = try read([[text, text]])
    }
  }

  @Test("each file has its own way, and the order of day and month is not touched by numbers")
  func severalFiles() throws {
    let files = [
      ["44931", "44932"], ["31/01/2023", "02/01/2023"], ["1672909200", "1672909201"], ["2023-01-05"], ["44933"],
    ]
    for threads in [1, 3] {
      let (lines, told) = try read(files, threads: threads)
      #expect(lines.unreadable.isEmpty)
      #expect(
        lines.time[2] == time("2023-01-31") && lines.time[3] == time("2023-01-02")
          && lines.time[0] == time("2023-01-05")
          && lines.time[4] == time("2023-01-05", 9) && lines.time[7] == time("2023-01-07"))
      #expect(told.count == 2 && told[0].hasPrefix("1.csv and 1 more: ") && told[1].hasPrefix("3.csv: "))
    }
    #expect(throws: IngestError.ambiguousDates(example: "03/04/2023", file: "2.csv")) {
      _ = try read([["44931"], ["03/04/2023"]])
    }
  }

  @Test("what the settings state holds for all numbers, and dates in text stay dates")
  func stated() throws {
    let days = try read([["20000", "2023-01-05", "1.5"]], "date_format: excel_days")
    #expect(days.lines.time == [time("1954-10-03"), time("2023-01-05"), time("1900-01-01", 12)])
    #expect(try read([["86400"]], "date_format: unix_seconds").lines.time == [time("1970-01-02")])
    #expect(try read([["20230102"]], "date_format: unix_milliseconds").lines.time[0] == 20_230_102_000)
    #expect(try read([["86400000000"]], "date_format: unix_microseconds").lines.time == [time("1970-01-02")])
  }

  @Test("numbers are no dates where the settings say text, but for their digits")
  func forbidden() throws {
    #expect(throws: IngestError.noReadableDate(example: "44931", header: "When", file: "1.csv")) {
      _ = try read([["44931"]], "date_format: text")
    }
    #expect(try read([["20230102"]], "date_format: text").lines.time == [time("2023-01-02")])
  }

  // MARK: - Columns of numbers

  private func typed(_ values: ColumnValues, _ settings: String = "") throws -> (lines: SourceLines, told: [String]) {
    let folder = try TemporaryFolder()
    let count = values.count
    let strings = { (text: String) in ColumnValues.string(StringColumn([String](repeating: text, count: count))) }
    let table = Table(columns: [
      Column(name: "customer_id", values: strings("a")), Column(name: "order_id", values: strings("1")),
      Column(name: "product_id", values: strings("p")), Column(name: "order_datetime", values: values),
      Column(name: "quantity", values: strings("1")), Column(name: "unit_price", values: strings("1")),
    ])
    try TableOutput.writeParquet(table, to: folder.url.appendingPathComponent("t.parquet"))
    var ingest = TransactionIngest(settings: try retentionSettings(settings).ingest)
    return (try ingest.lines(of: ["t.parquet"], in: folder), ingest.numberTimes)
  }

  @Test("columns of numbers, whole or not, hold days, seconds or the digits of dates")
  func numberColumns() throws {
    let days = try typed(.double(Primitive([44931.5, 44932], isNull: nil)))
    #expect(days.lines.time == [time("2023-01-05", 12), time("2023-01-06")] && days.told.count == 1)
    let whole = try typed(.int32(Primitive([44931, 44932, 7], isNull: [false, false, true])))
    #expect(whole.lines.time == [time("2023-01-05"), time("2023-01-06"), SourceLines.unknownTime])
    #expect(whole.lines.unreadable.isEmpty)
    let unix = try typed(.int64(Primitive([1_672_909_200_000], isNull: nil)))
    #expect(unix.lines.time == [time("2023-01-05", 9)] && unix.told[0].contains("milliseconds"))
    let digits = try typed(.int32(Primitive([20_230_105], isNull: nil)))
    #expect(digits.lines.time == [time("2023-01-05")] && digits.told == [])
    #expect(try typed(.int64(Primitive([20_230_105_090_000], isNull: nil))).lines.time == [time("2023-01-05", 9)])
    let berlin = try typed(.int64(Primitive([1_672_909_200], isNull: nil)), "ingest: {timezone: Europe/Berlin}")
    #expect(berlin.lines.time == [time("2023-01-05", 10)])
  }

  @Test("numbers of another kind than the first, or of none, are unreadable; if all are, that is said")
  func mixedColumns() throws {
    let mixed = try typed(.double(Primitive([44931, 1_672_909_200, 12, .nan, 20_230_105], isNull: nil)))
    #expect(mixed.lines.unreadable.map(\.text) == ["1672909200", "12", "20230105"])
    #expect(throws: IngestError.noReadableDate(example: "12346", header: "order_datetime", file: "t.parquet")) {
      _ = try typed(.int32(Primitive([12_346, 12_347], isNull: nil)))
    }
    #expect(throws: IngestError.self) {
      _ = try typed(.int32(Primitive([44931], isNull: nil)), "ingest: {date_format: text}")
    }
    let stated = try typed(.int32(Primitive([20_000], isNull: nil)), "ingest: {date_format: excel_days}")
    #expect(stated.lines.time == [time("1954-10-03")])
  }

  @Test("a workbook that counts from 1904 means other days")
  func from1904() throws {
    let folder = try TemporaryFolder()
    let names = ["customer_id", "order_id", "product_id", "order_datetime", "quantity", "unit_price"]
    let row: [MadeWorkbook.Cell] = [.text("a"), .text("1"), .text("p"), .number("43469"), .number("1"), .number("1")]
    let book = MadeWorkbook([.init("orders", [names.map { .text($0) }, row])], is1904: true)
    try folder.write(try book.packed(), to: "book.xlsx")
    var ingest = TransactionIngest(settings: try retentionSettings().ingest)
    #expect(try ingest.lines(of: ["book.xlsx"], in: folder).time == [time("2023-01-05")])
    #expect(ingest.numberTimes == ["book.xlsx: order_datetime is read as days since 1904-01-01: 43469 is 2023-01-05"])
  }
}
