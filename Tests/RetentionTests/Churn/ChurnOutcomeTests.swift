import Foundation
import Learning
import Numerics
import Retention
import Settings
import TestSupport
import Testing

@Suite struct ChurnOutcomeTests {
  private let input = MadeShop.input(MadeShop.lines())

  private func run(_ learners: [any ChurnLearner], _ yaml: String = "") throws -> ChurnOutcome {
    let candidates = learners.enumerated().map { ChurnCandidate(name: "\($0)", kind: .learner($1)) }
    return try ChurnTraining(settings: try retentionSettings(yaml).churn, candidates: candidates, folds: 5, seed: 5)
      .run(input, context: .serial)
  }

  /// Log-odds that rise with recency by `slope`.
  private func byRecency(_ slope: Double) -> RecordingChurnLearner {
    RecordingChurnLearner { features, row in slope * (log1p(features[row, Feature.recencyDays.rawValue]) - 4) }
  }

  /// Says the same at every day as the last digit of spend does.
  private var noise: RecordingChurnLearner {
    RecordingChurnLearner { features, row in
      (1000 * features[row, Feature.monetaryTotal.rawValue]).truncatingRemainder(dividingBy: 1)
    }
  }

  @Test("the champion has the smallest validation log-loss, wherever it stands in the list")
  func champion() throws {
    for (learners, best) in [([byRecency(1), noise], 0), ([noise, byRecency(-1), byRecency(1)], 2)] {
      let outcome = try run(learners)
      let losses = outcome.fit.candidates.map(\.validationLogLoss)
      #expect(outcome.champion == best)
      #expect(losses.min() == losses[best])
      #expect(outcome.championModel.name == "\(best)")
    }
  }

  @Test("the thresholds are the best of all there are, by profit, F1 and Youden's J")
  func thresholds() throws {
    let outcome = try run(
      [byRecency(1)], "churn: {costs: {contact: 2, offer: 10, success_rate: 0.3, value_at_stake: 90}}")
    let scores = outcome.championModel.validationProbabilities
    let labels = outcome.fit.validationLabels.map { $0 > 0 }
    #expect(outcome.stakes.constant == 90)
    let (leaver, stayer) = (0.3 * (90 - 10) - 2, -12.0)
    func best(_ value: (Double) -> Double) -> Double { (scores + [2]).map(value).max() ?? .nan }
    let profit = { (threshold: Double) in
      scores.indices.reduce(0.0) {
        scores[$1] < threshold
          ? $0 : $0 + (labels[$1] ? leaver : stayer)
      } / Double(scores.count)
    }
    let f1 = { confusion(scores: scores, labels: labels, at: $0).f1 ?? 0 }
    let youden = { confusion(scores: scores, labels: labels, at: $0).youden ?? 0 }
    let found = outcome.thresholds
    #expect(abs(found.profit.value - best(profit)) < 1e-9 && abs(profit(found.profit.threshold) - best(profit)) < 1e-9)
    #expect(abs(f1(found.f1.threshold) - best(f1)) < 1e-12)
    #expect(abs(youden(found.youden.threshold) - best(youden)) < 1e-12)
    #expect(found.profit.threshold > 0.1 && found.profit.threshold < 0.9)
  }

  @Test("where no offer pays nobody is called, and where it costs nothing everybody is")
  func extremeThresholds() throws {
    let dear = try run(
      [byRecency(1)], "churn: {costs: {contact: 100, offer: 10, success_rate: 0.1, value_at_stake: 20}}")
    #expect(dear.championModel.validationProbabilities.allSatisfy { $0 < dear.thresholds.profit.threshold })
    #expect(dear.thresholds.profit.value == 0)
    let free = try run([byRecency(1)], "churn: {costs: {contact: 0, offer: 0, success_rate: 0.1, value_at_stake: 20}}")
    let called = free.fit.validationLabels.indices.filter {
      free.championModel.validationProbabilities[$0] >= free.thresholds.profit.threshold
        && free.fit.validationLabels[$0] > 0
    }
    #expect(called.count == free.fit.validationLabels.count { $0 > 0 })
  }

  @Test("metrics are those of the champion's probabilities on the test rows")
  func metrics() throws {
    let outcome = try run([byRecency(1)])
    let labels = outcome.testRows.labels.map { $0 > 0 }
    let scores = outcome.championScores
    #expect(scores.auc == aucInterval(scores: outcome.testProbabilities, labels: labels))
    #expect(scores.confusion.count == outcome.testRows.count)
    let squares = zip(outcome.testProbabilities, outcome.testRows.labels).map { ($0 - $1) * ($0 - $1) }
    #expect(abs(scores.brier - squares.reduce(0, +) / Double(squares.count)) < 1e-12)
    #expect(scores.lift.count == 10 && scores.lift.map(\.count).reduce(0, +) == outcome.testRows.count)
  }

