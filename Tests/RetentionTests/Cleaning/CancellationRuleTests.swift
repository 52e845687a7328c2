import Numerics
import Retention
import Testing

@Suite("A prefix tells cancellations only where the lines confirm it")
struct CancellationRuleTests {
  private func evidence(_ lines: [String], prefixes: [String] = ["C"]) throws -> CancellationRule.Evidence {
    let source = try ingest(
      (["customer_id,order_id,product_id,order_datetime,quantity,unit_price"] + lines).joined(separator: "\n") + "\n")
    let rule = try CancellationRule(source, prefixes: prefixes, needsEvidence: true, context: .threads(2))
    return try #require(rule.evidence.first)
  }

  private func line(_ order: String, _ quantity: Int) -> String { "a,\(order),p,2011-01-01,\(quantity),1" }

  @Test("negative quantities, ids like the others behind it, and a minority: used")
  func confirmed() throws {
    let found = try evidence([line("536365", 2), line("99999", 1), line("536367", 3), line("C536379", -1)])
    #expect(found.isUsed && found.lines == 1 && found.negativeLines == 1 && found.similarOrders == 1)
    #expect(found.sentence.contains("they are cancellations"))
  }

  @Test(
    "else not used, with the reason",
    arguments: [
      // Two-letter countries: CA and US.
      (["CA-2018-1|2", "CA-2018-2|1", "US-2018-1|1", "US-2018-2|4"], "0 of their 2 lines"),
      // Hexadecimal ids, one of them returned.
      (["1f3a|1", "a0b1|2", "9c2e|1", "C0ff|1", "C1aa|1", "C2ab|-1"], "1 of their 3 lines"),
      // Every id begins with it.
      (["C1|-1", "C2|-1"], "they are not the minority"),
      // A return note of another form: CR-7 beside 1001.
      (["1001|1", "1002|1", "1003|1", "CR-7|-1"], "built otherwise"),
    ])
  func unconfirmed(orders: [String], reason: String) throws {
    let lines = orders.map { order in
      let parts = order.split(separator: "|")
      return line(String(parts[0]), Int(parts[1])!)
    }
    let found = try evidence(lines)
    #expect(!found.isUsed)
    #expect(found.sentence.contains(reason), "\(found.sentence)")
    #expect(found.sentence.contains("cleaning.confirm_prefixes"))
  }

  @Test("lines of a prefix that is not used are purchases; with confirm_prefixes false they are cancellations")
  func cleaned() throws {
    let text = canonical("a,CA-1,p,2011-01-01,1,20", "a,CA-2,p,2011-01-02,1,30", "b,US-3,p,2011-01-03,1,40")
    let kept = try clean(ingest(text))
    #expect(kept.flags.allSatisfy { $0.isDisjoint(with: [.cancellation, .isReturn]) })
    #expect(CleaningReport(kept, highReturnCustomers: 0).cancellationsBy == "quantity")
    let forced = try clean(ingest(text), "cleaning: {confirm_prefixes: false}")
    #expect(forced.flags.map { $0.contains(.cancellation) } == [true, true, false])
    #expect(CleaningReport(forced, highReturnCustomers: 0).cancellationsBy == "order_id_prefix")
  }

  @Test("the first of two prefixes that an id begins with counts, and an absent one has no evidence")
  func several() throws {
    let source = try ingest(canonical("a,1,p,2011-01-01,1,1", "a,2,p,2011-01-01,1,1", "a,CN3,p,2011-01-01,-1,1"))
    let rule = try CancellationRule(source, prefixes: ["CN", "C", "X"], needsEvidence: true, context: .serial)
    #expect(rule.evidence.map(\.orders) == [1, 0, 0])
    #expect(rule.evidence.map(\.isUsed) == [true, false, false])
  }
}
