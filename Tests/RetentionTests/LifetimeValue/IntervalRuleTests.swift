import Foundation
import Learning
import Numerics
import Retention
import TestSupport
import Testing

@Suite("Intervals of lifetime value") struct IntervalRuleTests {
  private func settings(_ probabilities: [Double] = [0.1, 0.5, 0.9]) -> ValueQuantiles.Settings {
    var trees = GradientBoostingSettings(objective: .squaredError)
    trees.numIterations = 60
    trees.numLeaves = 7
    return ValueQuantiles.Settings(probabilities: probabilities, intervalTrees: trees, medianTrees: trees)
  }

  private func quantiles(_ rows: LabelledRows, _ fit: ValueQuantiles) throws -> ValueQuantileRows {
    try fit.predict(rows.features, spend: rows.spend, context: .serial)
  }

  @Test("customers like those it was calibrated on: the interval holds what it promises", arguments: [0.6, 0.8])
  func coverage(promise: Double) throws {
    var sum = 0.0
    for seed in 1...3 as ClosedRange<UInt64> {
      let fit = try ValueQuantiles(
        MadeRows.value(1500, seed: seed).rows, settings: settings(), context: .serial)
      let calibration = MadeRows.value(600, firstCustomer: 3000, seed: seed + 200).rows
      let rule = try IntervalRule(
        quantiles(calibration, fit), values: calibration.labels, coverage: promise, least: 0.01)
      let fresh = MadeRows.value(3000, firstCustomer: 9000, seed: seed + 300).rows
      let found = try quantiles(fresh, fit)
      let bounds = rule.bounds(found, expected: found.median)
      sum += Double(bounds.holds(fresh.labels).count { $0 }) / 3000
    }
    // √(.24/600 + .24/3000) is .022 for each of three.
    #expect(abs(sum / 3 - promise) < 0.04, "\(sum / 3)")
  }

  private let rows = ValueQuantileRows(
    lower: [log1p(0.5), log1p(10), log1p(2), 0], inner: [log1p(20), log1p(30), log1p(3), log1p(1.5)],
    upper: [log1p(40), log1p(60), log1p(9), log1p(5)], median: [7, 20, 100, 0.3])

  /// One calibration row whose score is the margin.
  private func rule(margin: Double, least: Double = 2) throws -> IntervalRule {
    let place = ValueQuantileRows(lower: [log1p(10)], inner: [log1p(10)], upper: [log1p(10)], median: [10])
    return try IntervalRule(place, values: [expm1(log1p(10) + margin)], coverage: 0.4, least: least)
  }