  @Test("baselines: everybody churns, and recency from its median on, worked out again")
  func baselines() throws {
    let outcome = try run([noise])
    let rows = outcome.testRows
    let churned = rows.labels.count { $0 > 0 }
    #expect(outcome.baselines.prevalence == Double(churned) / Double(rows.count))
    #expect(
      outcome.baselines.allChurn
        == Confusion(
          truePositives: churned, falsePositives: rows.count - churned, trueNegatives: 0, falseNegatives: 0))
    let days = rows.column(.recencyDays)
    var (wins, pairs) = (0.0, 0.0)
    for churner in days.indices where rows.labels[churner] > 0 {
      for stayer in days.indices where rows.labels[stayer] == 0 {
        pairs += 1
        wins += days[churner] > days[stayer] ? 1 : days[churner] == days[stayer] ? 0.5 : 0
      }
    }
    #expect(abs(outcome.baselines.recencyAUC.estimate - wins / pairs) < 1e-12)
    let median = outcome.baselines.recencyThresholdDays
    #expect(days.count { $0 < median } <= days.count / 2 && days.count { $0 > median } <= days.count / 2)
    #expect(outcome.baselines.recency.truePositives == days.indices.count { days[$0] >= median && rows.labels[$0] > 0 })
  }

  @Test("better than recency only where the paired difference is beyond chance")
  func comparison() throws {
    let same = try run([byRecency(1)])
    #expect(same.championScores.auc.estimate == same.baselines.recencyAUC.estimate)
    #expect(!same.beatsRecency)
    let worse = try run([noise])
    #expect(!worse.beatsRecency)
    // Knows the future.
    let labels = try input.oracle()
    let seer = RecordingChurnLearner { features, row in labels[features.row(row)] ?? 0 }
    let better = try run([seer])
    #expect(better.championScores.auc.lower > better.baselines.recencyAUC.upper)
    #expect(better.beatsRecency)
  }

  @Test("a small gain on the same customers is one, although the two intervals overlap")
  func pairedComparison() throws {
    let labels = try input.oracle()
    // Recency with a little of the future: it ranks nearly as recency does, and never worse.
    let hinted = RecordingChurnLearner { features, row in
      log1p(features[row, Feature.recencyDays.rawValue]) + 0.04 * (labels[features.row(row)] ?? 0)
    }
    let outcome = try run([hinted])
    #expect(outcome.championScores.auc.lower < outcome.baselines.recencyAUC.upper)
    #expect(outcome.beatsRecency)
    let gain = try #require(outcome.gainOverRecency)
    #expect(
      gain
        == comparedAUC(
          first: outcome.testProbabilities, second: outcome.testRows.column(.recencyDays),
          labels: outcome.testRows.labels.map { $0 > 0 }))
  }

  @Test("what a customer who stays is worth: as the settings say, else by their own spend, as known before the test")
  func valueAtStake() throws {
    let outcome = try run([byRecency(1)], "churn: {costs: {contact: 0, offer: 0, success_rate: 1}}")
    let known = outcome.trainSnapshots.filter { $0.adding(days: 180) <= outcome.testSnapshot }
    #expect(!known.isEmpty && known.count < outcome.trainSnapshots.count)
    var (value, spend) = (0.0, 0.0)
    for block in known.compactMap({ input.table.at($0) }) {
      let values = input.labels.lifetimeValue(of: block.customers, at: block.snapshot, horizonDays: 180)
      let churned = input.labels.churn(of: block.customers, at: block.snapshot, horizonDays: 90)
      for row in 0..<block.rows where churned[row] == 0 {
        value += values[row]
        spend += block[row, .monetaryTotal]
      }
    }
    #expect(abs(outcome.stakes.perSpend - value / spend) < 1e-9)
    let own = outcome.stakes.values(outcome.testRows.features)
    #expect(Set(own).count > 50)
    // Half of the customers spend so much less than the others that a mean would say nothing of them.
    let called = own.indices.filter { outcome.testProbabilities[$0] >= outcome.thresholds.profit.threshold }
    #expect(!called.isEmpty)
    let mean = called.reduce(0) { $0 + own[$1] } / Double(called.count)
    #expect(abs(outcome.valueAtStake - mean) < 1e-9 && abs(ChurnReport(outcome).valueAtStake! - mean) < 1e-9)
  }
}

extension Matrix where Element == Double {
  /// A row as a key: nulls, which equal nothing, as a number that no feature has.
  func row(_ row: Int) -> [Double] {
    (0..<columns).map { self[row, $0].isNaN ? -1e300 : Double(Float(self[row, $0])) }
  }
}

extension ModelInput {
  /// Log-odds by row of features: 2 for those who will churn, −2 for those who will not.
  func oracle() throws -> [[Double]: Double] {
    var odds: [[Double]: Double] = [:]
    for snapshot in calendar.labelled(horizonDays: 90) {
      guard let block = table.at(snapshot) else { continue }
      for (row, label) in labels.churn(of: block.customers, at: snapshot, horizonDays: 90).enumerated() {
        odds[block.values.row(row)] = label > 0 ? 2 : -2
      }
    }
    return odds
  }
}
