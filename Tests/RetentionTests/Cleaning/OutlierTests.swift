import Numerics
import Retention
import Testing

@Suite struct OutlierTests {
  /// 101 lines a month for twelve months at prices 0 … 100 + 1 and quantities 1 … 4, and what is given.
  private func shop(_ extra: [String] = [], months: Int = 12) throws -> SourceLines {
    var rows: [String] = []
    for month in 1...months {
      let padded = month < 10 ? "0\(month)" : "\(month)"
      for line in 0...100 {
        rows.append(
          "c\(line % 9),o\(month)-\(line),p\(line),2011-\(padded)-\(10 + line % 18),\(1 + line % 4),\(line + 1)")
      }
    }
    let header = "customer_id,order_id,product_id,order_datetime,quantity,unit_price"
    return try ingest(([header] + rows + extra + [""]).joined(separator: "\n"))
  }

  @Test("bounds by hand: type 7 quantiles, three interquartile ranges")
  func bounds() {
    // 1 … 5: the 0.9 quantile lies at 3.6 of 0 … 4; quartiles 2 and 4.
    let bounds = OutlierBounds(
      prices: [5, 1, 4, 2, 3], quantities: [1, 2, 3, 4, 5], priceQuantile: 0.9, iqrMultiplier: 3)
    #expect(abs(bounds.priceAbove - 4.6) < 1e-12)
    #expect(bounds.quantityBelow == -4 && bounds.quantityAbove == 10)
    #expect(bounds.learnedOn == 5)
    #expect(!bounds.isPriceOutlier(4.5) && bounds.isPriceOutlier(4.7))
    #expect(!bounds.isQuantityOutlier(10) && bounds.isQuantityOutlier(10.5) && bounds.isQuantityOutlier(-11))
    #expect(!bounds.isQuantityOutlier(-10))
  }

  @Test("nothing learned, nothing judged")
  func noPurchases() throws {
    let lines = try clean(ingest(canonical("a,C1,p,2011-01-01,-1000,1000")))
    #expect(lines.bounds?.learnedOn == 0)
    #expect(lines.ledger.flagged["is_outlier"] == 0)
  }

  @Test("a lower bound above 0 counts, and the sign of a return stays")
  func lowerBound() {
    let bounds = OutlierBounds(prices: [1, 1], quantities: [100, 101], priceQuantile: 0.9, iqrMultiplier: 1)
    #expect(bounds.quantityBelow == 99.75)
    #expect(bounds.isQuantityOutlier(1) && bounds.isQuantityOutlier(-1))
  }

  @Test("bounds are learned on purchases before the churn test snapshot")
  func learnedOn() throws {
    // The last line is of 2011-12-27: 2011-09-01 + 90 days is 11-30, 10-01 + 90 is 12-30. Eight months of 101 lines.
    let bounds = try #require(try clean(shop()).bounds)
    #expect(bounds.learnedOn == 8 * 101)
    // 1 … 101, eight of each: place 0.99 · 807 = 798.93 is the 99th price below, the 100th above (792 … 799).
    #expect(bounds.priceAbove == 100)
    // Quantities 1 to 4: 26, 25, 25, 25 a month; quartiles 1 and 3 or so, by the definition.
    #expect(bounds.quantityAbove == 3 + 3 * 2 && bounds.quantityBelow == 1 - 3 * 2)
  }

  @Test("what comes at or after the test snapshot changes no bound; what comes before it does")
  func future() throws {
    let expected = try clean(shop()).bounds
    let late = ["x,x1,p,2011-09-01,5000,9999", "x,x2,p,2011-12-01,5000,9999", "x,x3,p,2011-12-27,1,100000"]
    let lines = try clean(shop(late))
    #expect(lines.bounds == expected)
    #expect(lines.flags.suffix(3).allSatisfy { $0.contains(.outlier) })
    let early = (0..<40).map { "x,x\($0),p,2011-08-31 23:59:59,5000,9999" }
    #expect(try clean(shop(early)).bounds != expected)
    // Returns are no purchases.
    #expect(try clean(shop(["x,Cx,p,2011-08-31,-5000,9999"])).bounds == expected)
  }

  @Test("a history too short for a label learns on all of it")
  func shortHistory() throws {
    #expect(try clean(shop(months: 2)).bounds?.learnedOn == 2 * 101)
  }

  @Test("flag leaves the line as it is")
  func flag() throws {
    let lines = try clean(shop(["a,x,p,2011-03-01,100,500"]))
    #expect(lines.flags.last == .outlier)
    #expect(lines.source.quantity.last == 100 && lines.source.unitPrice.last == 500)
    // Price 101, in twelve months.
    #expect(lines.ledger.flagged["is_outlier"] == 12 + 1)
    #expect(lines.ledger.winsorized.rows == 0)
    #expect(lines.ledger.reconciles)
  }

  @Test("winsorise pulls price and quantity to the bounds, keeps signs, and accounts for the money")
  func winsorize() throws {
    let lines = try clean(
      shop(["a,x,p,2011-10-01,100,500", "a,Cx,p,2011-10-01,-100,50"]), "cleaning: {outliers: {action: winsorise}}")
    let bounds = try #require(lines.bounds)
    #expect(lines.source.quantity.suffix(2) == [bounds.quantityAbove, -bounds.quantityAbove])
    #expect(lines.source.unitPrice.suffix(2) == [bounds.priceAbove, 50])
    #expect(lines.ledger.winsorized.rows == 12 + 2)
    // 100 · 500 − 9 · 100, −100 · 50 + 9 · 50, and 1 off each of the twelve, whose quantity is 1 (line 100).
    #expect(lines.ledger.winsorized.money == Money(50_000 - 900 - (5000 - 450) + 12))
    #expect(lines.ledger.removedRows == 0)
    #expect(lines.ledger.reconciles)
  }

  @Test("drop removes, and says whether for price or quantity")
  func drop() throws {
    let lines = try clean(
      shop(["a,x,p,2011-10-01,1,500", "a,y,p,2011-10-01,10,5", "a,z,p,2011-10-01,10,500"]),
      "cleaning: {outliers: {action: drop}}")
    #expect(lines.ledger.removed[.outlierPrice]?.rows == 12 + 2)
    #expect(lines.ledger.removed[.outlierQuantity]?.rows == 1)
    #expect(lines.ledger.removed[.outlierQuantity]?.money == Money(50))
    #expect(lines.ledger.removed[.outlierPrice]?.money == Money(12 * 101 + 500 + 5000))
    #expect(lines.ledger.reconciles)
    #expect(RemovalReason.outlierPrice.stage == .outliers)
  }
}
