import Numerics
import Retention
import Tables
import Testing

@Suite("The plain implementation of the features")
struct PlainFeaturesTests {
  private static let s = Snapshot("2011-09-01")
  private let plain = PlainFeatures(windowDays: 180)

  private func line(
    _ order: Int32, days: Double, product: Int32 = 0, quantity: Double = 1, price: Double = 1, isReturn: Bool = false
  ) -> PlainLine {
    PlainLine(
      order: order, product: product, time: Self.s.before(days: days), quantity: quantity, unitPrice: price,
      isReturn: isReturn)
  }

  @Test("two orders ten days apart, worked out by hand")
  func byHand() throws {
    // Orders of 2 × 5 = 10 and of 3 × 10 = 30; one of three lines is a return.
    let row = try #require(
      plain.features(
        of: [
          line(1, days: 20, product: 1, quantity: 2, price: 5), line(2, days: 10, product: 2, quantity: 3, price: 10),
          line(3, days: 5, quantity: -1, isReturn: true),
        ], at: Self.s))
    let value = { (feature: Feature) in row[feature.rawValue] }
    #expect(value(.recencyDays) == 10 && value(.frequencyCount) == 2)
    #expect(value(.monetaryTotal) == 40 && value(.monetaryAverage) == 20)
    // √((10² + 10²) / 1)
    #expect(abs(value(.monetaryStd) - 200.0.squareRoot()) < 1e-12)
    #expect(value(.orders30d) == 2 && value(.revenue90d) == 40 && value(.activity) == 1)
    #expect(value(.gapMean) == 10 && value(.gapStd) == 0 && value(.gapCV) == 0 && value(.recencyCadenceRatio) == 1)
    #expect(value(.uniqueProducts) == 2 && abs(value(.productHHI) - (0.0625 + 0.5625)) < 1e-12)
    #expect(value(.basketSizeMean) == 2.5 && abs(value(.returnRate) - 1.0 / 3) < 1e-12)
    #expect(value(.activeMonths) == 1 && value(.engagementNormalized).isNaN)
  }

  @Test("one order has no gaps; no order in the window has no features")
  func edges() throws {
    let row = try #require(plain.features(of: [line(1, days: 180)], at: Self.s))
    #expect(row[Feature.gapMean.rawValue].isNaN && row[Feature.gapCV.rawValue].isNaN)
    #expect(row[Feature.consistency.rawValue] == 0 && row[Feature.monetaryStd.rawValue] == 0)
    #expect(plain.features(of: [line(1, days: 181)], at: Self.s) == nil)
    #expect(plain.features(of: [line(1, days: 0)], at: Self.s) == nil, "at S it is the future")
    #expect(plain.features(of: [line(1, days: 5, isReturn: true)], at: Self.s) == nil)
  }

  @Test("agree with the sweep on random histories, whatever the order of the lines", arguments: 70...72 as ClosedRange)
  func agreesWithSweep(seed: UInt64) throws {
    let lines = RandomShop.lines(seed: seed, customers: 200, at: Self.s)
    let block = lines.features(at: [Self.s]).snapshots[0]
    var random = PhiloxGenerator(seed: seed)
    for (row, customer) in block.customers.enumerated() {
      let own = lines.customer.indices.filter { lines.customer[$0] == customer }.shuffled(using: &random).map {
        PlainLine(
          order: lines.order[$0], product: lines.product[$0], time: lines.time[$0], quantity: lines.quantity[$0],
          unitPrice: lines.unitPrice[$0], isReturn: lines.isReturn[$0])
      }
      let expected = try #require(plain.features(of: own, at: Self.s))
      for feature in Feature.allCases where feature != .engagementNormalized {
        let value = expected[feature.rawValue]
        #expect(agree(block[row, feature], value.isNaN ? nil : value, 1e-9), "\(feature.name) of \(customer)")
      }
    }
  }
}
