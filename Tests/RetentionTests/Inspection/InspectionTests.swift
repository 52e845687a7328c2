import Numerics
import Retention
import Settings
import Tables
import TestSupport
import Testing

@Suite("Inspection") struct InspectionTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func profile(_ text: String, rows: Int = 1000, blockSize: Int = 4 << 20) throws -> FileProfile {
    try folder.write(text, to: "t.csv")
    let options = ReadOptions(blockSize: blockSize, parallelism: .serial)
    let reader = try TableReader(path: folder.path(of: "t.csv"), options: options)
    var profiler = FileProfiler(fields: reader.fields, rows: rows)
    while !profiler.isFull, let batch = try reader.next() { profiler.add(batch) }
    return profiler.profile(isWhole: !profiler.isFull)
  }

  /// Orders of several lines, from customers who come back.
  private func shop(header: String, lines: Int = 600) -> String {
    let rows = (0..<lines).map { line in
      let order = line / 3
      let customer = (order * 7919) % 40
      let day = order % 28 + 1
      return "\(900_000 + order),SKU-\(line * 31 % 97)x,\(line % 5 + 1),2011-0\(order % 9 + 1)-"
        + "\(day < 10 ? "0" : "")\(day) 1\(order % 10):00:00,\(line % 13).\(line % 9 + 1)5,K\(100 + customer),"
        + ["UK", "DE", "FR"][customer % 3]
    }
    return ([header] + rows + [""]).joined(separator: "\n")
  }

  @Test("tells what columns hold, their blanks, values and range")
  func columns() throws {
    let profile = try profile(
      """
      n,x,d,code,text,none,padded
      1,1.50,2011-01-02,A1,some words here,,001
      -20,2,2011-01-01,B2,more words here,,002
      ,3.25,2010-12-31,A1,some words here, ,003
      7,,2011-02-01,C3,and again more,,004

      """)
    #expect(profile.rows == 4 && profile.isWhole)
    #expect(profile.columns.map(\.content) == [.integer, .number, .date, .code, .text, .empty, .code])
    #expect(profile.columns.map(\.blanks) == [1, 1, 0, 0, 0, 4, 0])
    #expect(profile.columns.map(\.distinct) == [3, 3, 4, 3, 3, 0, 4])
    #expect(profile.columns[0].range?.low == "-20" && profile.columns[0].range?.high == "7")
    #expect(profile.columns[2].range?.low == "2010-12-31" && profile.columns[2].range?.high == "2011-02-01")
    #expect(profile.columns[3].examples == ["A1", "B2", "C3"])
    #expect(profile.head.count == 4 && profile.head[2][0] == nil)
    #expect(profile.numbers == .point)
  }

  @Test("numbers are dates where train would read them so, and ids that look like days are not")
  func numberDates() throws {
    func contents(_ text: String) throws -> [ColumnProfile.Content] { try profile(text).columns.map(\.content) }
    let rows = (0..<30).map { "\(30_000 + $0 * 7),\(44_931 + $0),\(1_672_909_200_000 + $0 * 86_400_000)\n" }.joined()
    #expect(try contents("customer,order date,n\n" + rows) == [.integer, .date, .integer])
    #expect(try contents("customer,n,timestamp\n" + rows) == [.integer, .integer, .date])
    #expect(try contents("a,b,c\n" + rows) == [.integer, .integer, .integer], "several may be meant")
    let one = (0..<30).map { "K\($0 % 7),\(1_672_909_200 + $0 * 86_400),2.5\n" }.joined()
    let found = try profile("a,b,c\n" + one)
    #expect(found.columns.map(\.content) == [.code, .date, .number])
    #expect(found.columns[1].range?.low == "1672909200")
    #expect(MappingSuggestion(for: found).mapping[.orderDatetime] == "b")
    let dated = (0..<30).map { "\(30_000 + $0),2023-01-\(10 + $0 % 20)\n" }.joined()
    #expect(try contents("a,b\n" + dated) == [.integer, .date])
    let long = (10..<30).map { "202301\($0)184400,K\($0 % 7 + 1)\n" }.joined()
    #expect(try contents("created_at,b\n" + long) == [.date, .code])
    #expect(try contents("order number,order date\n" + long.replacing(",K", with: ",2023-01-0")) == [.integer, .date])
  }

  @Test("looks at the wanted rows and at no others", arguments: [64, 1 << 20])
  func limit(blockSize: Int) throws {
    let text = "n\n" + (1...500).map { "\($0)\n" }.joined()
    let profile = try profile(text, rows: 100, blockSize: blockSize)
    #expect(profile.rows == 100 && !profile.isWhole)
    #expect(profile.columns[0].distinct == 100)
    #expect(profile.columns[0].range?.low == "1" && profile.columns[0].range?.high == "100")
  }

  @Test("dirt of a tenth does not hide what a column holds")
  func dirt() throws {
    let text = "n\n" + (1...95).map { "\($0)\n" }.joined() + String(repeating: "n/a\n", count: 5)
    #expect(try profile(text).columns[0].content == .integer)
    #expect(try profile(text + String(repeating: "n/a\n", count: 20)).columns[0].content == .code)
  }

  @Test("long cells are kept by their beginnings, without half a letter")
  func longCells() throws {
    let long = String(repeating: "é", count: 100_000)
    let profile = try profile("a\n\(long)1\n\(long)2\nshort\n")
    #expect(profile.columns[0].isDistinctBounded && profile.columns[0].distinct == 2)
    #expect(profile.columns[0].examples == [String(repeating: "é", count: 100), "short"])
  }

  @Test(
    "suggests columns by their names in six languages",
    arguments: [
      "order_no,sku,qty,purchase date,Unit Price,Customer Number,country",
      "Bestell-Nr.,Artikelnummer,Menge,Bestelldatum,Stückpreis,Kundennummer,Land",
      "N° commande,Référence,Quantité,Date commande,Prix unitaire,N° client,Pays",
      "Número Pedido,Código Artículo,Cantidad,Fecha Pedido,Precio Unitario,ID Cliente,País",
      "Numero Ordine,Codice Articolo,Quantità,Data Ordine,Prezzo Unitario,Codice Cliente,Paese",
      "Bestelnummer,Artikelcode,Aantal,Besteldatum,Stuksprijs,Klantnummer,Land",
      // A letter is wrong in each.
      "ordernumbr,productcde,quantitty,purchasedat,unitprise,custmerid,country",
    ])
  func names(header: String) throws {
    let headers = header.split(separator: ",").map(String.init)
    let suggestion = MappingSuggestion(for: try profile(shop(header: header)))
    let columns: [CanonicalColumn] = [.orderID, .productID, .quantity, .orderDatetime, .unitPrice, .customerID]
    #expect(suggestion.mapping == Dictionary(uniqueKeysWithValues: zip(columns, headers)))
    #expect(suggestion.missing == [])
  }

  @Test("suggests columns by what they hold where names say nothing")
  func contents() throws {
    let suggestion = MappingSuggestion(for: try profile(shop(header: "c1,c2,c3,c4,c5,c6,c7")))
    #expect(
      suggestion.mapping == [
        .orderID: "c1", .productID: "c2", .quantity: "c3", .orderDatetime: "c4", .unitPrice: "c5", .customerID: "c6",
      ])
    #expect(suggestion.choices.allSatisfy { if case .content = $0.reason { true } else { false } })
  }

  @Test("a name that the cells contradict is no suggestion")
  func contradiction() throws {
    // What is called a price is a word, and what is called a date a number.
    let rows = (0..<50).map { "c\($0 % 9),\($0 / 2),p\($0 % 7),\($0),dear,1\n" }.joined()
    let suggestion = MappingSuggestion(for: try profile("customer,order,sku,date,preis,quantity\n" + rows))
    #expect(suggestion.mapping[.orderDatetime] == nil && suggestion.mapping[.unitPrice] == nil)
    #expect(suggestion.missing == [.orderDatetime, .unitPrice])
    #expect(suggestion.mapping[.customerID] == "customer")
    // A well-known header is what a run takes, whatever it holds.
    let known = MappingSuggestion(for: try profile("customer,order,sku,InvoiceDate,price,quantity\n" + rows))
    #expect(known.missing.isEmpty && known.mapping[.unitPrice] == "price")
    #expect(
      MappingSuggestion(for: try profile("customer_id,order_id,product_id,order_datetime,line_total\n")).missing == [])
  }

  @Test("a word of several languages is told as the first of them")
  func languages() throws {
    let suggestion = MappingSuggestion(for: try profile("datum,x\n2024-01-01,1\n2024-01-02,2\n"))
    let choice = try #require(suggestion.choices.first { $0.column == .orderDatetime })
    #expect(choice.reason == .word("datum", language: "German"))
  }

  @Test("known headers come first, and totals are left where quantity and price say it all")
  func known() throws {
    let header = "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID,Total"
    let text = shop(header: header).replacing(",UK", with: ",1.5").replacing(",DE", with: ",2.5").replacing(
      ",FR", with: ",3.5")
    let suggestion = MappingSuggestion(for: try profile(text))
    #expect(suggestion.choices.allSatisfy { $0.reason == .known })
    #expect(suggestion.choices.count == 6)
  }

  @Test("every suggestion is a mapping that can be bound, whatever the headers", arguments: 0..<40)
  func soup(seed: Int) throws {
    let random = Philox(seed: UInt64(seed))
    func draw(_ counter: Int, _ count: Int) -> Int {
      min(count - 1, Int(random.uniform(stream: 5, counter: UInt64(counter)) * Double(count)))
    }
    let words = [
      "order", "customer", "date", "price", "total", "quantity", "id", "name", "x", "Kunde", "total price",
      "order date",
      "customer_id", "sku", "amount", "created at", "ship date", "invoice", "menge", "ean",
    ]
    let cells = ["1", "2.5", "2011-01-01", "abc", "", "some text", "7", "A-1"]
    let headers = (0..<8).map { words[draw($0, words.count)] + ($0 == 0 ? "" : " \($0)") }
    let rows = (0..<30).map { row in
      (0..<8).map { cells[(draw(100 + $0, cells.count) + (draw(1000 + row * 8 + $0, 9) == 0 ? 1 : 0)) % cells.count] }
        .joined(separator: ",")
    }
    let text = ([headers.joined(separator: ",")] + rows + [""]).joined(separator: "\n")
    let profile = try profile(text)
    let suggestion = MappingSuggestion(for: profile)
    #expect(Set(suggestion.choices.map(\.header)).count == suggestion.choices.count, "no column stands twice")
    if suggestion.missing.isEmpty {
      _ = try ColumnMapping(suggestion.mapping, orderIs: suggestion.orderIs)
        .bound(to: profile.columns.map(\.name), file: "t.csv")
    }
  }
}
