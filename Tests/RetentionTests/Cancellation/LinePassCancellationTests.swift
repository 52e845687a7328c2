import CivilTime
import Numerics
import Retention
import Settings
import Tables
import TestSupport
import Testing

/// Passes over order lines, each of them cancelled from its own progress.
@Suite("Passes over lines can be cancelled, and watching them changes nothing")
struct LinePassCancellationTests {
  /// Two files that overlap, with blanks, text that is no number, returns and cancellations.
  private static func source(
    _ context: ExecutionContext = .serial, header: String = "quantity,unit_price", dates: String = "2011-03-%"
  ) throws -> SourceLines {
    let folder = try TemporaryFolder()
    let rows = (0..<400).map { row in
      let date = dates.replacing("%", with: "\(10 + row % 20)")
      return "\(row % 17 == 0 ? "" : "c\(row % 40)"),\(row % 23 == 0 ? "C" : "")o\(row % 90),p\(row % 5),\(date),"
        + "\(row % 11 == 0 ? "x" : "\(row % 7 - 2)"),\(row % 13).5"
    }
    let top = "customer_id,order_id,product_id,order_datetime,\(header)\n"
    try folder.write(top + rows[..<300].joined(separator: "\n") + "\n", to: "1.csv")
    try folder.write(top + rows[250...].joined(separator: "\n") + "\n", to: "2.csv")
    var ingest = TransactionIngest(settings: try retentionSettings().ingest, context: context)
    for name in ["1.csv", "2.csv"] {
      let reader = try TableReader(path: folder.path(of: name), options: ReadOptions(parallelism: .serial))
      _ = try ingest.begin(file: name, fields: reader.fields)
      while let batch = try reader.next() { try ingest.append(batch) }
    }
    return try ingest.finish()
  }

  private static func contents(_ lines: SourceLines) -> [[Int64]] {
    [
      lines.customer.map(Int64.init), lines.order.map(Int64.init), Array(lines.time),
      lines.quantity.map { Int64(bitPattern: $0.bitPattern) }, lines.unitPrice.map { Int64(bitPattern: $0.bitPattern) },
      lines.unreadable.map { Int64($0.row) },
    ]
  }

  @Test(
    "the end of an ingest, which settles dates and amounts",
    arguments: [
      ("quantity,unit_price", "%/03/2011"), ("quantity,line_total", "2011-03-%"), ("quantity,order_total", "2011-03-%"),
    ])
  func ingest(header: String, dates: String) throws {
    let found = try watched { context in Self.contents(try Self.source(context, header: header, dates: dates)) }
    #expect(found[0].count == 450)
    expectCancelled { context in _ = try Self.source(context, header: header, dates: dates) }
  }

  @Test("an ingest is cancelled between batches")
  func batches() throws {
    let context = ExecutionContext.serial
    var ingest = TransactionIngest(settings: try retentionSettings().ingest, context: context)
    let folder = try TemporaryFolder()
    try folder.write(canonical("a,o1,p,2011-01-01,1,1"), to: "1.csv")
    let reader = try TableReader(path: folder.path(of: "1.csv"))
    _ = try ingest.begin(file: "1.csv", fields: reader.fields)
    let batch = try #require(try reader.next())
    try ingest.append(batch)
    context.cancellation.request()
    #expect(throws: Cancelled.self) { try ingest.append(batch) }
    #expect(throws: Cancelled.self) { _ = try ingest.finish() }
  }

  @Test("looking for duplicates")
  func duplicates() throws {
    let source = try Self.source()
    let repeated = try watched { context in
      var source = source
      try source.findDuplicates(context: context)
      return source.overlappingFiles.map(\.repeated)
    }
    #expect(repeated == [50])
    expectCancelled { context in
      var source = source
      try source.findDuplicates(context: context)
    }
  }

  @Test("validation")
  func validation() throws {
    let source = try Self.source()
    let settings = try retentionSettings()
    let validator = InputValidator(
      settings: settings.validation, cleaning: settings.cleaning, ingest: settings.ingest,
      today: CivilDate("2011-12-31")!)
    let report = try watched { try validator.validate(source, hasProducts: true, context: $0) }
    #expect(report.findings.first { $0.check == .exactDuplicates }!.affectedRows > 0)
    expectCancelled { _ = try validator.validate(source, hasProducts: true, context: $0) }
  }

  private static func cleaned(_ context: ExecutionContext, action: String = "flag") throws -> CleanedLines {
    let settings = try retentionSettings("cleaning: {outliers: {action: \(action), price_quantile: 0.5}}")
    return try LineCleaner(
      settings: settings.cleaning, ingest: settings.ingest, features: settings.features, churnHorizonDays: 90,
      asOf: nil,
      plausibleTimes: settings.validation.plausibleTimes(today: CivilDate("2026-01-01")!)
    ).clean(source(), context: context)
  }

  @Test("cleaning", arguments: ["flag", "winsorise", "drop"])
  func cleaning(action: String) throws {
    let verdicts = try watched { context in
      let cleaned = try Self.cleaned(context, action: action)
      return [cleaned.removal, cleaned.flags.map(\.rawValue)]
    }
    #expect(verdicts[0].contains(0) && Set(verdicts[0]).count > 2)
    expectCancelled { _ = try Self.cleaned($0, action: action) }
  }

  @Test("high returns, transactions, and what changed since an earlier run")
  func afterCleaning() throws {
    let cleaned = try Self.cleaned(.serial)
    #expect(try watched { try cleaned.highReturnCustomers(above: 0.2, context: $0) }.contains(true))
    #expect(try watched { try cleaned.transactions(context: $0).lines }.count > 200)
    let wasKept = (0..<300).map { cleaned.isKept($0) && $0 % 3 == 0 }
    #expect(try watched { try cleaned.changedHistories(since: wasKept, context: $0) }.since.contains { $0 < .max })
    expectCancelled { _ = try cleaned.highReturnCustomers(above: 0.2, context: $0) }
    expectCancelled { _ = try cleaned.transactions(context: $0) }
    expectCancelled { _ = try cleaned.changedHistories(since: wasKept, context: $0) }
  }

  @Test("appended lines")
  func appended() throws {
    let source = try Self.source()
    let times = Snapshot("2011-01-01").time..<Snapshot("2012-01-01").time
    #expect(try watched { try source.appended(from: 300, within: times, context: $0) }?.count == 150)
    expectCancelled { _ = try source.appended(from: 300, within: times, context: $0) }
  }

  @Test("invoiced spend and purchase history")
  func invoiced() throws {
    let gathered = try InvoicedSpend.Lines((0..<500).map { ("c\($0 % 30)", "o\($0 % 70)", Int64($0), 2.5) })
    let spend = try watched { try InvoicedSpend(gathered, context: $0).spend }
    #expect(spend.reduce(.zero, +) == Money(1250))
    expectCancelled { _ = try InvoicedSpend(gathered, context: $0) }

    let customer = (0..<500).map { Int32($0 % 30) }
    let history = { (context: ExecutionContext) in
      try PurchaseHistory(
        customers: 30, customer: customer, order: (0..<500).map { Int32($0 % 70) }, time: (0..<500).map(Int64.init),
        revenue: [Int64](repeating: 1, count: 500), context: context)
    }
    #expect(try watched(history).orders.reduce(0, +) == 210)
    expectCancelled { _ = try history($0) }
  }
}
