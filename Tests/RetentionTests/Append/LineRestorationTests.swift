import Numerics
import Retention
import Tables
import Testing

@Suite("Lines of an earlier run, put together again")
struct LineRestorationTests {
  /// Some rows as the run's tables of kept and of removed lines hold them.
  private func table(_ lines: SourceLines, _ rows: [Int], files: [String]? = nil) -> Table {
    func texts(_ name: String, _ values: [String?]) -> Column {
      Column(name: name, values: .dictionary(DictionaryColumn(values)))
    }
    func doubles(_ name: String, _ values: SpillableColumn<Double>) -> Column {
      Column(
        name: name,
        values: .double(Primitive(rows.map { values[$0].isNaN ? nil : values[$0] }, placeholder: 0)))
    }
    let times = rows.map { lines.time[$0] == SourceLines.unknownTime ? nil : lines.time[$0] }
    let extras = lines.extras.map { extra in
      switch extra.values {
      case .text(let codes, let dictionary):
        texts(extra.name, rows.map { codes[$0] < 0 ? nil : dictionary[codes[$0]] })
      }
    }
    return Table(
      columns: [
        texts("source_file", rows.map { files?[$0] ?? lines.file(ofRow: $0).path }),
        Column(name: "source_line", values: .int32(Primitive(rows.map { lines.fileLine[$0] }))),
        texts("customer_id", rows.map { lines.customerIDs[$0] }), texts("order_id", rows.map { lines.orderIDs[$0] }),
        texts("product_id", rows.map { lines.productIDs[$0] }),
        Column(name: "order_datetime", values: .timestamp(Primitive(times, placeholder: 0))),
        doubles("quantity", lines.quantity), doubles("unit_price", lines.unitPrice),
      ]
        + (lines.amount == .orderTotal ? [doubles("order_total", lines.orderTotals)] : []) + extras)
  }

  /// Reads both sides in batches of `size` rows.
  private func restored(
    _ run: EarlierRun, isKept: [Bool], size: Int, _ context: ExecutionContext = .serial
  ) throws -> (lines: SourceLines, wasKept: [Bool]) {
    var restoration = LineRestoration(
      files: run.lines.files.map(\.path), run.findings, memory: .unlimited, context: context)
    func batches(_ rows: [Int]) -> [Table] {
      stride(from: 0, to: rows.count, by: size).map {
        table(run.lines, Array(rows[$0..<min($0 + size, rows.count)]))
      }
    }
    var kept = batches(isKept.indices.filter { isKept[$0] })[...]
    var removed = batches(isKept.indices.filter { !isKept[$0] })[...]
    var (keptLines, removedLines): (CodedLines?, CodedLines?) = (nil, nil)
    var (keptPlace, removedPlace) = (0, 0)
    while true {
      if keptPlace >= keptLines?.count ?? 0 {
        (keptLines, keptPlace) = (try kept.popFirst().map { try restoration.code($0) }, 0)
      }
      if removedPlace >= removedLines?.count ?? 0 {
        (removedLines, removedPlace) = (try removed.popFirst().map { try restoration.code($0) }, 0)
      }
      if keptLines == nil && removedLines == nil { break }
      (keptPlace, removedPlace) = try restoration.append(keptLines, from: keptPlace, removedLines, from: removedPlace)
    }
    let cells = run.lines.unreadable.map {
      EarlierCell(
        file: run.lines.file(ofRow: $0.row).path, line: run.lines.fileLine[$0.row], column: $0.column, text: $0.text)
    }
    return try restoration.finish(unreadable: cells)
  }

  private static let files = [
    "customer_id,order_id,product_id,order_datetime,quantity,unit_price,note\n"
      + "b,o1,p,2011-01-01,1,2.5,x\n,o2,q,,many,1,\na,o3,,2011-01-03,-1,2,y\nb,o1,p,2011-01-01,1,2.5,x\n",
    "customer_id,order_id,product_id,order_datetime,quantity,unit_price\nc,o4,p,2011-01-04,1,\na,o5,r,2011-01-05,2,2\n",
  ]

  @Test("are the lines as they were read, whatever was kept and however the tables are cut", arguments: 0..<64)
  func roundTrip(kept: Int) throws {
    let run = try EarlierRun(Self.files)
    let isKept = (0..<6).map { kept >> $0 & 1 == 1 }
    for size in [1, 2, 6] {
      let (lines, wasKept) = try restored(run, isKept: isKept, size: size)
      #expect(lines.cells == run.lines.cells)
      #expect(wasKept == isKept)
      #expect(lines.unreadable == run.lines.unreadable)
      #expect(lines.files == run.lines.files && lines.amount == run.lines.amount)
    }
  }

  @Test("have the totals of their orders")
  func totals() throws {
    let run = try EarlierRun(["customer_id,order_id,order_datetime,order_total\na,o1,2011-01-01,6\na,o1,2011-01-01,6\n"]
    )
    let (lines, _) = try restored(run, isKept: [true, false], size: 1)
    #expect(Array(lines.orderTotals) == [6, 6] && lines.amounts == [3, 3])
  }

  @Test("unreadable cells of files that the run did not read are left out")
  func strangeCells() throws {
    var restoration = LineRestoration(
      files: ["1.csv"], try EarlierRun(Self.files).findings, memory: .unlimited, context: .serial)
    let run = try EarlierRun(Self.files)
    _ = try restoration.append(restoration.code(table(run.lines, [0, 1])), from: 0, nil, from: 0)
    let lines = try restoration.finish(unreadable: [
      EarlierCell(file: "1.csv", line: 3, column: .quantity, text: "many"),
      EarlierCell(file: "1.csv", line: 99, column: .quantity, text: "x"),
      EarlierCell(file: "other.csv", line: 3, column: .quantity, text: "x"),
    ]).lines
    #expect(lines.unreadable == [UnreadableCell(row: 1, column: .quantity, text: "many")])
  }

  @Test("of a file that the run does not name, and of columns of another type, are refused")
  func damaged() throws {
    let run = try EarlierRun(Self.files)
    var restoration = LineRestoration(files: ["1.csv"], run.findings, memory: .unlimited, context: .serial)
    #expect(throws: TableError.self) { _ = try restoration.code(table(run.lines, [5])) }
    let good = table(run.lines, [0])
    for column in good.columns.indices {
      var columns = good.columns
      columns[column] = Column(name: columns[column].name, values: .bool(Primitive([true])))
      let bad = Table(columns: columns)
      #expect(throws: TableError.self, "\(columns[column].name)") { _ = try restoration.code(bad) }
    }
  }

  @Test("stop between batches")
  func cancellation() throws {
    let run = try EarlierRun(Self.files)
    let context = ExecutionContext.serial
    var restoration = LineRestoration(files: ["1.csv", "2.csv"], run.findings, memory: .unlimited, context: context)
    let batch = try restoration.code(table(run.lines, [0]))
    context.cancellation.request()
    #expect(throws: Cancelled.self) { _ = try restoration.append(batch, from: 0, nil, from: 0) }
    #expect(throws: Cancelled.self) { _ = try restoration.code(table(run.lines, [1])) }
    #expect(throws: Cancelled.self) { _ = try restoration.finish(unreadable: []) }
  }
}
