import Retention
import Tables
import TestSupport
import Testing

@Suite("Ids that stand for no one, and ids written in several ways")
struct IdentityTests {
  @Test(
    "null words are blank in every id, in dates and in numbers",
    arguments: ["NULL", "null", "NaN", "nan", "None", "N/A", "<NA>", "\\N", "#N/A", "-", "unknown", "Guest", "''"])
  func nullWords(word: String) throws {
    let lines = try clean(
      ingest(
        canonical(
          "\(word),1,p,2011-01-01,1,1", "a,\(word),p,2011-01-01,1,1", "a,2,\(word),2011-01-01,1,1",
          "a,3,p,\(word),1,1", "a,4,p,2011-01-01,\(word),1", "a,5,p,2011-01-01,1,\(word)", "a,6,p,2011-01-01,1,1")))
    #expect(
      lines.removal.map { RemovalReason(rawValue: $0) }
        == [.blankCustomer, .blankOrder, nil, .blankTime, .blankQuantity, .blankPrice, nil])
    #expect(lines.source.productIDs == ["p", "p", nil, "p", "p", "p", "p"])
    #expect(lines.source.unreadable.isEmpty)
  }

  @Test("null words do not hide how the times of a column are written")
  func amongNumbers() throws {
    let rows = (0..<20).map { "c,\($0),p,\($0 % 4 == 0 ? "NULL" : "\(1_672_909_200 + 86_400 * $0)"),1,1" }
    let header = "customer_id,order_id,product_id,order_datetime,quantity,unit_price"
    let lines = try ingest(([header] + rows).joined(separator: "\n") + "\n")
    #expect((0..<20).allSatisfy { (lines.time[$0] == SourceLines.unknownTime) == ($0 % 4 == 0) })
    #expect(lines.unreadable.isEmpty)
  }

  @Test("words are a setting; one that is not listed stays an id or an unreadable cell")
  func ownWords() throws {
    let text = canonical("nobody,1,p,2011-01-01,1,1", "NULL,2,p,2011-01-01,nobody,1")
    let usual = try ingest(text)
    #expect(usual.customerIDs == ["nobody", nil])
    #expect(usual.unreadable.map(\.text) == ["nobody"])
    let own = try ingest(text, settings: "ingest: {null_words: [Nobody]}")
    #expect(own.customerIDs == [nil, "NULL"])
    #expect(own.unreadable.isEmpty)
  }

  @Test("ids that the settings call blank, in every file")
  func blankCustomers() throws {
    let text = canonical("0,1,p,2011-01-01,1,1", "a,2,p,2011-01-01,1,1")
    let lines = try ingest(text, text, settings: "ingest: {blank_customers: [\"0\"]}")
    #expect(lines.customerIDs == [nil, "a", nil, "a"])
    #expect(lines.orderIDs == ["1", "2", "1", "2"])
  }

  @Test("addresses are one customer whatever their case; other ids only where the settings say so")
  func folding() throws {
    let text = canonical(
      "A@x.com,1,p,2011-01-01,1,1", "a@X.com,2,p,2011-01-01,1,1", "AB1,3,p,2011-01-01,1,1", "ab1,4,p,2011-01-01,1,1")
    #expect(try ingest(text).customerIDs == ["a@x.com", "a@x.com", "AB1", "ab1"])
    #expect(try ingest(text, settings: "ingest: {fold_case: all}").customerIDs == ["a@x.com", "a@x.com", "ab1", "ab1"])
    #expect(
      try ingest(text, settings: "ingest: {fold_case: none}").customerIDs == ["A@x.com", "a@X.com", "AB1", "ab1"])
  }

  @Test("with lines in files and small blocks the same")
  func inFiles() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<5_000).map { row in
      "\(row % 7 == 0 ? "NULL" : row % 5 == 0 ? "A@x.com" : "a@x.com"),\(row),p,2011-01-01,1,1"
    }
    try folder.write(
      (["customer_id,order_id,product_id,order_datetime,quantity,unit_price"] + rows).joined(separator: "\n"),
      to: "1.csv")
    let memory = LineMemory(bytes: 1, folder: folder.path(of: ""))
    let lines = try ingest(["1.csv"], in: folder, blockSize: 4_096, memory: memory, threads: 2)
    #expect(lines.customerIDs == (0..<5_000).map { $0 % 7 == 0 ? nil : "a@x.com" })
  }
}
