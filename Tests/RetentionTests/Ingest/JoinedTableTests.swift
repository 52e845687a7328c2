import Numerics
import Retention
import Tables
import TestSupport
import Testing

@Suite("Lines completed by other files")
struct JoinedTableTests {
  private func reader(_ text: String, _ name: String, in folder: TemporaryFolder) throws -> TableReader {
    try folder.write(text, to: name)
    // Small blocks: rows of a table come in several batches.
    return try TableReader(path: folder.path(of: name), options: ReadOptions(blockSize: 64, parallelism: .serial))
  }

  private func joined(
    _ lines: String, _ files: [(clause: String, text: String)], settings yaml: String = "",
    mapping: [CanonicalColumn: String] = [:]
  ) throws -> SourceLines {
    let folder = try TemporaryFolder()
    var tables = JoinedTables()
    for (index, file) in files.enumerated() {
      let clause = try #require(JoinClause(file.clause))
      let reader = try reader(file.text, clause.file, in: folder)
      var table = try JoinedTable(clause, path: "\(index).csv", fields: reader.fields)
      while let batch = try reader.next() { try table.append(batch, context: .serial) }
      tables.add(table)
    }
    let source = try reader(lines, "lines.csv", in: folder)
    var ingest = TransactionIngest(settings: try retentionSettings(yaml).ingest.mapped(mapping, orderIs: .column))
    _ = try ingest.begin(file: "lines.csv", fields: tables.begin(file: "lines.csv", fields: source.fields))
    while let batch = try source.next() {
      let (batch, unmatched) = tables.joined(batch)
      try ingest.append(batch, unmatched: unmatched)
    }
    return try ingest.finish()
  }

  private let lines = """
    order_id,product_id,quantity,unit_price
    1,p,2,10
    2,q,1,5
    01,p,1,1
    9,p,1,7
    1.0,q,1,3

    """
  private let orders = """
    order_id,order_datetime,client
    1,2011-01-01,7
    2,2011-01-02,8
    3,2011-01-03,7

    """
  private let customers = """
    id,customer_id,city
    7,anna,Rome
    8,bert,Oslo

    """

  @Test("each line takes the row with its key, through a second table too; the rest of the columns come along")
  func chain() throws {
    let found = try joined(lines, [("orders.csv on order_id", orders), ("customers.csv on client = id", customers)])
    #expect(found.customerIDs == ["anna", "bert", nil, nil, "anna"])
    // Rows 3 and 4: `01` is another id than `1`, and 9 has no order.
    #expect(found.unmatched == [2, 3])
    #expect(found.extras.map(\.name) == ["client", "city"])
    let cleaned = try clean(found)
    #expect(
      cleaned.removal.map { RemovalReason(rawValue: $0) } == [nil, nil, .unmatched, .unmatched, nil])
    #expect(cleaned.ledger.removed[.unmatched]?.money == Money(8) && cleaned.ledger.reconciles)
  }

  @Test("a column of the name of another gets the file's name in front")
  func names() throws {
    let found = try joined(
      lines.replacing("quantity", with: "quantity"),
      [
        (
          "orders.csv on order_id",
          orders.replacing("client", with: "customer_id,quantity").replacing(",7", with: ",7,50").replacing(
            ",8", with: ",8,60")
        )
      ])
    #expect(found.customerIDs.first == "7" && found.quantity[0] == 2)
    #expect(found.extras.map(\.name) == ["0.quantity"])
  }

  @Test("a key that stands twice, or that is not there, is an error with its place")
  func errors() throws {
    func fails(_ clause: String, _ text: String, says parts: [String]) throws {
      let error = #expect(throws: JoinError.self) { try joined(lines, [(clause, text)]) }
      for part in parts { #expect(error?.description.contains(part) == true, "\(part): \(String(describing: error))") }
    }
    try fails("orders.csv on order_id", orders + "2,2011-01-09,8\n", says: ["0.csv:5", "'2'", "order_id"])
    try fails("orders.csv on order_id = oder_id", orders, says: ["0.csv", "'oder_id'", "did you mean 'order_id'"])
    try fails("orders.csv on order = order_id", orders, says: ["lines.csv", "'order'"])
  }

  @Test("clauses")
  func clauses() {
    #expect(JoinClause("a on b.csv on key") == JoinClause(file: "a on b.csv", column: "key", key: "key"))
    #expect(JoinClause(" o.csv on client = id ") == JoinClause(file: "o.csv", column: "client", key: "id"))
    for text in ["o.csv", "o.csv on ", " on key", "o.csv on a = b = c", "o.csv on a ="] {
      #expect(JoinClause(text) == nil, "\(text)")
    }
    #expect(JoinClause("o.csv on client = id")?.text == "o.csv on client = id")
  }
}

@Suite("Files that belong together")
struct JoinDetectionTests {
  private func detection(_ texts: [(String, String)], rows: Int = 1000) throws -> JoinDetection? {
    let folder = try TemporaryFolder()
    return JoinDetection(
      try texts.map { name, text in
        try folder.write(text, to: name)
        let reader = try TableReader(path: folder.path(of: name))
        var profiler = FileProfiler(fields: reader.fields, rows: rows)
        while !profiler.isFull, let batch = try reader.next() { profiler.add(batch) }
        return (name, profiler.profile(isWhole: true))
      })
  }

  @Test("orders, customers and products beside their lines, in whatever order they are given")
  func star() throws {
    let texts = [
      ("customers.csv", "id,name\nc1,Ann\nc2,Bob\n"), ("products.csv", "product_id,title\np1,Cup\np2,Lamp\n"),
      ("items.csv", "order_id,product_id,price\no1,p1,2.5\no1,p2,3\no2,p1,2.5\no3,p2,4\n"),
      ("orders.csv", "order_id,customer_id,date\no1,c1,2011-01-01\no2,c2,2011-01-02\no3,c1,2011-01-03\n"),
    ]
    for shift in texts.indices {
      let turned = Array(texts[shift...] + texts[..<shift])
      let found = try #require(try detection(turned))
      #expect(turned[found.lines].0 == "items.csv" && found.apart.isEmpty)
      #expect(
        Set(found.clauses.map(\.text)) == [
          "products.csv on product_id", "orders.csv on order_id", "customers.csv on customer_id = id",
        ])
      let order = found.clauses.map(\.file)
      #expect(order.firstIndex(of: "orders.csv")! < order.firstIndex(of: "customers.csv")!)
    }
  }

  @Test("files of the same columns, files without a shared key, and keys of other values are none")
  func none() throws {
    let month = "order_id,customer_id,price\no1,c1,1\no2,c2,2\n"
    #expect(try detection([("1.csv", month), ("2.csv", month.replacing("o1", with: "o3"))]) == nil)
    #expect(try detection([("1.csv", month), ("2.csv", "city,zip\nRome,00100\nOslo,0150\n")]) == nil)
    #expect(try detection([("1.csv", month), ("2.csv", "order_id,note\nx1,a\nx2,b\n")]) == nil)
    let third = try detection([
      ("1.csv", "order_id,price\no1,1\no1,2\n"), ("2.csv", "order_id,customer\no1,c1\no2,c2\n"),
      ("notes.csv", "text,mark\nhello there you,1\nworld of things,2\n"),
    ])
    #expect(third?.apart == [2])
  }
}
