import Numerics
import Retention
import Testing

@Suite("Times of appended lines")
struct AppendedLinesTests {
  private let times = Snapshot("2011-01-01").time..<Snapshot("2012-01-01").time

  private func appended(_ days: [String], from first: Int) throws -> AppendedLines? {
    let rows = days.enumerated().map { "a,o\($0),p,\($1),1,1" }
    let text = (["customer_id,order_id,product_id,order_datetime,quantity,unit_price"] + rows).joined(separator: "\n")
    return try ingest(text).appended(from: first, within: times, context: .serial)
  }

  @Test("count those before the last of the earlier ones; implausible and unreadable times do not count")
  func counts() throws {
    let found = try #require(
      try appended(
        [
          "2011-03-01", "2011-05-05 12:00:00", "2099-01-01", "2011-05-05 11:59:59", "2011-05-05 12:00:00", "1999-01-01",
          "no",
        ],
        from: 3))
    #expect(found.count == 2 && found.early == 1)
    #expect(found.lastDay == Snapshot("2011-05-05"))
  }

  @Test("say nothing where there are none, or nothing to compare with")
  func none() throws {
    #expect(try appended(["2011-03-01"], from: 1) == nil)
    #expect(try appended(["2099-03-01", "2011-03-01"], from: 1) == nil)
    #expect(try appended(["2011-03-01", "2099-03-01"], from: 1) == nil)
  }
}
