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
}
