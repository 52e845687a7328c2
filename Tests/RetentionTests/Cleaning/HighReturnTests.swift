import Numerics
import Retention
import Tables
import Testing

@Suite("Customers who return much")
struct HighReturnTests {
  private func highReturnCustomers(above rate: Double) throws -> [String: Bool] {
    let cleaned = try clean(
      ingest(
        canonical(
          "a,o1,p,2011-01-01,1,1", "a,o2,p,2011-01-02,1,1", "a,o3,p,2011-01-03,-1,1", "a,C4,p,2011-01-04,-1,1",
          "b,o5,p,2011-01-01,1,1", "b,o6,p,2011-01-02,0,1", "b,C7,p,2011-01-03,-1,0",
          "c,o8,p,2011-01-01,0,1")))
    let isHigh = try cleaned.highReturnCustomers(above: rate, context: .serial)
    return Dictionary(uniqueKeysWithValues: isHigh.indices.map { (cleaned.source.customers[Int32($0)], isHigh[$0]) })
  }

  @Test("return more than the share of the lines that stay, not as much")
  func share() throws {
    // Half of a's four lines are returns; of b one line stays, which is none; of c no line stays.
    #expect(try highReturnCustomers(above: 0.49) == ["a": true, "b": false, "c": false])
    #expect(try highReturnCustomers(above: 0.5) == ["a": false, "b": false, "c": false])
  }
}
