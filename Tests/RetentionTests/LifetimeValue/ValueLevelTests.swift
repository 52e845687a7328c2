import Foundation
import Learning
import Numerics
import Retention
import TestSupport
import Testing

@Suite("Level of values") struct ValueLevelTests {
  @Test("a sum that is small beside the spread of seasons is mostly taken back to spend as before; a large one stays")
  func shrinkage() {
    // ln 1.1 = .0953; .0953³ / (.0953² + .3²) = .00874.
    let small = ValueLevel.factor(expected: [110], past: [60, 40], spread: 0.3)
    #expect(abs(1.1 * small - exp(0.008739)) < 1e-5)
    let large = ValueLevel.factor(expected: [5], past: [100], spread: 0.3)
    #expect(abs(large * 0.05 - 0.05) < 0.002 && large > 1)
    #expect(ValueLevel.factor(expected: [110], past: [100], spread: 0) == 1)
    for (expected, past) in [([0.0], [1.0]), ([1], [0]), ([], []), ([1], [1]), ([.nan], [1])] as [([Double], [Double])]
    {
      #expect(ValueLevel.factor(expected: expected, past: past, spread: 0.3) == 1)
    }
  }

  @Test("doubling the currency, or turning the ratio over, changes nothing", arguments: [0.3, 0.8, 1.7, 4])
  func symmetry(ratio: Double) {
    let factor = { (expected: Double, past: Double) in
      ValueLevel.factor(expected: [expected], past: [past], spread: 0.3)
    }
    #expect(abs(factor(200 * ratio, 200) - factor(ratio, 1)) < 1e-12)
    #expect(abs(factor(ratio, 1) * factor(1 / ratio, 1) - 1) < 1e-12)
    // Between the two levels.
    let level = ratio * factor(ratio, 1)
    #expect(level > min(1, ratio) && level < max(1, ratio))
  }

  private static let small = """
    clv:
      scaled_trees: {num_trees: 20}
      median_trees: {num_trees: 20}
      interval_trees: {num_trees: 20}
      horizon_days: 60
    """

  private func outcome(spread: Double) throws -> LifetimeValueOutcome {
    try LifetimeValueTraining(
      settings: try retentionSettings(Self.small + "\n  level_spread: \(spread)\n").lifetimeValue,
      candidates: [ValueCandidate(name: "scale", learner: ScaleLearner())], windowDays: 180, folds: 3, seed: 5
    ).run(MadeShop.input(MadeShop.lines(customers: 300)), context: .serial)
  }

  @Test("in a later period and for scoring all values move by one factor, and their order stays; intervals hold them")
  func outcomes() throws {
    let (moved, plain) = (try outcome(spread: 0.3), try outcome(spread: 0))
    #expect(moved.holdout == "time" && plain.scored.levelFactor == 1 && moved.champion == plain.champion)
    let past = try #require(plain.scoredRows.spend).column(.net)
    let factor = ValueLevel.factor(expected: plain.scored.expected, past: past, spread: 0.3)
    #expect(moved.scored.levelFactor == factor && abs(factor - 1) > 1e-6)
    #expect(moved.scored.expected == plain.scored.expected.map { $0 * factor })
    #expect(moved.scores.spearman == plain.scores.spearman)
    let ratios = Set(zip(moved.expected, plain.expected).map { ($0 / $1 * 1e9).rounded() })
    #expect(ratios.count == 1 && ratios != [1e9])
    for row in moved.expected.indices {
      let (low, high) = (moved.bounds.low[row], moved.bounds.high[row])
      #expect(low <= moved.expected[row] && moved.expected[row] <= high)
      #expect(low <= moved.bounds.p50[row] && moved.bounds.p50[row] <= high)
    }
    // Spend as before is what values are compared with, and stays as it is.
    let baseline = plain.baselines.lowerBound
    #expect(moved.predictions.expected[baseline] == plain.predictions.expected[baseline])
  }

  @Test("spend as before, where it decides, is the level itself, as invoiced and net of returns")
  func baselines() throws {
    let training = LifetimeValueTraining(
      settings: try retentionSettings(Self.small).lifetimeValue,
      candidates: [ValueCandidate(name: "scale", learner: ScaleLearner())], windowDays: 180, folds: 3, seed: 5)
    let factors = (0..<3).map { training.levelFactor(of: $0, [110, 20], past: [60, 40]) }
    #expect(factors == [ValueLevel.factor(expected: [110, 20], past: [60, 40], spread: 0.3), 1, 1])
    #expect(factors[0] < 0.95)
  }

  @Test("a customer holdout is tested at the season that its models saw: nothing is moved there")
  func otherCustomers() throws {
    let settings = try retentionSettings(Self.small.replacing("60", with: "180")).lifetimeValue
    let training = LifetimeValueTraining(
      settings: settings, candidates: [ValueCandidate(name: "scale", learner: ScaleLearner())], windowDays: 180,
      folds: 3,
      seed: 5)
    let outcome = try training.run(MadeShop.input(MadeShop.lines(days: 370)), context: .serial)
    #expect(outcome.holdout == "customer")
    if !outcome.baselines.contains(outcome.choice.champion) {
      #expect(outcome.expected == outcome.predictions.expected[outcome.choice.champion])
    }
    #expect(outcome.scored.levelFactor.isFinite)
  }
}