  @Test("below the least value an interval begins at 0 and ends at the inner quantile; else at the outer ones")
  func ends() throws {
    let bounds = try rule(margin: 0).bounds(rows, expected: [5, 15, 4, 1])
    for (found, expected) in zip(bounds.low, [0, 10, 2, 0] as [Double]) { #expect(abs(found - expected) < 1e-9) }
    for (found, expected) in zip(bounds.high, [20, 60, 9, 1] as [Double]) {
      // The last end lies below the least value, where only 0 is: its mean of 1 lifts it to the least value.
      #expect(abs(found - (expected == 1 ? 2 : expected)) < 1e-9)
    }
    #expect(bounds.p50[0] == 7 && bounds.p50[1] == 20)
    #expect(abs(bounds.p50[2] - 9) < 1e-9, "the median lies in the interval")
    #expect(bounds.p50[3] == 0, "below the least value there is only 0")
  }

  @Test("no end lies between 0 and the least value, whatever the margin", arguments: [-1.5, -0.4, 0, 0.7, 3])
  func noResidue(margin: Double) throws {
    let bounds = try rule(margin: margin).bounds(rows, expected: [0, 0, 0, 0])
    for values in [bounds.low, bounds.high, bounds.p10, bounds.p50, bounds.p90] {
      #expect(values.allSatisfy { $0 == 0 || $0 >= 2 }, "\(values)")
    }
    for row in 0..<4 {
      #expect(bounds.low[row] <= bounds.p50[row] && bounds.p50[row] <= bounds.high[row])
      #expect(bounds.p10[row] <= bounds.p50[row] && bounds.p50[row] <= bounds.p90[row])
    }
  }

  @Test("the interval is widened to hold the mean, and that is told")
  func holdsTheMean() throws {
    let bounds = try rule(margin: 0).bounds(rows, expected: [25, 5, 4, 0])
    #expect(bounds.high[0] == 25 && bounds.isAbove == [true, false, false, false])
    #expect(bounds.low[1] == 5)
  }

  @Test("of the largest customers, whom quantiles of trees stop short of, the ends are what such customers needed")
  func beyond() throws {
    let count = 2000
    // The quantiles stop at 100. A twentieth is expected to bring 1000, and brings 500 to 2490 in equal steps.
    let flat = { (value: Double) in [Double](repeating: log1p(value), count: count) }
    let places = ValueQuantileRows(lower: flat(10), inner: flat(100), upper: flat(100), median: flat(3))
    let expected = (0..<count).map { $0 < 100 ? 1000.0 : 50.0 }
    let values = (0..<count).map { row -> Double in
      if row < 100 { return 500 + 20 * Double(row) }
      return row % 10 == 0 ? 300 : 50
    }
    let rule = try IntervalRule(places, values: values, expected: expected, coverage: 0.8, least: 1)
    let beyond = try #require(rule.beyond)
    #expect(beyond.from == 1000 && abs(beyond.high - 2.282) < 1e-9)
    #expect(try IntervalRule(places, values: values, coverage: 0.8, least: 1).beyond == nil)
    let bounds = rule.bounds(places, expected: expected)
    #expect(abs(bounds.high[0] - 2282) < 1e-6 && bounds.p90[0] == bounds.high[0] && bounds.isAbove[0])
    #expect(bounds.high[500] < 310 && !bounds.isAbove[500])
    // So it is where only the median is beyond the quantiles; it stays a median, not an end.
    var medians = places
    medians.median[0] = 1500
    let wide = rule.bounds(medians, expected: expected.map { $0 == 1000 ? 100 : $0 })
    #expect(wide.high[0] < 1500 && wide.p50[0] == wide.high[0])
    let lone = try IntervalRule(
      places, values: values, expected: expected.map { $0 == 1000 ? 101 : $0 }, coverage: 0.8, least: 1)
    let held101 = lone.bounds(medians, expected: expected.map { $0 == 1000 ? 101 : $0 })
    #expect(held101.p50[0] == 1500 && held101.high[0] > 2000)
    // A customer who is not among the largest is only made to hold the expected value.
    #expect(rule.bounds(places, expected: expected.map { $0 == 1000 ? 999 : $0 }).high[0] == 999)
    let held = (0..<100).count { bounds.low[$0] <= values[$0] && values[$0] <= bounds.high[$0] }
    #expect(abs(bounds.low[0] - 698) < 1e-6 && bounds.p10[0] < 20 && bounds.low[500] <= 50)
    #expect(held == 80)
  }

  @Test("a group of fifty has its own margin, a smaller one that of all")
  func groups() throws {
    let count = 110
    let places = ValueQuantileRows(
      lower: [Double](repeating: log1p(10), count: count), inner: [Double](repeating: log1p(20), count: count),
      upper: [Double](repeating: log1p(20), count: count), median: [Double](repeating: 15, count: count))
    // Fifty who spend far more than predicted, 49 as predicted, 11 of a third group.
    let groups = (0..<count).map { Int32($0 < 50 ? 1 : $0 < 99 ? 2 : 3) }
    let values = groups.map { $0 == 1 ? 80.0 : 15.0 }
    let rule = try IntervalRule(places, values: values, groups: groups, coverage: 0.8, least: 1)
    #expect(Set(rule.groupMargins.keys) == [1])
    let bounds = rule.bounds(places, expected: values.map { _ in 15 }, groups: groups)
    #expect(abs(bounds.high[0] - 80) < 1e-9)
    #expect(bounds.high[60] == bounds.high[105])
    let plain = rule.bounds(places, expected: values.map { _ in 15 })
    #expect(plain.high[0] == bounds.high[60])
  }

  @Test("too few customers to calibrate on: no upper end is promised, and the median stays finite")
  func unbounded() throws {
    let three = ValueQuantileRows(lower: [1, 1, 1], inner: [2, 2, 2], upper: [3, 3, 3], median: [4, 4, 4])
    let rule = try IntervalRule(three, values: [1, 2, 3], coverage: 0.8, least: 1)
    #expect(rule.margin == .unbounded(rows: 3, needed: 4))
    let bounds = rule.bounds(rows, expected: [1, 1, 1, 1])
    #expect(bounds.high.allSatisfy { $0 == .infinity } && bounds.low.allSatisfy { $0 == 0 })
    #expect(bounds.p50.allSatisfy { $0.isFinite } && bounds.p90.allSatisfy { $0.isFinite })
  }

  @Test("quantiles of trees that cross are put in order")
  func order() throws {
    let fit = try ValueQuantiles(
      MadeRows.value(800, seed: 4).rows, settings: settings([0.45, 0.5, 0.55]), context: .serial)
    let fresh = MadeRows.value(1000, firstCustomer: 9000, seed: 11).rows
    let found = try quantiles(fresh, fit)
    #expect((0..<1000).allSatisfy { found.lower[$0] <= found.inner[$0] && found.inner[$0] <= found.upper[$0] })
    let single = fresh.features
    let (low, high) = (
      try fit.lower.predict(single, context: .serial), try fit.upper.predict(single, context: .serial)
    )
    #expect(zip(low, high).contains { $0 > $1 })
  }
}
