import Foundation
import Learning
import Numerics
import Retention
import TestSupport
import Testing

@Suite struct LevelTests {
  @Test("the level shift makes the mean probability the share of churners, from wherever it starts")
  func levelShift() throws {
    let rows = MadeRows.churn(500, level: 1, seed: 4)
    let weights = (0..<500).map { 1 + Double($0 % 3) }
    for offset in [-30.0, -3, 0, 0.1, 8, 40] {
      let odds = rows.truth.map { $0 + offset }
      for weights in [nil, weights] {
        let shift = try Retention.levelShift(
          logOdds: odds, labels: rows.rows.labels, weights: weights, context: .serial)
        let (mut, share) = odds.indices.reduce((0.0, 0.0)) { sum, row in
          let weight = weights?[row] ?? 1
          return (sum.0 + weight * sigmoid(odds[row] + shift), sum.1 + weight * rows.rows.labels[row])
        }
        #expect(abs(mut - share) < 1e-8, "\(offset)")
      }
    }
  }

  @Test("one row of each class at the same odds meets in the middle; one class alone leaves all as it is")
  func smallLevelShifts() throws {
    #expect(try Retention.levelShift(logOdds: [3, 3], labels: [0, 1], context: .serial) == -3)
    #expect(
      try abs(Retention.levelShift(logOdds: [0, 0, 0, 0], labels: [1, 0, 0, 0], context: .serial) + log(3)) < 1e-12)
    #expect(try Retention.levelShift(logOdds: [3, 3], labels: [1, 1], context: .serial) == 0)
    #expect(try Retention.levelShift(logOdds: [3, 3], labels: [0, 0], context: .serial) == 0)
    #expect(try Retention.levelShift(logOdds: [], labels: [], context: .serial) == 0)
  }

  @Test("label-shift weights have a mean of 1 and give the share asked for")
  func labelShift() {
    let labels: [Double] = [1, 0, 0, 0, 1, 0, 0, 0, 0, 0]
    let weights = LabelShift(labels, to: 0.5).weights(labels)
    #expect(abs(weights.reduce(0, +) - 10) < 1e-12)
    #expect(abs(zip(weights, labels).reduce(0) { $0 + $1.0 * $1.1 } - 5) < 1e-12)
    for (labels, share) in [([1, 1], 0.5), ([0, 0], 0.5), ([0, 1], 0), ([0, 1], 1), ([], 0.5)] as [([Double], Double)] {
      let shift = LabelShift(labels, to: share)
      #expect(shift.churned == 1 && shift.stayed == 1)
    }
  }

  @Test("a weighted payoff over rows is the payoff over weighted rows")
  func weightedPayoff() {
    let labels: [Double] = [1, 0, 1, 0, 0, 0]
    let called = [true, true, false, false, false, true]
    let payoff = PayoffMatrix(truePositive: 7, falsePositive: -2, trueNegative: 0.5, falseNegative: -3)
    let shift = LabelShift(labels, to: 0.6)
    let worth = { (payoff: PayoffMatrix, row: Int) in
      called[row]
        ? labels[row] > 0 ? payoff.truePositive : payoff.falsePositive
        : labels[row] > 0 ? payoff.falseNegative : payoff.trueNegative
    }
    let weights = shift.weights(labels)
    let expected = labels.indices.reduce(0.0) { $0 + weights[$1] * worth(payoff, $1) }
    let found = labels.indices.reduce(0.0) { $0 + worth(shift.weighted(payoff), $1) }
    #expect(abs(found - expected) < 1e-12)
  }
}
