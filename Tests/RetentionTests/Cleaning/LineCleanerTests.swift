import Numerics
import Retention
import Tables
import Testing

@Suite struct LineCleanerTests {
  private func reasons(_ lines: CleanedLines) -> [RemovalReason?] { lines.removal.map { RemovalReason(rawValue: $0) } }

  @Test(
    "every structural and business reason has its row, and nothing else goes",
    arguments: [
      (",1,p,2011-01-01,1,1", RemovalReason.blankCustomer), ("a,,p,2011-01-01,1,1", .blankOrder),
      ("a,1,p,,1,1", .blankTime), ("a,1,p,2011-02-30,1,1", .unreadableTime),
      ("a,1,p,2026-01-02,1,1", .implausibleTime), ("a,1,p,1989-12-31 23:59:59,1,1", .implausibleTime),
      ("a,1,p,2011-01-01,,1", .blankQuantity),
      ("a,1,p,2011-01-01,one,1", .unreadableQuantity), ("a,1,p,2011-01-01,1,", .blankPrice),
      ("a,1,p,2011-01-01,1,one", .unreadablePrice), ("a,1,p,2011-01-01,1,0", .priceNotPositive),
      ("a,1,p,2011-01-01,1,-2", .priceNotPositive), ("a,1,p,2011-01-01,0,1", .zeroQuantity),
      // The first reason in the order of the stages holds.
      (",,p,,,", .blankCustomer), ("a,1,p,soon,x,0", .unreadableTime), ("a,1,p,2011-01-01,0,0", .priceNotPositive),
    ])
  func reasons(row: String, reason: RemovalReason) throws {
    let lines = try clean(ingest(canonical("b,2,p,2011-01-01,1,1", row, "c,3,,2011-01-02,1,1")))
    #expect(reasons(lines) == [nil, reason, nil])
    #expect(lines.ledger.removed.map(\.key) == [reason])
    #expect(lines.ledger.removed[reason]?.rows == 1)
    #expect(lines.ledger.reconciles)
  }

  @Test(
    "a line or order total is a price: blank and unreadable ones say so, whatever the shape of amounts",
    arguments: [
      ("product_id,line_total", "p,", RemovalReason.blankPrice), ("product_id,line_total", "p,much", .unreadablePrice),
      ("order_total", "", .blankPrice), ("order_total", "much", .unreadablePrice),
      ("product_id,quantity,line_total", "p,2,", .blankPrice),
      ("product_id,quantity,line_total", "p,2,much", .unreadablePrice),
      ("product_id,quantity,line_total", "p,,3", .blankQuantity),
      ("product_id,quantity,line_total", "p,two,3", .unreadableQuantity),
      ("product_id,quantity,line_total", "p,0,3", .zeroQuantity), ("product_id,line_total", "p,0", .priceNotPositive),
    ])
  func totals(columns: String, cells: String, reason: RemovalReason) throws {
    let good = columns.split(separator: ",").map { _ in "1" }.joined(separator: ",")
    let source = try ingest(
      "customer_id,order_id,order_datetime,\(columns)\na,1,2011-01-01,\(good)\na,2,2011-01-01,\(cells)\n")
    let lines = try clean(source)
    #expect(reasons(lines) == [nil, reason])
    #expect(lines.ledger.reconciles)
  }

