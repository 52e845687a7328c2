import Retention
import Settings
import Tables
import Testing

@Suite("Prices in cents") struct AmountScaleTests {
  private let keys = "customer_id,order_id,product_id,order_datetime"
  private let cents = "ingest: {amount_scale: 0.01}"

  @Test("prices and totals become the nearest amounts, and quantities stay as they are")
  func shapes() throws {
    let prices = try ingest(
      "\(keys),quantity,unit_price\na,1,p,2011-01-01,3,1999\na,2,p,2011-01-02,-1,7\na,3,p,2011-01-03,2,\n",
      settings: cents)
    #expect(prices.quantity == [3, -1, 2] && Array(prices.unitPrice[..<2]) == [19.99, 0.07])
    #expect(prices.unitPrice[2].isNaN)
    let both = try ingest("\(keys),quantity,line_total\na,1,p,2011-01-01,4,1000\n", settings: cents)
    #expect(both.quantity == [4] && both.unitPrice == [2.5])
    let lines = try ingest("\(keys),line_total\na,1,p,2011-01-01,-1999\n", settings: cents)
    #expect(lines.quantity == [-1] && lines.unitPrice == [19.99])
    let orders = try ingest("\(keys),order_total\na,1,p,2011-01-01,999\na,1,q,2011-01-01,999\n", settings: cents)
    #expect(orders.amounts.reduce(0, +) == 9.99)
  }

  @Test("a cent is exactly a hundredth, for every price below a hundred")
  func exact() throws {
    let rows = (1..<10_000).map { "a,\($0),p,2011-01-01,1,\($0)\n" }.joined()
    let scaled = try ingest("\(keys),quantity,unit_price\n" + rows, settings: cents)
    let plain = try ingest(
      "\(keys),quantity,unit_price\n"
        + (1..<10_000).map { "a,\($0),p,2011-01-01,1,\($0 / 100).\($0 % 100 < 10 ? "0" : "")\($0 % 100)\n" }.joined())
    #expect(Array(scaled.unitPrice) == Array(plain.unitPrice))
  }

  @Test("thousands, and a scale that is no fraction of one")
  func others() throws {
    func price(_ scale: String) throws -> Double {
      try ingest(canonical("a,1,p,2011-01-01,1,12"), settings: "ingest: {amount_scale: \(scale)}").unitPrice[0]
    }
    #expect(try price("1000") == 12_000 && price("0.3") == 12 * 0.3 && price("1") == 12 && price("0.001") == 0.012)
    #expect(throws: SettingsError.self) { try price("0") }
    #expect(throws: SettingsError.self) { try price("-1") }
  }

  @Test("lines taken over are scaled already, and those added have the scale they are given with")
  func appended() throws {
    let earlier = try EarlierRun([canonical("a,1,p,2011-01-01,1,1999")], settings: cents)
    let new = canonical("a,2,p,2011-01-02,1,2999")
    #expect(try earlier.appending(new, settings: cents).unitPrice == [19.99, 29.99])
    #expect(try earlier.appending(new).unitPrice == [19.99, 2999])
    let header = "customer_id,order_id,order_datetime,order_total\n"
    let totals = try EarlierRun([header + "a,o1,2011-01-01,600\n"], settings: cents)
    #expect(try totals.appending(header + "a,o1,2011-01-03,600\n", settings: cents).amounts == [3, 3])
  }
}
