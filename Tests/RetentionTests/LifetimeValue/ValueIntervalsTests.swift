import Foundation
import Learning
import Numerics
import Retention
import TestSupport
import Testing

@Suite struct ValueIntervalsTests {
  private func intervals(
    _ coverage: Double = 0.8, calibration: Int = 600, quantiles: [Double] = [0.1, 0.5, 0.9], seed: UInt64 = 1
  ) throws -> ValueIntervals {
    var settings = GradientBoostingSettings(objective: .squaredError)
    settings.numIterations = 60
    settings.earlyStoppingRounds = 10
    return try ValueIntervals(
      settings: settings, quantiles: quantiles, coverage: coverage, training: MadeRows.value(1500, seed: seed).rows,
      stopping: MadeRows.value(500, firstCustomer: 2000, seed: seed + 100).rows,
      calibration: MadeRows.value(calibration, firstCustomer: 3000, seed: seed + 200).rows, context: .serial)
  }

  private func coverage(_ intervals: ValueIntervals, seed: UInt64) throws -> Double {
    let fresh = MadeRows.value(3000, firstCustomer: 9000, seed: seed)
    let bounds = try intervals.predict(fresh.rows.features, context: .serial)
    return intervalCoverage(lower: bounds.p10, upper: bounds.p90, targets: fresh.rows.labels) ?? .nan
  }

  @Test("customers like those it was calibrated on: the interval holds what it promises", arguments: [0.5, 0.8, 0.95])
  func coverage(promise: Double) throws {
    // √(.25/600 + .25/3000) is .022 at most; a third of the values are 0, which must not make
    // intervals wider than they need to be.
    var sum = 0.0
    for seed in 1...3 as ClosedRange<UInt64> {
      sum += try coverage(try intervals(promise, seed: seed), seed: seed + 300)
    }
    #expect(sum / 3 > promise - 0.03)
    #expect(sum / 3 < promise + 0.03)
  }

  @Test("a wider promise is a wider interval, and the adjustment is what makes it so")
  func width() throws {
    let rows = MadeRows.value(500, firstCustomer: 9000, seed: 7).rows
    let width = { (promise: Double) in
      let bounds = try intervals(promise).predict(rows.features, context: .serial)
      return zip(bounds.p90, bounds.p10).reduce(0) { $0 + $1.0 - $1.1 }
    }
    #expect(try width(0.95) > width(0.8))
    #expect(try width(0.8) > width(0.5))
  }

  @Test("quantiles never cross, and none is below 0", arguments: [[0.1, 0.5, 0.9], [0.49, 0.5, 0.51]])
  func order(quantiles: [Double]) throws {
    let rows = MadeRows.value(2000, firstCustomer: 9000, seed: 11).rows
    let intervals = try intervals(0.5, quantiles: quantiles)
    let bounds = try intervals.predict(rows.features, context: .serial)
    for row in 0..<rows.count {
      #expect(0 <= bounds.p10[row] && bounds.p10[row] <= bounds.p50[row] && bounds.p50[row] <= bounds.p90[row])
    }
    if quantiles[0] == 0.49 {
      // The trees alone do cross: the order is not theirs.
      let single = Matrix<Float>(rows: rows.count, columns: 33, elements: rows.features.elements.map(Float.init))
      let (low, high) = (
        try intervals.lower.predict(single, context: .serial), try intervals.upper.predict(single, context: .serial)
      )
      #expect(zip(low, high).contains { $0 > $1 })
    }
  }

  @Test("an interval that begins at 0 stays there when it is narrowed; no value lies between 0 and the least spent")
  func floor() throws {
    let intervals = try intervals(0.5)
    let least = MadeRows.value(1500, seed: 1).rows.labels.filter { $0 > 0 }.min() ?? 0
    #expect(abs(intervals.floor - log1p(least)) < 1e-12)
    guard case .finite(let margin) = intervals.adjustment else {
      Issue.record("600 customers are enough")
      return
    }
    // From 10 % and 90 % to half of the customers: inwards.
    #expect(margin < 0)
    let bounds = try intervals.predict(
      MadeRows.value(500, firstCustomer: 9000, seed: 13).rows.features, context: .serial)
    #expect(bounds.p10.contains(0))
    #expect(bounds.p10.allSatisfy { $0 == 0 || $0 > 0.99 * least })
  }

  @Test("too few customers to calibrate on: no upper end is promised")
  func unbounded() throws {
    let intervals = try intervals(calibration: 3)
    #expect(intervals.adjustment == .unbounded(rows: 3, needed: 4))
    let bounds = try intervals.predict(MadeRows.value(20, seed: 5).rows.features, context: .serial)
    #expect(bounds.p90.allSatisfy { $0 == .infinity } && bounds.p10.allSatisfy { $0 == 0 })
    #expect(bounds.p50.allSatisfy { $0.isFinite && $0 >= 0 })
  }
}