  @Test("flags: cancellations by prefix, returns by prefix or sign")
  func returns() throws {
    let source = try ingest(
      canonical(
        "a,1,p,2011-01-01,1,1", "a,2,p,2011-01-01,-1,1", "a,C3,p,2011-01-01,-1,1", "a,C4,p,2011-01-01,2,1",
        "a,c5,p,2011-01-01,1,1", "a,5C,p,2011-01-01,1,1", "a,R6,p,2011-01-01,1,1"))
    let flags = try clean(source).flags
    #expect(
      flags.map { $0.intersection([.cancellation, .isReturn]) }
        == [[], .isReturn, [.cancellation, .isReturn], [.cancellation, .isReturn], [], [], []])
    let other = try clean(source, "cleaning: {cancellation_prefixes: [R, c], confirm_prefixes: false}").flags
    #expect(other.map { $0.contains(.cancellation) } == [false, false, false, false, true, false, true])
    let none = try clean(source, "cleaning: {cancellation_prefixes: []}").flags
    #expect(none.map { $0.contains(.isReturn) } == [false, true, true, false, false, false, false])
  }

  @Test("duplicates: equal in every source column; flagged, or dropped but for the first")
  func duplicates() throws {
    let keys = "customer_id,order_id,product_id,order_datetime,quantity,unit_price,note"
    let row = "a,1,p,2011-01-01,1,2.5"
    let source = try ingest("\(keys)\n\(row),x\n\(row),x\n\(row),y\n\(row),x\na,1,p,2011-01-01,2,2.5,x\n\(row),\n")
    let flagged = try clean(source)
    #expect(flagged.flags.map { $0.contains(.duplicate) } == [false, true, false, true, false, false])
    #expect(flagged.ledger.removedRows == 0)
    #expect(flagged.ledger.flagged["is_duplicate"] == 2)
    let dropped = try clean(source, "cleaning: {duplicates: drop}")
    #expect(reasons(dropped) == [nil, .duplicate, nil, .duplicate, nil, nil])
    #expect(dropped.ledger.removed[.duplicate]?.money == Money(5))
    #expect(dropped.ledger.reconciles)
  }

  @Test("of duplicates, those of an earlier file can be dropped alone: a shop may sell the same thing twice")
  func overlap() throws {
    let (one, two) = ("a,1,p,2011-01-01,1,1", "b,2,p,2011-01-02,1,1")
    let source = try ingest(canonical(one, one), canonical(two, one, two), canonical(two, "c,3,p,2011-01-03,1,1"))
    let cleaned = try clean(source, "cleaning: {duplicates: drop_overlap}")
    #expect(
      reasons(cleaned) == [nil, nil, nil, .exportedBefore, nil, .exportedBefore, nil])
    #expect(cleaned.ledger.flagged["is_duplicate"] == 2)
    #expect(cleaned.ledger.reconciles)
    // What was exported twice was invoiced once.
    #expect(cleaned.invoiced?.spend == [Money(2), Money(2), Money(1)])
    #expect(source.overlappingFiles.isEmpty, "not looked for")
    var looked = source
    try looked.findDuplicates(context: .serial)
    #expect(looked.overlappingFiles.map(\.file.path) == ["2.csv", "3.csv"])
    #expect(looked.overlappingFiles.map(\.repeated) == [1, 1])
  }

  @Test(
    "equal lines of an order with a total are marked all alike, and never dropped: the total counts once in any case")
  func orderTotalDuplicates() throws {
    let source = try ingest(
      """
      customer_id,order_id,order_datetime,order_total
      a,1,2011-01-01,10
      a,1,2011-01-01,10
      a,1,2011-01-01,10
      b,2,2011-01-01,10
      b,2,2011-01-02,10

      """)
    for mode in ["flag", "drop"] {
      let lines = try clean(source, "cleaning: {duplicates: \(mode)}")
      #expect(lines.flags.map { $0.contains(.duplicate) } == [false, true, true, false, false])
      #expect(lines.ledger.cleaned.rows == 5)
      #expect(lines.ledger.cleaned.money == Money(20))
      #expect(lines.ledger.reconciles)
    }
  }

  @Test("rows that cannot be read alike are duplicates only if their text is alike")
  func unreadableDuplicates() throws {
    let source = try ingest(
      canonical(
        "a,1,p,2011-01-01,one,1", "a,1,p,2011-01-01,two,1", "a,1,p,2011-01-01,,1", "a,1,p,2011-01-01,one,1",
        "b,1,p,2011-01-01,1,1"))
    // All four are removed for what they are; the check of duplicates sees one pair.
    #expect(try clean(source).ledger.removed[.unreadableQuantity]?.rows == 3)
    #expect(try clean(source).ledger.removed[.blankQuantity]?.rows == 1)
    #expect(try clean(source, "cleaning: {duplicates: drop}").ledger.removed[.duplicate] == nil)
  }

  @Test("lines at and after the as-of midnight are not known yet")
  func asOf() throws {
    let source = try ingest(
      canonical("a,1,p,2011-01-31 23:59:59,1,1", "a,2,p,2011-02-01,1,2", ",3,p,2011-02-02,1,3"))
    let lines = try clean(source, asOf: Snapshot("2011-02-01"))
    #expect(reasons(lines) == [nil, .afterAsOf, .blankCustomer])
    #expect(lines.ledger.reconciles)
    #expect(try clean(source).ledger.cleaned.rows == 2)
  }

  @Test("money that cannot be known is counted as rows, not as 0 pounds")
  func unknownMoney() throws {
    let lines = try clean(
      ingest(canonical("a,1,p,2011-01-01,2,1.25", "a,2,p,2011-01-01,x,9", ",3,p,2011-01-01,2,4.1")))
    #expect(lines.ledger.input.rows == 3)
    #expect(lines.ledger.input.rowsWithoutAmount == 1)
    #expect(lines.ledger.input.money == Money(10.7))
    #expect(lines.ledger.cleaned.money == Money(2.5))
    #expect(lines.ledger.removed[.unreadableQuantity]?.rowsWithoutAmount == 1)
    #expect(lines.ledger.removed[.unreadableQuantity]?.money == .zero)
    #expect(lines.ledger.removed[.blankCustomer]?.money == Money(8.2))
  }

  @Test("what stays becomes transactions: ids in byte-wise order, returns marked, dense customers")
  func transactions() throws {
    let lines = try clean(
      ingest(
        canonical(
          "b,9,p,2011-01-03,1,1", ",8,p,2011-01-03,1,1", "a,10,q,2011-01-02,2,3", "B,C7,,2011-01-01,-1,4",
          "ghost,6,p,2011-01-01,1,0")))
    let (transactions, ids) = try lines.transactions(context: .serial)
    #expect(ids == ["B", "a", "b"])
    #expect(transactions.customerCount == 3)
    #expect(transactions.customer == [2, 1, 0])
    // Of all order ids 10, 6, 8, 9, C7.
    #expect(transactions.order == [3, 0, 4])
    #expect(transactions.isReturn == [false, false, true])
    #expect(transactions.quantity == [1, 2, -1])
    #expect(transactions.unitPrice == [1, 3, 4])
    #expect(transactions.product[2] == -1)
    #expect(transactions.product[0] != transactions.product[1])
  }
}
